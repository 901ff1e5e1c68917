/** Sweeps of many networks, and what is expected of them. */
import * as z from 'zod/mini';
import { endpointStream, FIRST_FREE_ROW, normals, openStream } from '../random/index.ts';
import { curvatureByLayer } from '../theory/index.ts';
import { openSweeps, type SweepLayer, sweep } from './dichotomies.ts';
import type { FigureContext, Size } from './figure.ts';
import { list, number, numbers, stat } from './shapes.ts';
import { statOf } from './stat.ts';

/**
 * The paper takes 15 inputs. Fewer of them saturate at fewer labelings, and so at fewer samples and layers.
 */
const SIZES = {
  test: { inputs: 6, width: [8, 16], depth: 6, samples: 1024, networks: 12 },
  quick: { inputs: 10, width: [8, 16, 48], depth: 12, samples: 4096, networks: 10 },
  full: { inputs: 15, width: [8, 16, 32, 64], depth: 16, samples: 2 ** 17, networks: 12 },
};
export const SIGMA_W = 4;

/** Statistics over the networks. */
const DEPTH = z.strictObject({
  /** Layers between the swept one and the output neuron. */
  remaining: number,
  labelings: stat,
  changes: stat,
  /** Mean expectation of `changes`, given the layers below the output. */
  expected: number,
  /** The same in the limit of wide layers. */
  wide: number,
});
export type DepthData = z.infer<typeof DEPTH>;

export const DICHOTOMIES_DATA = z.strictObject({
  inputs: number,
  width: numbers,
  depth: number,
  samples: number,
  networks: number,
  cells: list(
    z.strictObject({
      width: number,
      depths: list(DEPTH),
      /** `changes` over its expectation, mean over remaining depths from 1 on. */
      overExpected: stat,
      /** Smallest of `changes` less `labelings`. */
      spare: number,
    }),
  ),
  /** `changes` over its expectation, mean over widths, for remaining depths 1, 2, …. */
  overExpected: list(stat),
});
export type DichotomiesData = z.infer<typeof DICHOTOMIES_DATA>;

/** Sweeps every network of every width. */
export async function measureDichotomies(
  size: Size,
  { seed, compute }: FigureContext,
): Promise<DichotomiesData> {
  const { inputs: count, width, depth, samples, networks } = SIZES[size];
  const arena = await openSweeps();
  const sweepsOf = (k: number): SweepLayer[][] => {
    const inputs = Array.from({ length: count }, (_, a) =>
      normals(openStream(endpointStream(seed, FIRST_FREE_ROW + a)), k),
    );
    const shape = { width: k, depth, sigmaW: SIGMA_W, samples };
    return Array.from({ length: networks }, (_, network) => sweep(arena, shape, inputs, seed, network));
  };
  return compute(() => dataOf(SIZES[size], width.map(sweepsOf)));
}

/** `found[width][network][remaining depth]`. */
function dataOf(size: (typeof SIZES)['test'], found: readonly (readonly SweepLayer[][])[]): DichotomiesData {
  const { inputs, width, depth } = size;
  const wide = wideChanges(inputs, depth);
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const over = ({ changes, expected }: SweepLayer) => changes / expected;
  return {
    ...size,
    cells: found.map((own, i) => ({
      width: width[i]!,
      depths: Array.from({ length: depth }, (_, r) => ({
        remaining: r,
        labelings: statOf(own.map((layers) => layers[r]!.labelings)),
        changes: statOf(own.map((layers) => layers[r]!.changes)),
        expected: mean(own.map((layers) => layers[r]!.expected)),
        wide: wide[r]!,
      })),
      overExpected: statOf(own.map((layers) => mean(layers.slice(1).map(over)))),
      spare: Math.min(...own.flat().map(({ changes, labelings }) => changes - labelings)),
    })),
    // Networks of one number share their randomness over the widths: a number is one draw.
    overExpected: Array.from({ length: depth - 1 }, (_, r) =>
      statOf(found[0]!.map((_, network) => mean(found.map((own) => over(own[network]![r + 1]!))))),
    ),
  };
}

/** 2 √(metric / q) for each input: Rice's formula for a sign in wide layers, inputs of mean square 1. */
function wideChanges(inputs: number, depth: number): number[] {
  const law = { activation: { name: 'hard-tanh' }, sigmaW: SIGMA_W, sigmaB: 0 } as const;
  return curvatureByLayer(law, depth, { first: SIGMA_W ** 2 }).map(
    ({ metric, q }) => 2 * inputs * Math.sqrt(metric! / q!),
  );
}
