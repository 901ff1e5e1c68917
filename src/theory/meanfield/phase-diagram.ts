import { checkList, checkPlain } from '../../input/check.ts';
import type { TheoryActivation } from './activation.ts';
import { anyKernelOf } from './any-kernel.ts';
import { fieldOf } from './law.ts';
import { fixedLength } from './length-map.ts';
import {
  depthScale,
  fixedCorrelation,
  lengthSlope,
  type Phase,
  phaseOf,
  tangentGrowth,
} from './mean-field.ts';
import { tabulated } from './tabulated.ts';

/** Up to this number of points, tables save no time. */
const FEW = 100;

/** Mean field at one point of a phase diagram; names as in `meanField`. */
export interface PhasePoint {
  readonly sigmaW: number;
  readonly sigmaB: number;
  readonly qStar: number | null;
  readonly chi1: number | null;
  readonly cStar: number | null;
  readonly xiQ: number | null;
  readonly xiC: number | null;
  readonly phase: Phase | null;
}

/**
 * Mean field over the grid sigmaB × sigmaW: one row for each sigmaB, in it one point for each sigmaW, in the
 * order given. The numbers are those of `meanField`. On grids of more than 100 points, expectations that have
 * no closed form (tanh, functions of the user's own) are read from tables over q, and agree with those of
 * `meanField` to about 1e-11, with listed kinks to about 1e-7.
 *
 * @throws TypeError, RangeError as `meanField` does.
 */
export function phaseDiagram(
  activation: TheoryActivation,
  grid: {
    readonly sigmaW: readonly number[];
    readonly sigmaB: readonly number[];
    readonly density?: number;
    readonly dropout?: number;
  },
): PhasePoint[][] {
  checkPlain('grid', grid, ['sigmaW', 'sigmaB', 'density', 'dropout']);
  checkList('sigmaW', grid.sigmaW);
  checkList('sigmaB', grid.sigmaB);
  const { density = 1, dropout = 0 } = grid;
  const few = grid.sigmaW.length * grid.sigmaB.length <= FEW;
  const kernel = few ? anyKernelOf(activation) : tabulated(anyKernelOf(activation));
  const rows = grid.sigmaB.map((sigmaB) => {
    let near: number | null = null;
    return grid.sigmaW.map((sigmaW) => {
      const field = fieldOf({ activation, sigmaW, sigmaB, density, dropout }, kernel);
      // The fixed point of the point before is close.
      const qStar = fixedLength(field, near || 1);
      near = qStar;
      return { sigmaW, sigmaB, field, qStar, tangent: tangentGrowth(field, qStar) };
    });
  });
  return rows.map((row) =>
    row.map(({ sigmaW, sigmaB, field, qStar, tangent }) => {
      const fixed = fixedCorrelation(field, qStar, tangent, kernel.at);
      return {
        sigmaW,
        sigmaB,
        qStar,
        chi1: tangent?.slope ?? null,
        cStar: fixed?.c ?? null,
        xiQ: depthScale(lengthSlope(field, qStar)),
        xiC: depthScale(fixed),
        phase: phaseOf(field, tangent),
      };
    }),
  );
}
