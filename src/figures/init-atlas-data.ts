/** The data of `init-atlas`: every named initialisation with every common activation. */
import * as z from 'zod/mini';
import {
  expandCells,
  INIT_NAMES,
  type InitName,
  parseExperiment,
  withInputDim,
} from '../experiment/index.ts';
import { biasSd, weightSd } from '../network/index.ts';
import { meanField } from '../theory/meanfield/index.ts';
import type { FigureContext, Size } from './figure.ts';
import { growthTheory, known, list, number, stat } from './shapes.ts';

const SIZES = {
  test: { width: 32, depth: 6, networks: 40 },
  quick: { width: 100, depth: 20, networks: 500 },
  full: { width: 500, depth: 30, networks: 500 },
} as const;

/** Those that have no numbers of their own, or usual ones. */
export const ACTIVATIONS = [
  ...['linear', 'relu', 'leaky-relu:0.01', 'abs', 'elu', 'selu', 'gelu', 'silu', 'mish', 'hard-swish'],
  ...['softplus', 'tanh', 'hard-tanh', 'erf', 'sin', 'sigmoid'],
];

export const ATLAS_DATA = z.strictObject({
  width: number,
  depth: number,
  networks: number,
  cells: list(
    z.strictObject({
      init: z.enum(INIT_NAMES),
      activation: z.string(),
      /** Of the last layer. */
      growth: stat,
      theory: growthTheory,
      chi1: known,
    }),
  ),
});
export type AtlasData = z.infer<typeof ATLAS_DATA>;
export type AtlasCell = AtlasData['cells'][number];

export async function measureAtlas(size: Size, context: FigureContext): Promise<AtlasData> {
  const shape = SIZES[size];
  const cells: AtlasCell[] = [];
  for (const init of INIT_NAMES) cells.push(...(await measured(context, { ...shape, init })));
  return { ...shape, cells };
}

/** All activations with one initialisation. */
async function measured(
  { trajectory }: FigureContext,
  { width, ...shape }: { width: number; depth: number; networks: number; init: InitName },
): Promise<AtlasCell[]> {
  // On a circle one tangent is as good as many: points differ by chance alone.
  const input = {
    ...{ ...shape, width, activation: ACTIVATIONS, measure: ['length'] as const },
    ...{ curve: 'circle' as const, radius: Math.sqrt(width), estimator: 'tangent' as const, points: 1 },
  };
  const { cells } = await trajectory(input);
  return expandCells(parseExperiment(input)).map((cell, i) => {
    const network = withInputDim(cell, width);
    const { growth, theory } = cells[i]!.layers.at(-1)!;
    const { activation } = network.layers[0]!;
    const sigmaW = weightSd(network, 1) * Math.sqrt(width);
    const { chi1 } = meanField({ activation, sigmaW, sigmaB: biasSd(network, 1) });
    return { init: shape.init, activation: ACTIVATIONS[i]!, growth, theory: theory.growth, chi1 };
  });
}
