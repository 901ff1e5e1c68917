/** Pictures of the image of a curve, projected on its principal components. */
import { dot, line, type Markish } from '@observablehq/plot';
import type { CellParameters } from '../experiment/index.ts';
import { type CellCurve, type Projection, projectionOf } from '../result/curve.ts';
import type { KeyItem, PanelSpec, Picture } from './picture/index.ts';
import { orderedColours } from './picture/index.ts';

/** Pieces of a curve that have one colour each, so that the eye can follow it. */
const COLOURS = 24;

/**
 * Two chords that follow each other turn by more than this, in the mean, where samples are too far apart to
 * be joined: the cosine of 60°.
 */
const STRAY = 0.5;

/** Whether neighbouring samples are so far apart that lines between them would be no picture of the curve. */
export function isUndersampled({ x, y }: Pick<Projection, 'x' | 'y'>): boolean {
  const chords = x.slice(1).map((value, t) => [value - x[t]!, y[t + 1]! - y[t]!] as const);
  const cosines = chords.slice(1).flatMap(([u, v], t) => {
    const [p, q] = chords[t]!;
    const size = Math.sqrt((u * u + v * v) * (p * p + q * q));
    return size > 0 ? [(u * p + v * q) / size] : [];
  });
  return cosines.length > 0 && cosines.reduce((sum, cosine) => sum + cosine, 0) < STRAY * cosines.length;
}

/**
 * A projected curve in a panel of its own, one unit equally long on both axes; its samples alone where they
 * are too far apart to be joined. `short`: axes are named in few letters, for narrow panels.
 */
export function projectionPanel(projection: Projection, { short = false } = {}): PanelSpec {
  const { title, x, y, shares } = projection;
  const share = (k: number) => `${(100 * (shares[k] ?? 0)).toFixed(shares[k]! < 0.095 ? 1 : 0)} %`;
  const colours = orderedColours(COLOURS);
  const steps = x.length - 1;
  const apart = isUndersampled(projection);
  const marks = (): Markish[] =>
    colours.map((stroke, c) => {
      const [from, to] = [c, c + 1].map((end) => Math.round((end * steps) / COLOURS)) as [number, number];
      const piece = Array.from({ length: to - from + 1 }, (_, j) => ({ x: x[from + j]!, y: y[from + j]! }));
      if (apart) return dot(piece, { x: 'x', y: 'y', fill: stroke, r: 0.8 });
      return line(piece, { x: 'x', y: 'y', stroke, strokeWidth: 1, strokeLinejoin: 'round' });
    });
  return {
    title,
    x: {
      label: short ? `1st, ${share(0)}` : `first component, ${share(0)} of the variance`,
      domain: around(x, most(x, y)),
    },
    y: {
      label: short ? `2nd, ${share(1)}` : `second component, ${share(1)}`,
      domain: around(y, most(x, y)),
    },
    series: [],
    marks,
    equal: true,
  };
}

/** Extent of both axes, so that one unit is as long on both. */
function most(x: readonly number[], y: readonly number[]): number {
  return 1.06 * Math.max(spread(x), spread(y)) || 1;
}

function spread(values: readonly number[]): number {
  return (
    values.reduce((a, b) => Math.max(a, b), -Infinity) - values.reduce((a, b) => Math.min(a, b), Infinity)
  );
}

function around(values: readonly number[], extent: number): [low: number, high: number] {
  const middle = values.reduce((a, b) => Math.min(a, b), Infinity) + spread(values) / 2;
  return values.length === 0 ? [-1, 1] : [middle - extent / 2, middle + extent / 2];
}

/** What keys say of projections. */
export const SHORT_NAMES: KeyItem = {
  show: 'none',
  label: '1st, 2nd: principal components, with their shares of the variance.',
};
export const DOTS: KeyItem = {
  show: 'none',
  label: 'Dots: samples that are too far apart to be joined.',
};

/** More cannot be looked at. */
const MOST_PANELS = 100;

/** All chosen layers side by side, one row a cell; of more than 100 images the first, and it says so. */
export function curvePicture(cells: readonly CellCurve[]): Picture {
  const several = cells.length > 1;
  const inARow = Math.min(3, cells[0]!.layers.length);
  const images = cells.flatMap(({ parameters, layers }) => layers.map((layer) => ({ parameters, layer })));
  const shown = images.slice(0, MOST_PANELS);
  return {
    title: 'The image of the curve before the activation, on its principal components',
    panels: shown.map(({ parameters, layer }) => {
      const panel = projectionPanel(projectionOf(layer), { short: inARow === 3 });
      return several ? { ...panel, title: `${panel.title}, ${nameOf(parameters)}` } : panel;
    }),
    rows: { page: [inARow], column: [inARow] },
    key: [
      ...(inARow < 3 ? [] : [SHORT_NAMES]),
      ...(images.some(({ layer }) => isUndersampled(projectionOf(layer))) ? [DOTS] : []),
      ...(shown.length === images.length
        ? []
        : [{ show: 'none', label: `Drawn: ${shown.length} of ${images.length} images.` } as const]),
    ],
  };
}

function nameOf(parameters: CellParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
