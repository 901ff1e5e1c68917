/** The data of `residual-growth`: lengths through residual blocks, by depth and branch scale. */
import * as z from 'zod/mini';
import type { FigureContext, Size } from './figure.ts';
import { list, number, ratioTheory, stat } from './shapes.ts';

const SIZES = {
  test: { width: 16, depth: 8, networks: 200 },
  quick: { width: 50, depth: 32, networks: 500 },
  full: { width: 100, depth: 64, networks: 2000 },
} as const;

/** Branch scales that are the same at every depth, and those that fall with the number d of blocks. */
export const FIXED = [1, 0.5, 0.25];
export const FALLING = [
  { name: '1', scaleAt: () => 1 },
  { name: '1/√d', scaleAt: (d: number) => 1 / Math.sqrt(d) },
  { name: '1/d', scaleAt: (d: number) => 1 / d },
] as const;

const LENGTH = { ratio: stat, theory: ratioTheory };
export const RESIDUAL_DATA = z.strictObject({
  width: number,
  depth: number,
  networks: number,
  /** Every block of one network. */
  scales: list(z.strictObject({ scale: number, blocks: list(z.strictObject({ block: number, ...LENGTH })) })),
  /** The last block of networks of d blocks. */
  depths: list(z.strictObject({ name: z.string(), blocks: number, ...LENGTH })),
});
export type ResidualData = z.infer<typeof RESIDUAL_DATA>;
export type BlockLength = ResidualData['depths'][number];

export async function measureResidual(size: Size, context: FigureContext): Promise<ResidualData> {
  const shape = SIZES[size];
  const scales: ResidualData['scales'][number][] = [];
  for (const scale of FIXED) scales.push({ scale, blocks: await measured(context, { ...shape, scale }) });
  const depths: BlockLength[] = [];
  for (const { name, scaleAt } of FALLING) {
    for (const blocks of doublings(shape.depth)) {
      const last = (await measured(context, { ...shape, depth: blocks, scale: scaleAt(blocks) })).at(-1)!;
      depths.push({ name, blocks, ratio: last.ratio, theory: last.theory });
    }
  }
  return { ...shape, scales, depths };
}

/** 1, 2, 4, … up to `most`. */
export function doublings(most: number): number[] {
  const all = [1];
  while (2 * all.at(-1)! <= most) all.push(2 * all.at(-1)!);
  return all;
}

async function measured(
  { trajectory }: FigureContext,
  { width, depth, networks, scale }: { width: number; depth: number; networks: number; scale: number },
) {
  const dense = { type: 'dense', width } as const;
  const branch = [{ ...dense, sigmaW: Math.SQRT2, activation: 'relu' }, dense];
  const { cells } = await trajectory({
    ...{
      layers: Array(depth).fill({ type: 'residual', branch, scale }),
      sigmaW: 1,
      inputDim: width,
      networks,
    },
    ...{ estimator: 'tangent', points: 1, measure: ['length'] },
  });
  return cells[0]!.layers.map(({ layer, ratio, theory }) => ({ block: layer, ratio, theory: theory.ratio }));
}
