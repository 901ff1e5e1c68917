/** An executor that keeps what it measures, and measures nothing twice. */
import type { Executor, Task } from '../../ensemble/executor.ts';
import type { Plan } from '../../ensemble/plan.ts';
import type { KernelsName } from '../../kernels/index.ts';
import type { LengthRecord } from '../../measure/record.ts';
import type { RecordReader } from './read.ts';
import type { RecordStore } from './store.ts';

/** What measures: opened when there is something to measure. */
export interface Measuring {
  readonly open: () => Promise<Executor>;
  /** As the opened executor says. */
  readonly concurrency: number;
  readonly kernels: KernelsName;
}

/** Networks that no record holds were asked of records alone. */
export class MissingRecordsError extends Error {
  override readonly name = 'MissingRecordsError';
}

export function recordingExecutor(
  plan: Plan,
  store: RecordStore,
  reader: RecordReader,
  { open, concurrency, kernels }: Measuring,
): Executor {
  let opening: Promise<Executor> | null = null;
  const known = (task: Task): LengthRecord | null =>
    reader.record(task, plan.runs[task.run]!.subject.network.layers.length);
  return {
    concurrency,
    kernels,
    async execute(task, onShare) {
      const record = known(task);
      if (record !== null) return record;
      opening ??= open();
      const block = await (await opening).execute(task, onShare);
      await store.add(block, task.run);
      return block;
    },
    async close() {
      await (await opening?.catch(() => null))?.close();
    },
  };
}

/** Measures nothing. Its tasks reject with a MissingRecordsError. */
export const RECORDS_ALONE: Measuring = {
  open: async () => {
    throw new MissingRecordsError('expected records of all networks, got none of some');
  },
  concurrency: 1,
  kernels: 'simd128',
};
