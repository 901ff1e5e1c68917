/** Measures given ranges of networks: what is missing of a run, or the part of a shard. */
import { checkBlock, checkExecutor, type Executor, type Task } from './executor.ts';
import { InterruptedError } from './interrupted.ts';
import type { EnsembleOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { runParameters } from './run-parameters.ts';
import { RunningInterval } from './running-interval.ts';
import { TasksInHand } from './tasks-in-hand.ts';

/** Ranges of networks, each of one run. */
export interface Ranges {
  /** All that the result needs. */
  readonly wanted: readonly Task[];
  /** Those of them that are to be measured. */
  readonly missing: readonly Task[];
}

/**
 * Has the missing ranges measured block by block, by an executor that keeps the blocks. Their numbers do not
 * depend on how ranges are cut (docs/decisions/0004).
 *
 * @throws TypeError, RangeError for an invalid executor or answer; InterruptedError when `signal`
 * is aborted; whatever the executor throws.
 */
export async function measureRanges(
  plan: Plan,
  { wanted, missing }: Ranges,
  executor: Executor,
  { signal, onProgress }: EnsembleOptions = {},
): Promise<void> {
  checkExecutor(executor);
  const costOf = ({ run, networks }: Task) => plan.runs[run]!.cost * networks;
  const planned = total(wanted, ({ networks }) => networks);
  const work = total(wanted, costOf);
  let done = planned - total(missing, ({ networks }) => networks);
  let doneWork = work - total(missing, costOf);
  const before = { networks: done, share: work === 0 ? 0 : doneWork / work };
  const parameters = runParameters(plan);
  const partly = new Map<Task, number>();
  const intervals = new Map<number, RunningInterval>();
  const kinds = new Map<number, string>();
  const inHand = new TasksInHand(executor, signal, () => new InterruptedError(done, planned));

  const tell = (run: number): void => {
    const parts = [...partly].reduce((sum, [task, share]) => sum + share * costOf(task), 0);
    const interval = intervals.get(run);
    onProgress?.({
      networks: done,
      planned,
      share: work === 0 ? 1 : (doneWork + parts) / work,
      run,
      runs: plan.runs.length,
      parameters: parameters[run]!,
      before,
      relativeHalfWidth: () => interval?.relativeHalfWidth() ?? null,
    });
  };
  const handOut = (task: Task): void => {
    const { run, networks } = task;
    const { subject } = plan.runs[run]!;
    const onShare = (share: number) => {
      partly.set(task, share);
      tell(run);
    };
    inHand.add(task, onShare, (block) => {
      kinds.set(run, checkBlock(block, task, subject.network.layers.length, kinds.get(run) ?? null));
      partly.delete(task);
      done += networks;
      doneWork += costOf(task);
      // Only the run under way is watched: a sweep has many.
      for (const other of intervals.keys()) if (other < run - 1) intervals.delete(other);
      if (!intervals.has(run)) intervals.set(run, new RunningInterval(subject));
      intervals.get(run)!.add(block);
      tell(run);
    });
  };

  const tasks = blocks(plan, missing);
  try {
    for (let next = tasks.next(); !next.done || !inHand.isEmpty; ) {
      for (; !next.done && !inHand.isFull; next = tasks.next()) handOut(next.value);
      await inHand.next();
    }
  } finally {
    inHand.drop();
  }
}

/** Ranges cut into tasks, of at most a block each. */
function* blocks(plan: Plan, ranges: readonly Task[]): Generator<Task, undefined> {
  for (const { run, first, networks } of ranges) {
    const size = plan.runs[run]!.blockSize;
    for (let at = 0; at < networks; at += size)
      yield { run, first: first + at, networks: Math.min(size, networks - at) };
  }
}

const total = (ranges: readonly Task[], count: (range: Task) => number) =>
  ranges.reduce((sum, range) => sum + count(range), 0);
