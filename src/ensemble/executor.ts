/** Where blocks of networks are measured. The ensemble knows this face and not what is behind it. */
import { checkFunction, checkPlain, ifGiven, integerIn, wrongKind, wrongValue } from '../input/check.ts';
import { checkBuild } from '../kernels/builds.ts';
import type { KernelsName } from '../kernels/load.ts';
import { checkSubjects } from '../measure/check-subject.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';

/** A block of consecutive networks of one run of the plan. */
export interface Task {
  /** Index of the run, and of its subject. */
  readonly run: number;
  /** Number of the block's first network. */
  readonly first: number;
  readonly networks: number;
}

/** Measures blocks of networks, in the calling thread or elsewhere. */
export interface Executor {
  /** Tasks that are worked on at the same time. */
  readonly concurrency: number;
  /** The build of the kernels that measures. */
  readonly kernels: KernelsName;
  /** Measures a block. The result is a pure function of the subjects and the task. */
  execute(task: Task): Promise<LengthRecord>;
  /** Stops at once and gives resources back; tasks under way are rejected or forgotten. */
  close(): Promise<void>;
}

/** What every executor can be told; no option changes a digit, but for the build. */
export interface ExecutorOptions {
  /** Build of the kernels. Default `simd128`, whose digits are the same on every machine. */
  readonly kernels?: KernelsName | undefined;
  /** Tasks that there will be at most: more workers than that would only start and end. Default: not known. */
  readonly tasks?: number | undefined;
}

/**
 * Opens an executor for the subjects of a plan, one a run: `inlineExecutor`, `workerExecutor`, `poolExecutor` of `expressivity/node`, or one of
 * your own.
 */
export type OpenExecutor = (subjects: readonly Subject[], options?: ExecutorOptions) => Promise<Executor>;

/**
 * What every function that opens an executor does first. Its workers, where it has some, are called `workers`.
 * @throws TypeError, RangeError for wrong subjects and options.
 */
export function checkOpening(
  subjects: readonly Subject[],
  options: ExecutorOptions,
  workers?: { readonly name: string; readonly most: number },
): void {
  checkSubjects(subjects);
  const others = workers === undefined ? [] : [workers.name];
  checkPlain('options', options, ['kernels', 'tasks', ...others]);
  ifGiven(checkBuild, 'kernels', options.kernels);
  if (options.tasks !== Number.POSITIVE_INFINITY) ifGiven(checkCount, 'tasks', options.tasks);
  if (workers === undefined) return;
  const { name, most } = workers;
  ifGiven((_, value) => integerIn(1, most, name, value), name, (options as Record<string, unknown>)[name]);
}

function checkCount(name: string, value: unknown): void {
  integerIn(1, Number.MAX_SAFE_INTEGER, name, value);
}

/** @throws TypeError, RangeError for what is no executor. */
export function checkExecutor(executor: Executor): void {
  if (typeof executor !== 'object' || executor === null) wrongKind('executor', 'an executor', executor);
  checkCount('executor.concurrency', executor.concurrency);
  checkBuild('executor.kernels', executor.kernels);
  checkFunction('executor.execute', executor.execute);
  checkFunction('executor.close', executor.close);
}

/** @throws TypeError, RangeError for what is no answer to a task: a user's executor would be waited for without end. */
export function checkBlock(block: LengthRecord, { first, networks }: Task, depth: number): void {
  checkPlain('block', block);
  const { length, preLength, exponent } = block;
  const fits =
    block.first === first &&
    block.networks === networks &&
    [length, preLength, exponent].every((numbers) => numbers?.length === networks * depth);
  if (!fits) wrongValue('block', `the record of networks ${first} … ${first + networks - 1}`, block);
  checkPlain('block.measures', block.measures);
}
