import { lengthColumn } from '../ensemble/columns.ts';
import { type Plan, rescaleRecord } from '../ensemble/index.ts';
import { intervalReached } from '../ensemble/stopping.ts';
import type { LengthRecord } from '../measure/index.ts';
// Not through the index: a run needs these alone, and every module costs start-up time.
import { growthTheory } from '../theory/growth.ts';
import { measureTheory } from '../theory/measures.ts';
import { countTheory } from '../theory/transitions/counts.ts';
import type { MeasuredCell } from './result.ts';

/**
 * Sets what was measured, one record per run of the plan, beside the theory: the cells of a result document, in grid order,
 * each when it is asked for.
 */
export function* measuredCells(plan: Plan, records: readonly LengthRecord[]): Generator<MeasuredCell> {
  const { untilRelativeCi } = plan.experiment;
  for (const { parameters, estimator, draw, network, input, run, sigma } of plan.cells) {
    const { subject } = plan.runs[run]!;
    const record = records[run]!;
    yield {
      parameters: { ...parameters },
      estimator,
      draw,
      input: { length: input.length, angle: input.angle, dim: input.dim },
      widths: network.widths,
      record: rescaleRecord(record, sigma),
      ...(untilRelativeCi !== null &&
        !intervalReached(subject.network, lengthColumn(record, record.depth, 'length'), untilRelativeCi) && {
          intervalReached: false as const,
        }),
      theory: growthTheory(network, input),
      counts: countTheory(network, input.angle),
      measures: measureTheory(network, subject),
    };
  }
}
