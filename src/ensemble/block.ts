/** One block of networks, measured where the kernels are: all that a worker has to know of an ensemble. */
import { checkPlain, integerIn } from '../input/check.ts';
import { Arena } from '../kernels/arena.ts';
import type { Kernels, KernelsName } from '../kernels/index.ts';
import { type NetworkMeasurer, openWorkspace } from '../measure/open.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';
import type { Task } from './executor.ts';

/** Answers tasks from one kernel instance; keeps the workspace of the last run. */
export class BlockMeasurer {
  readonly #arena: Arena;
  readonly #subjects: readonly Subject[];
  #ready: { run: number; workspace: NetworkMeasurer } | null = null;

  constructor(kernels: Kernels, subjects: readonly Subject[], build: KernelsName) {
    this.#arena = new Arena(kernels, build);
    this.#subjects = subjects;
  }

  /** @throws TypeError, RangeError for what is no task of these subjects. */
  measure(task: Task): LengthRecord {
    checkPlain('task', task, ['run', 'first', 'networks']);
    const { run, first, networks } = task;
    integerIn(0, this.#subjects.length - 1, 'run', run);
    if (this.#ready?.run !== run) {
      this.#ready = null;
      const workspace = openWorkspace(this.#arena, this.#subjects[run]!);
      this.#ready = { run, workspace };
    }
    return this.#ready.workspace.measure(first, networks);
  }
}
