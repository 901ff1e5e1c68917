/** One block of networks, measured where the kernels are: all that a worker has to know of an ensemble. */
import { checkPlain, integerIn } from '../input/check.ts';
import { Arena } from '../kernels/arena.ts';
import type { Kernels, KernelsName } from '../kernels/index.ts';
import { type NetworkMeasurer, openWorkspace } from '../measure/open.ts';
import type { LengthRecord } from '../measure/record.ts';
import { type Steps, stretch, within } from '../measure/steps.ts';
import type { Subject } from '../measure/subject.ts';
import type { Task } from './executor.ts';

const REPORT_MS = 500;

/** Answers tasks from one kernel instance; keeps the workspace of the last run. */
export class BlockMeasurer {
  readonly #arena: Arena;
  readonly #subjects: readonly Subject[];
  #ready: { run: number; workspace: NetworkMeasurer } | null = null;

  constructor(kernels: Kernels, subjects: readonly Subject[], build: KernelsName) {
    this.#arena = new Arena(kernels, build);
    this.#subjects = subjects;
  }

  /**
   * Measures a block in steps, which yield the share of it that is done. @throws TypeError, RangeError for
   * anything but a task of these subjects.
   */
  *steps(task: Task): Steps<LengthRecord> {
    checkPlain('task', task, ['run', 'first', 'networks']);
    const { run, first, networks } = task;
    integerIn(0, this.#subjects.length - 1, 'run', run);
    if (this.#ready?.run !== run) {
      this.#ready = null;
      const workspace = openWorkspace(this.#arena, this.#subjects[run]!);
      this.#ready = { run, workspace };
    }
    return yield* within(this.#ready.workspace.steps(first, networks), 0, 1 / networks);
  }

  /** The same, synchronously; `onShare` gets the finished share every half a second. */
  measure(task: Task, onShare: (share: number) => void): LengthRecord {
    const steps = this.steps(task);
    for (;;) {
      const step = stretch(steps, REPORT_MS);
      if (step.done) return step.value;
      onShare(step.value);
    }
  }
}
