/** What `boundaryPoints` and `boundaryCurvatures` found, as a document and a table. */
import type { BoundaryLayer, BoundaryPoint } from '../regions/index.ts';
import type { BoundaryCurvatureLayer } from '../theory/index.ts';
import { formatNumber } from './format.ts';
import { column, number, type TableColumn } from './table.ts';

/**
 * A point of the boundary, its curvatures in every layer, and what mean field expects of them, where it
 * applies.
 */
export interface BoundaryView {
  readonly at: BoundaryPoint;
  readonly layers: readonly BoundaryLayer[];
  readonly theory: readonly BoundaryCurvatureLayer[] | null;
}

/** Means over the points, layer by layer, and the points. */
export function boundaryRegions(views: readonly BoundaryView[]) {
  const mean = (of: (view: BoundaryView) => number) =>
    views.reduce((sum, view) => sum + of(view), 0) / views.length;
  const layers = (views[0]?.layers ?? []).map(({ layer, width }, l) => {
    const known = views.every(({ theory }) => typeof theory?.[l]?.sumOfSquares === 'number');
    // A line has no curvature: a layer of one neuron has points for a boundary.
    const extreme = (which: 0 | -1) =>
      width === 1 ? null : mean((view) => view.layers[l]!.curvatures.at(which)!);
    return {
      layer,
      width,
      gradient: mean((view) => view.layers[l]!.gradient),
      largest: extreme(0),
      smallest: extreme(-1),
      sumOfSquares: mean((view) => squares(view.layers[l]!.curvatures)),
      theory: { sumOfSquares: known ? mean((view) => view.theory![l]!.sumOfSquares!) : null },
    };
  });
  const points = views.map(({ at, layers: own }) => ({
    t: at.t,
    value: at.value,
    point: Array.from(at.point),
    layers: own.map(({ layer, gradient, curvatures }) => ({
      layer,
      gradient,
      curvatures: Array.from(curvatures),
    })),
  }));
  return { layers, points };
}

function squares(curvatures: Float64Array): number {
  return curvatures.reduce((sum, curvature) => sum + curvature * curvature, 0);
}

export function boundaryColumns({ layers }: ReturnType<typeof boundaryRegions>): TableColumn[] {
  return [
    column('layer', 0, layers, ({ layer }) => (layer === 0 ? 'input' : String(layer))),
    column('width', 2, layers, ({ width }) => String(width)),
    column('gradient', 1, layers, ({ gradient }) => formatNumber(gradient)),
    column('largest', 0, layers, ({ largest }) => number(largest)),
    column('smallest', 0, layers, ({ smallest }) => number(smallest)),
    column('all', 0, layers, ({ sumOfSquares }) => formatNumber(Math.sqrt(sumOfSquares))),
    column('mean field', 0, layers, ({ theory }) =>
      number(theory.sumOfSquares === null ? null : Math.sqrt(theory.sumOfSquares)),
    ),
  ];
}
