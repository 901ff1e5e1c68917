import * as z from 'zod/mini';
import { LAYER_STROKES } from '../draw/slice-svg.ts';
import type { GivenNetwork } from '../regions/index.ts';
import { serra2018Upper } from '../theory/regions/upper-bounds.ts';
import { equals } from './checks.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import {
  firstLines,
  intersections,
  PLANAR_DATA,
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
  picture({ layers }) {
    const sides = { domain: [-REACH, REACH] as const, ticks: [-REACH, 0, REACH] };
    return {
      title: this.title,
      columns: 3,
      size: { width: 240, height: 256 },
      panels: layers.map(({ regions, picture }, l) => ({
        title: `${l === 0 ? 'layer 1' : `layers 1 to ${l + 1}`}: ${regions} regions`,
        x: { label: 'x₁', ...sides },
        y: { label: 'x₂', ...sides },
        series: [],
        marks: () => planarMarks(picture),
      })),
      key: layers.map((_, l) => ({
        show: 'solid' as const,
        label: `boundaries of layer ${l + 1}`,
        colour: LAYER_STROKES[l % LAYER_STROKES.length]!,
      })),
    };
  },
  caption({ widths }) {
    return `Activation regions in a window of the plane, found by cutting polygons, of one ReLU network with two inputs and widths ${widths.join(', ')}, Gaussian weights and biases, σ_w = √2, σ_b = 1. A layer bends its lines where they cross those of the layers below. Each region has a colour of its activation pattern. The paper’s network is not known to us; this is ours.`;
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

/** 1 + lines that cross the window + their crossings in it. */
function firstLayerRegions(network: GivenNetwork): number {
  // A line misses the window where all four corners lie on one side.
  const crossing = firstLines(network).filter(
    ({ a, b, c }) => (Math.abs(a) + Math.abs(b)) * REACH > Math.abs(c),
  );
  const inside = intersections(crossing).filter(([x, y]) => Math.abs(x) < REACH && Math.abs(y) < REACH);
  return 1 + crossing.length + inside.length;
}
