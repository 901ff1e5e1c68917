/** Schemas of what figures' data consist of: a document that is read back is held against them. */
import * as z from 'zod/mini';
import { METHODS, plainEstimate, type Stat } from '../ensemble/index.ts';
import type { EstimatedStat } from '../result/index.ts';
import type { GrowthTheory } from '../theory/types.ts';
import type { FigureResult } from './figure.ts';

/** A finite number. */
export const number = z.number();
/** A number that may be unknown. */
export const known = z.nullable(number);
export const list = <Item extends z.ZodMiniType>(item: Item) => z.readonly(z.array(item));
export const numbers = list(number);

const statFields = {
  mean: known,
  sd: known,
  sem: known,
  ci95: z.nullable(z.readonly(z.tuple([number, number]))),
  median: known,
  q05: known,
  q95: known,
  meanLog: known,
  n: number,
};
const estimate = z.strictObject({
  mean: known,
  sem: known,
  ci95: z.nullable(z.readonly(z.tuple([number, number]))),
  method: z.enum(METHODS),
  gain: known,
});
const anyStat = z.strictObject({ ...statFields, estimate: z.optional(estimate) });
export const stat: z.ZodMiniType<Stat> = anyStat;
/** Data of before there were estimates have plain means alone. */
const estimated: z.ZodMiniType<EstimatedStat> = z.pipe(
  anyStat,
  z.transform((own) => ({ ...own, estimate: own.estimate ?? plainEstimate(own) })),
);
/** Of autocorrelations, which also say how far apart. */
export const lagStat: z.ZodMiniType<Stat> = z.strictObject({ lag: number, ...statFields });

const theoryFields = {
  priceTanner: known,
  priceTannerSharp: known,
  lower: known,
  exact: known,
  upper: known,
  approximate: known,
};
export const growthTheory: z.ZodMiniType<GrowthTheory> = z.strictObject(theoryFields);
export const ratioTheory = z.strictObject({ ...theoryFields, sampled: known });

/** The projection of a curve, see `Projection`. */
export const projection = z.strictObject({ title: z.string(), x: numbers, y: numbers, shares: numbers });

/** The axes of a phase diagram, and one row of values for each σ_b. */
export const grid = z.strictObject({ sigmaW: numbers, sigmaB: numbers });
export const rows = <Item extends z.ZodMiniType>(item: Item) => list(list(item));

const counted = z.nullable(estimated);
const count = z.object({ exact: known });

/** A result of `trajectory` without measures: what pictures and tables take from it. */
export const result: z.ZodMiniType<FigureResult> = z.object({
  schema: z.literal('expressivity/result@1'),
  experiment: z.object({ width: number, depth: number, networks: number, points: number }),
  provenance: z.object({}),
  cells: list(
    z.object({
      parameters: z.record(z.string(), z.union([number, z.string()])),
      estimator: z.enum(['exact', 'polyline', 'tangent']),
      draw: z.enum(['weights', 'law']),
      networks: number,
      input: z.object({ length: number, angle: number, dim: number }),
      meanGrowth: estimated,
      totalTransitions: z.nullable(stat),
      layers: list(
        z.object({
          layer: number,
          width: number,
          length: estimated,
          preLength: estimated,
          ratio: estimated,
          growth: estimated,
          transitions: counted,
          regions: counted,
          theory: z.object({
            ratio: ratioTheory,
            growth: growthTheory,
            transitions: z.object({ exact: known, sampled: known }),
            regions: count,
          }),
        }),
      ),
    }),
  ),
});
