/** Measures in the thread that asks, for pages without workers, for tests, and inside workers. */
import { Arena, compileKernels, type Kernels, type KernelsName, loadKernels } from '../kernels/index.ts';
import { type LengthRecord, type NetworkMeasurer, openWorkspace, type Subject } from '../measure/index.ts';
import type { Executor, Task } from './executor.ts';

/** Answers tasks from one kernel instance; keeps the workspace of the last run. */
export class BlockMeasurer {
  readonly #arena: Arena;
  readonly #subjects: readonly Subject[];
  readonly #build: KernelsName;
  #ready: { run: number; workspace: NetworkMeasurer } | null = null;

  constructor(kernels: Kernels, subjects: readonly Subject[], build: KernelsName) {
    this.#arena = new Arena(kernels);
    this.#subjects = subjects;
    this.#build = build;
  }

  measure({ run, first, networks }: Task): LengthRecord {
    if (this.#ready?.run !== run) {
      this.#ready = null;
      const workspace = openWorkspace(this.#arena, this.#subjects[run]!, this.#build);
      this.#ready = { run, workspace };
    }
    return this.#ready.workspace.measure(first, networks);
  }
}

/**
 * An executor in the calling thread. Between blocks it yields, so that a page can draw and a signal can arrive.
 * @throws KernelsUnavailableError where WebAssembly SIMD is missing.
 */
export async function inlineExecutor(
  subjects: readonly Subject[],
  kernels: KernelsName = 'simd128',
): Promise<Executor> {
  const measurer = new BlockMeasurer(await loadKernels(await compileKernels(kernels)), subjects, kernels);
  return {
    concurrency: 1,
    kernels,
    async execute(task) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return measurer.measure(task);
    },
    async close() {},
  };
}
