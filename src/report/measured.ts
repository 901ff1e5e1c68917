import { type Plan, rescaleRecord } from '../ensemble/index.ts';
import type { LengthRecord } from '../measure/index.ts';
import { countTheory, growthTheory } from '../theory/index.ts';
import type { MeasuredCell } from './result.ts';

/**
 * Sets what was measured, one record per run of the plan, beside the theory: the cells of a result document, in grid order,
 * each when it is asked for.
 */
export function* measuredCells(plan: Plan, records: readonly LengthRecord[]): Generator<MeasuredCell> {
  for (const { parameters, draw, network, input, run, sigma } of plan.cells) {
    yield {
      parameters: { ...parameters },
      draw,
      input: { length: input.length, angle: input.angle, dim: input.dim },
      widths: network.widths,
      record: rescaleRecord(records[run]!, sigma),
      theory: growthTheory(network, input),
      counts: countTheory(network, input.angle),
    };
  }
}
