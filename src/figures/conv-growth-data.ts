/** The data of `conv-growth`: lengths through convolutional networks by number of channels. */
import * as z from 'zod/mini';
import type { Vertices } from '../ensemble/index.ts';
import { expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import { growthTheory } from '../theory/growth.ts';
import { lengthVariation } from '../theory/growth-variance.ts';
import type { FigureContext, Size } from './figure.ts';
import { list, number, ratioTheory, stat } from './shapes.ts';

const SIZES = {
  test: { channels: [4, 8], depth: 4, networks: 80 },
  quick: { channels: [4, 8, 16], depth: 16, networks: 300 },
  full: { channels: [4, 8, 16, 32], depth: 24, networks: 1000 },
} as const;

export const KERNEL = 3;
/** Places on a side: of digits, and of images that are the same everywhere, where any number will do. */
export const SIDE = { digits: 28, constant: 4 };
/** What goes in: a line between two digits, or from a dark to a light image without any structure. */
export const IMAGES = ['digits', 'constant'] as const;
export type Images = (typeof IMAGES)[number];

const LAYER = z.strictObject({
  layer: number,
  digits: stat,
  constant: stat,
  theory: ratioTheory,
  /** Expected length, and its coefficient of variation, of dense layers as wide as there are channels. */
  dense: number,
  denseSpread: number,
});
export const CONV_DATA = z.strictObject({
  depth: number,
  networks: number,
  cells: list(z.strictObject({ channels: number, layers: list(LAYER) })),
});
export type ConvData = z.infer<typeof CONV_DATA>;
export type ConvLayer = z.infer<typeof LAYER>;

export async function measureConvolutions(size: Size, context: FigureContext): Promise<ConvData> {
  const { channels, depth, networks } = SIZES[size];
  const cells: ConvData['cells'][number][] = [];
  for (const count of channels) {
    const [digits, constant] = [
      await measured(context, { channels: count, depth, networks, images: 'digits' }),
      await measured(context, { channels: count, depth, networks, images: 'constant' }),
    ];
    const dense = denseTheory(count, depth);
    const layers = digits.map(({ layer, ratio, theory }, l) => ({
      ...{ layer, digits: ratio, constant: constant[l]!.ratio, theory: theory.ratio, ...dense[l]! },
    }));
    cells.push({ channels: count, layers });
  }
  return { depth, networks, cells };
}

async function measured(
  { trajectory }: FigureContext,
  {
    channels,
    depth,
    networks,
    images,
  }: { channels: number; depth: number; networks: number; images: Images },
) {
  const input = {
    ...{
      layers: Array(depth).fill({ type: 'conv2d', channels, kernel: KERNEL }),
      sigmaW: Math.SQRT2,
      networks,
    },
    ...{ inputShape: [SIDE[images], SIDE[images], 1] as const, estimator: 'tangent' as const, points: 1 },
    measure: ['length'] as const,
  };
  const { cells } =
    images === 'digits'
      ? await trajectory({ ...input, endpoints: 'mnist:3,8' })
      : await trajectory(input, CONSTANT);
  return cells[0]!.layers;
}

const CONSTANT: Vertices = [0.25, 1].map((level) => new Float64Array(SIDE.constant ** 2).fill(level));

function denseTheory(width: number, depth: number): { dense: number; denseSpread: number }[] {
  const [cell] = expandCells(parseExperiment({ width, depth, sigmaW: Math.SQRT2 }));
  const network = withInputDim(cell!, 1);
  const variation = lengthVariation(network);
  return growthTheory(network, { meanSquare: 1 }).map(({ ratio }, l) => ({
    dense: ratio.exact!,
    denseSpread: Math.sqrt(variation[l]!.shortSegment!),
  }));
}
