/** Where blocks of networks are measured. The ensemble knows this face and not what is behind it. */
import { entriesOf, MEASURE_NAMES, type MeasureName } from '../experiment/measures.ts';
import {
  checkFunction,
  checkPlain,
  ifGiven,
  integerIn,
  oneOf,
  wrongKind,
  wrongNumber,
  wrongValue,
} from '../input/check.ts';
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
  /**
   * Measures a block. The result is a pure function of the subjects and the task. An executor may call
   * `onShare` now and then with the share of the block that is done, in [0, 1].
   */
  execute(task: Task, onShare?: (share: number) => void): Promise<LengthRecord>;
  /** Stops at once and gives resources back; tasks under way are rejected or forgotten. */
  close(): Promise<void>;
}

/** Options of every executor. Only the build can change digits. */
export interface ExecutorOptions {
  /** Build of the kernels. Default `simd128`, whose digits are the same on every machine. */
  readonly kernels?: KernelsName | undefined;
  /** Largest number of tasks: more workers would have no work. Default: unknown. */
  readonly tasks?: number | undefined;
}

/**
 * Opens an executor for the subjects of a plan, one for each run: `inlineExecutor`, `workerExecutor`,
 * `poolExecutor` of `expressivity/node`, or one of your own.
 */
export type OpenExecutor = (subjects: readonly Subject[], options?: ExecutorOptions) => Promise<Executor>;

/**
 * What every function that opens an executor does first. Its workers, where it has some, are called
 * `workers`.
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

/** @throws TypeError, RangeError for an invalid executor. */
export function checkExecutor(executor: Executor): void {
  if (typeof executor !== 'object' || executor === null) wrongKind('executor', 'an executor', executor);
  checkCount('executor.concurrency', executor.concurrency);
  checkBuild('executor.kernels', executor.kernels);
  checkFunction('executor.execute', executor.execute);
  checkFunction('executor.close', executor.close);
}

/**
 * Checks the answer to a task: one of another kind would be waited for without end. Returns what it holds,
 * which is `kind` where that of another block of the run is known.
 * @throws TypeError, RangeError
 */
export function checkBlock(block: LengthRecord, task: Task, depth: number, kind: string | null): string {
  checkPlain('block', block);
  const { first, networks, length, preLength, exponent, energies, expected, measures } = block;
  const size = task.networks * depth;
  const others = [...Object.values(energies ?? {}), ...Object.values(expected ?? {})];
  const numbers = [length, preLength, exponent, ...others];
  if (first !== task.first || networks !== task.networks || numbers.some((list) => list?.length !== size))
    wrongValue('block', `the record of networks ${task.first} … ${task.first + task.networks - 1}`, block);
  checkPlain('block.measures', measures);
  for (const [name, measured] of Object.entries(measures)) {
    oneOf(MEASURE_NAMES, 'block.measures', name);
    checkPlain(`block.measures.${name}`, measured);
    const count = size * entriesOf(name as MeasureName);
    if (measured.values?.length !== count)
      wrongNumber(`block.measures.${name}`, `${count} values`, measured.values?.length);
  }
  const held = [
    'lengths',
    ...(energies === undefined ? [] : ['energies']),
    ...(expected === undefined ? [] : ['expected counts']),
    ...Object.keys(measures),
  ].join(', ');
  if (kind !== null && held !== kind) wrongValue('block', `a record of ${kind}, as before`, held);
  return held;
}
