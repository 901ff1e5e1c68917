import type { Kernels, KernelsName } from '../kernels/index.ts';
import { stretch } from '../measure/steps.ts';
import type { Subject } from '../measure/subject.ts';
import { BlockMeasurer } from './block.ts';
import type { Executor } from './executor.ts';

/** The thread is free again after so long: a page that holds it for 50 ms is felt to hang. */
const STRETCH_MS = 20;

/**
 * An executor in the calling thread, on an instance of a build of the kernels. It pauses between blocks of
 * networks, and inside them every few hundredths of a second, so that a signal can arrive and a page can
 * draw.
 */
export function executorInThread(
  kernels: Kernels,
  build: KernelsName,
  subjects: readonly Subject[],
): Executor {
  const measurer = new BlockMeasurer(kernels, subjects, build);
  let closed = false;
  const measure: Executor['execute'] = async (task, onShare) => {
    const steps = measurer.steps(task);
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (closed) throw new Error('executor: expected an open one, got one that was closed');
      const step = stretch(steps, STRETCH_MS);
      if (step.done) return step.value;
      onShare?.(step.value);
    }
  };
  /** Tasks share one workspace: each waits until the one before has ended. */
  let before: Promise<unknown> = Promise.resolve();
  return {
    concurrency: 1,
    kernels: build,
    execute(task, onShare) {
      const measured = before.then(() => measure(task, onShare));
      before = measured.catch(() => {});
      return measured;
    },
    async close() {
      closed = true;
    },
  };
}
