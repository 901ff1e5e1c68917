/** Measures in the thread that asks, for programs without workers, for workers, and for tests. */
import { compileKernels, loadKernels } from '../kernels/index.ts';
import type { Subject } from '../measure/index.ts';
import { loadWorkspaces } from '../measure/load-workspaces.ts';
import { stretch } from '../measure/steps.ts';
import { BlockMeasurer } from './block.ts';
import { checkOpening, type Executor, type ExecutorOptions } from './executor.ts';

/** The thread is free again after so long: a page that holds it for 50 ms is felt to hang. */
const STRETCH_MS = 20;

/**
 * An executor in the calling thread. It pauses between blocks of networks, and inside them every few hundredths
 * of a second, so that a signal can arrive and a page can draw.
 *
 * @throws TypeError, RangeError for wrong subjects and options; KernelsUnavailableError where WebAssembly
 * SIMD is missing.
 */
export async function inlineExecutor(
  subjects: readonly Subject[],
  options: ExecutorOptions = {},
): Promise<Executor> {
  checkOpening(subjects, options);
  const { kernels = 'simd128' } = options;
  const instance = await loadKernels(await compileKernels(kernels));
  const measurer = new BlockMeasurer(instance, subjects, kernels, await loadWorkspaces(subjects));
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
    kernels,
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
