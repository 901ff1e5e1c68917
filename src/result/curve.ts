/** The image of a curve, projected on its principal components: the document and the table. */
import { csvFormatRow } from 'd3-dsv';
import type { CellParameters } from '../experiment/cells.ts';
import type { PrincipalComponents } from '../numeric/principal-components.ts';

/**
 * The image of a curve in one layer: its pre-activations at the samples, one after the other, and their
 * principal components.
 */
export interface LayerCurve {
  readonly layer: number;
  readonly width: number;
  readonly points: Float64Array;
  readonly principal: PrincipalComponents;
}

/** The same in chosen layers of one network of a cell. */
export interface CellCurve {
  readonly parameters: CellParameters;
  /** Number of the network. */
  readonly network: number;
  readonly samples: number;
  readonly curve: string;
  readonly layers: readonly LayerCurve[];
}

/**
 * A projection as a figure keeps it: coordinates on the first two components, and their shares of the
 * variance.
 */
export interface Projection {
  readonly title: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly shares: readonly number[];
}

export function projectionOf({ layer, principal }: LayerCurve, components = 3): Projection {
  const { projections, count, shares } = principal;
  const along = (k: number) =>
    Array.from({ length: count === 0 ? 0 : projections.length / count }, (_, t) =>
      k < count ? projections[t * count + k]! : 0,
    );
  return { title: `layer ${layer}`, x: along(0), y: along(1), shares: [...shares.subarray(0, components)] };
}

/**
 * As a document: coordinates on the first three components at each sample, and the components' shares of the
 * variance.
 */
export function curveDocument(cells: readonly CellCurve[]): object {
  return {
    schema: 'expressivity/curve@1',
    cells: cells.map(({ parameters, network, samples, curve, layers }) => ({
      parameters,
      network,
      curve,
      samples,
      layers: layers.map(({ layer, width, principal }) => ({
        layer,
        width,
        shares: [...principal.shares.subarray(0, principal.count)],
        projection: rowsOf(principal),
      })),
    })),
  };
}

/** The same as a tidy table, line by line: one row a cell, layer and sample; t is the share of the curve. */
export function* curveCsv(cells: readonly CellCurve[]): Generator<string> {
  const line = (fields: readonly unknown[]) => `${csvFormatRow(fields.map(String))}\n`;
  yield line(['cell', 'network', 'layer', 'sample', 't', 'component1', 'component2', 'component3']);
  for (const [cell, { network, samples, layers }] of cells.entries())
    for (const { layer, principal } of layers)
      for (const [t, row] of rowsOf(principal).entries())
        yield line([cell, network, layer, t, t / (samples - 1), ...[0, 1, 2].map((k) => row[k] ?? '')]);
}

function rowsOf({ projections, count }: PrincipalComponents): number[][] {
  const samples = count === 0 ? 0 : projections.length / count;
  return Array.from({ length: samples }, (_, t) => [...projections.subarray(t * count, (t + 1) * count)]);
}
