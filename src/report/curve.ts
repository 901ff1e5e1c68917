/** Pictures and tables of the image of a curve, projected on its principal components. */
import { line, type Markish } from '@observablehq/plot';
import { csvFormatRow } from 'd3-dsv';
import type { PrincipalComponents } from '../numeric/principal-components.ts';
import type { PanelSpec, Picture } from './picture/index.ts';
import { orderedColours } from './picture/index.ts';
import type { Parameters } from './result.ts';

/** The image of a curve in one layer: its pre-activations at the samples, one after the other, and their principal components. */
export interface LayerCurve {
  readonly layer: number;
  readonly width: number;
  readonly points: Float64Array;
  readonly principal: PrincipalComponents;
}

/** The same in chosen layers of one network of a cell. */
export interface CellCurve {
  readonly parameters: Parameters;
  /** Number of the network. */
  readonly network: number;
  readonly samples: number;
  readonly curve: string;
  readonly layers: readonly LayerCurve[];
}

/** A projection as a figure keeps it: coordinates on the first two components, and their shares of the variance. */
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

function nameOf(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** As a document: coordinates on the first three components at each sample, and the components' shares of the variance. */
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
