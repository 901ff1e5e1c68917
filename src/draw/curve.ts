/** Pictures of the image of a curve, projected on its principal components. */
import { line, type Markish } from '@observablehq/plot';
import type { CellParameters } from '../experiment/index.ts';
import { type CellCurve, type Projection, projectionOf } from '../result/curve.ts';
import type { PanelSpec, Picture } from './picture/index.ts';
import { orderedColours } from './picture/index.ts';

/** Pieces of a curve that have one colour each, so that the eye can follow it. */
const COLOURS = 24;

/** A projected curve in a panel of its own, one unit equally long on both axes. */
export function projectionPanel({ title, x, y, shares }: Projection): PanelSpec {
  const share = (k: number) => `${(100 * (shares[k] ?? 0)).toFixed(shares[k]! < 0.095 ? 1 : 0)} %`;
  const colours = orderedColours(COLOURS);
  const steps = x.length - 1;
  const marks = (): Markish[] =>
    colours.map((stroke, c) => {
      const [from, to] = [c, c + 1].map((end) => Math.round((end * steps) / COLOURS)) as [number, number];
      const piece = Array.from({ length: to - from + 1 }, (_, j) => ({ x: x[from + j]!, y: y[from + j]! }));
      return line(piece, { x: 'x', y: 'y', stroke, strokeWidth: 1, strokeLinejoin: 'round' });
    });
  return {
    title,
    x: { label: `first component, ${share(0)} of the variance`, domain: around(x, most(x, y)) },
    y: { label: `second component, ${share(1)}`, domain: around(y, most(x, y)) },
    series: [],
    marks,
    equal: true,
  };
}

/** Room along either axis, so that one unit is as long on both. */
function most(x: readonly number[], y: readonly number[]): number {
  return 1.06 * Math.max(spread(x), spread(y)) || 1;
}

function spread(values: readonly number[]): number {
  return (
    values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  );
}

function around(values: readonly number[], room: number): [low: number, high: number] {
  const middle = values.reduce((a, b) => Math.min(a, b), Infinity) + spread(values) / 2;
  return values.length === 0 ? [-1, 1] : [middle - room / 2, middle + room / 2];
}

/** Pixels of a panel whose axes are equally long. */
export const PROJECTION_SIZE = { width: 264, height: 280 };

/** More cannot be looked at. */
const MOST_PANELS = 100;

/** All chosen layers side by side, one row a cell; of more than 100 images the first, and it says so. */
export function curvePicture(cells: readonly CellCurve[]): Picture {
  const several = cells.length > 1;
  const images = cells.flatMap(({ parameters, layers }) => layers.map((layer) => ({ parameters, layer })));
  const shown = images.slice(0, MOST_PANELS);
  return {
    title: 'The image of the curve before the activation, on its principal components',
    panels: shown.map(({ parameters, layer }) => {
      const panel = projectionPanel(projectionOf(layer));
      return several ? { ...panel, title: `${panel.title}, ${nameOf(parameters)}` } : panel;
    }),
    columns: Math.min(3, cells[0]!.layers.length),
    size: PROJECTION_SIZE,
    key:
      shown.length === images.length
        ? []
        : [{ show: 'none', label: `Drawn: ${shown.length} of ${images.length} images.` }],
  };
}

function nameOf(parameters: CellParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
