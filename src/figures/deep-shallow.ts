/**
 * Deep and wide tanh networks along half a great circle, and what linear regression on their outputs leaves
 * of functions on the curve.
 */
import * as z from 'zod/mini';
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import { meanField } from '../theory/index.ts';
import { CurveTask, type Found, NETWORK, RIDGE } from './curve-task.ts';
import type { FigureContext, Size } from './figure.ts';
import { LAW, outputsAlong } from './half-circle.ts';
import { list, number, numbers } from './shapes.ts';

/**
 * `outputs` is also the dimension of the input; theory uses every `coarse`-th sample. The paper's
 * sizes are the full ones.
 */
const SIZES = {
  test: {
    outputs: 40,
    width: 80,
    depths: [1, 3, 5],
    widths: [20, 320],
    samples: 256,
    coarse: 1,
    frequencies: 32,
    repeats: 8,
  },
  quick: {
    outputs: 100,
    width: 200,
    depths: [1, 3, 5, 7, 9],
    widths: [50, 100, 500, 2000],
    samples: 1000,
    coarse: 2,
    frequencies: 100,
    repeats: 10,
  },
  full: {
    outputs: 500,
    width: 1000,
    depths: [1, 3, 5, 7, 9, 11, 13],
    widths: [100, 190, 370, 710, 1380, 2680, 5170, 10_000],
    samples: 10_000,
    coarse: 4,
    frequencies: 199,
    repeats: 5,
  },
} as const;

export const FIG5_DATA = z.strictObject({
  inputDim: number,
  outputs: number,
  width: number,
  samples: number,
  frequencies: number,
  repeats: number,
  ridge: number,
  sigmaW: number,
  sigmaB: number,
  /** Root mean square of an output. */
  scale: number,
  /** The random function, of mean square 1, at the points that are shown. */
  target: numbers,
  deep: list(NETWORK),
  wide: list(NETWORK),
});
export type Fig5Data = z.infer<typeof FIG5_DATA>;

export async function deepAgainstShallow(size: Size, { seed, compute }: FigureContext): Promise<Fig5Data> {
  const arena = new Arena(await loadKernels(await compileKernels()));
  return compute(() => regressions(SIZES[size], arena, seed));
}

function regressions(shape: (typeof SIZES)[Size], arena: Arena, seed: number): Fig5Data {
  const q = meanField(LAW).qStar!;
  const task = new CurveTask(shape, seed, q);
  const deepest = shape.depths.at(-1)!;
  const found = new Map<string, Found[]>();
  const add = (name: string, one: Found) => found.set(name, [...(found.get(name) ?? []), one]);
  for (let index = 0; index < shape.repeats; index++) {
    for (const width of [null, ...shape.widths]) {
      const widths = width === null ? new Array<number>(deepest).fill(shape.width) : [width];
      for (const network of outputsAlong(arena, { ...shape, seed, q }, widths, index)) {
        const { depth } = network;
        if (width === null && !shape.depths.some((d) => d === depth)) continue;
        add(width === null ? `depth ${depth}` : `width ${width}`, task.regress(network));
      }
    }
  }
  const deep = shape.depths.map((depth) => task.summary(depth, shape.width, found.get(`depth ${depth}`)!));
  const wide = shape.widths.map((width) => task.summary(1, width, found.get(`width ${width}`)!));
  const { outputs, width, samples, frequencies, repeats } = shape;
  return {
    ...{ inputDim: outputs, outputs, width, samples, frequencies, repeats, ridge: RIDGE },
    ...{
      sigmaW: LAW.sigmaW,
      sigmaB: LAW.sigmaB,
      scale: Math.sqrt(q),
      target: task.shown(task.target),
      deep,
      wide,
    },
  };
}
