/** Runs whose blocks are measured by the workers of a queue. */
import type { Plan } from '../../ensemble/plan.ts';
import { InputError } from '../../input/faults.ts';
import type { Measuring } from '../records/recording.ts';
import { coarse } from './coarse.ts';
import type { QueueAddress } from './connection.ts';
import { CONCURRENCY, queueExecutor } from './executor.ts';
import { MOST_TASK_CHARACTERS, subjectText } from './task.ts';

/** The plan cut into tasks of a queue. @throws InputError for what is too large to go with every task. */
export function planForQueue(plan: Plan): Plan {
  const most = MOST_TASK_CHARACTERS - 1000;
  for (const { subject } of plan.runs) {
    const { length } = subjectText(subject);
    if (length > most)
      throw new InputError(
        '--redis',
        `a curve, layers and a batch of at most ${most} characters, which go with every task`,
        length,
      );
  }
  return coarse(plan);
}

/**
 * The workers of a queue, for a plan of `planForQueue`.
 * @param tell takes notes on connections and workers.
 */
export function queueFor({ runs }: Plan, address: QueueAddress, tell: (note: string) => void): Measuring {
  const subjects = runs.map(({ subject }) => subject);
  return {
    open: () => queueExecutor(subjects, address, tell),
    concurrency: CONCURRENCY,
    kernels: 'simd128',
  };
}
