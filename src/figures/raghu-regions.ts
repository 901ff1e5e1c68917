import { rect } from '@observablehq/plot';
import * as z from 'zod/mini';
import { INK, type PanelSpec } from '../draw/picture/index.ts';
import { LAYER_STROKES } from '../draw/slice-svg.ts';
import type { GivenNetwork, SliceWindow } from '../regions/index.ts';
import { serra2018Upper } from '../theory/regions/upper-bounds.ts';
import { equals } from './checks.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import {
  clippedTo,
  firstLines,
  intersections,
  PLANAR_DATA,
  type PlanarData,
  planarData,
  planarMarks,
  planarNetwork,
  sliceAround,
} from './planar.ts';
import { list, number, numbers } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: [4, 4, 4],
  quick: [8, 8, 8],
  full: [8, 8, 8],
} as const;

/** Half the side of the window. */
const REACH = 2;

const DATA = z.strictObject({
  widths: numbers,
  layers: list(
    z.strictObject({
      regions: number,
      patterns: number,
      coveredArea: number,
      /** No window has more. */
      most: number,
      picture: PLANAR_DATA,
    }),
  ),
  /** Regions of the first layer, from its lines alone. */
  firstLayer: number,
});
type Data = z.infer<typeof DATA>;

/** The input plane cut by layers 1, 2 and 3 of a small ReLU network. */
export const raghuRegions: Figure<Data> = {
  id: 'raghu-regions',
  title: 'The input plane cut by layers 1, 2 and 3 of a ReLU network',
  paper: RAGHU,
  number: 'figure of the polytopes',
  time: { quick: '3 s', full: '3 s' },
  schema: DATA,
  async run(size, { seed }) {
    const widths = SIZES[size];
    const network = planarNetwork(widths, seed);
    const layers = widths.map((_, l) => {
      const first = { ...network, layers: network.layers.slice(0, l + 1) };
      const slice = sliceAround(first, REACH);
      const { cells, patterns, coveredArea } = slice;
      const most = Number(serra2018Upper(2, widths.slice(0, l + 1)));
      return {
        regions: cells.length,
        patterns,
        coveredArea,
        most,
        picture: planarData(slice),
      };
    });
    return { widths, layers, firstLayer: firstLayerRegions(network) };
  },
  picture({ layers }, width) {
    const near = busiest(layers.at(-1)!.picture);
    const far = layers.map(({ regions, picture }, l) =>
      panel(`${layersText(l)}: ${regions} regions`, picture, picture.window, near),
    );
    const close = layers.map(({ picture }, l) =>
      panel(`${layersText(l)}, × ${MAGNIFIED}`, clippedTo(picture, near), near),
    );
    return {
      title: this.title,
      rows: { page: [3], column: [2] },
      // On a page what is magnified stands below, in a column beside.
      panels: width === 'page' ? [...far, ...close] : far.flatMap((panel, l) => [panel, close[l]!]),
      key: [
        ...layers.map((_, l) => ({
          show: 'solid' as const,
          label: `boundaries of layer ${l + 1}`,
          colour: LAYER_STROKES[l % LAYER_STROKES.length]!,
        })),
        { show: 'none' as const, label: 'Dashed square: the part that is magnified.' },
      ],
    };
  },
  caption({ widths }) {
    return `Activation regions in a window of the plane, found by cutting polygons, of one ReLU network with two inputs and widths ${widths.join(', ')}, Gaussian weights and biases, σ_w = √2, σ_b = 1. The lines of a layer bend where they cross those of the layers below. The colour of a region depends on its activation pattern. The panels × ${MAGNIFIED} magnify the part of the plane with most regions. We do not know the paper’s network and drew our own.`;
  },
  claims({ layers, firstLayer }) {
    const area = (2 * REACH) ** 2;
    return [
      equals('regions of layer 1, from its lines', layers[0]!.regions, firstLayer),
      ...layers.flatMap(({ regions, patterns, coveredArea, most }, l) => [
        equals(`distinct patterns of layers 1 to ${l + 1}: regions are convex`, patterns, regions),
        equals(`area of all regions of layers 1 to ${l + 1}`, coveredArea, area, 1e-9 * area),
        equals(`regions of layers 1 to ${l + 1}, at most (Serra et al.)`, regions, { low: null, high: most }),
      ]),
    ];
  },
  csv: ({ widths, layers }) =>
    tidyCsv(
      layers.flatMap(({ picture, most, ...counts }, l) =>
        Object.entries({ ...counts, serra2018Upper: most }).map(([quantity, value]) => ({
          ...{ layer: l + 1, width: widths[l]!, quantity, value },
        })),
      ),
    ),
};

/** How many times the busiest part of the window is magnified. */
const MAGNIFIED = 4;

const layersText = (l: number) => (l === 0 ? 'layer 1' : `layers 1–${l + 1}`);

/** The square about the middle of a region that has the middles of most others in it. */
function busiest({ cells }: PlanarData): SliceWindow {
  const middles = cells.map(({ corners }) =>
    [0, 1].map((from) => {
      const values = corners.filter((_, i) => i % 2 === from);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    }),
  );
  const half = REACH / MAGNIFIED;
  const squares = middles.map((middle) => {
    const [x, y] = middle.map((m) => Math.max(half - REACH, Math.min(REACH - half, m))) as [number, number];
    const inside = middles.filter(([u, v]) => Math.abs(u! - x) < half && Math.abs(v! - y) < half).length;
    return { inside, window: { x0: x - half, x1: x + half, y0: y - half, y1: y + half } };
  });
  return squares.reduce((a, b) => (b.inside > a.inside ? b : a)).window;
}

/** A part of the plane; `near` is framed in it. */
function panel(
  title: string,
  picture: PlanarData,
  { x0, x1, y0, y1 }: SliceWindow,
  near?: SliceWindow,
): PanelSpec {
  const marks = planarMarks(picture);
  return {
    title,
    x: { label: 'x_1', domain: [x0, x1] },
    y: { label: 'x_2', domain: [y0, y1] },
    series: [],
    equal: true,
    marks: () => (near === undefined ? marks : [...marks, rect([near], { ...FRAME })]),
  };
}

const FRAME = {
  ...{ x1: 'x0', x2: 'x1', y1: 'y0', y2: 'y1', fill: 'none' },
  ...{ stroke: INK, strokeWidth: 1.2, strokeDasharray: '4 3' },
} as const;

/** 1 + lines that cross the window + their crossings in it. */
function firstLayerRegions(network: GivenNetwork): number {
  // A line misses the window where all four corners lie on one side.
  const crossing = firstLines(network).filter(
    ({ a, b, c }) => (Math.abs(a) + Math.abs(b)) * REACH > Math.abs(c),
  );
  const inside = intersections(crossing).filter(([x, y]) => Math.abs(x) < REACH && Math.abs(y) < REACH);
  return 1 + crossing.length + inside.length;
}
