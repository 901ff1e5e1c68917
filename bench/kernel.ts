/** One kernel, timed where it runs: in the measuring of a network, of any size and kind. */
import { planExperiment } from '../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../src/experiment/index.ts';
import { KERNEL_NAMES, type Kernels } from '../src/kernels/abi.ts';
import { Arena, type KernelsName, loadKernels } from '../src/kernels/index.ts';
import type { Subject } from '../src/measure/index.ts';
import { openWorkspace } from '../src/measure/open.ts';
import { keptWeights } from '../src/network/index.ts';
import type { Build } from './builds.ts';
import { median } from './time.ts';

/** Every kernel that can be named, and all of a network at once. */
const KERNELS: readonly string[] = KERNEL_NAMES.filter(
  (name) => !['memory', 'initialise', 'memoryStart'].includes(name),
);
export const TIMED_NAMES: readonly string[] = ['network', ...KERNELS];

/** What one kernel takes in one network. */
export interface KernelTime {
  readonly kernel: string;
  readonly kernels: KernelsName;
  readonly calls: number;
  /** Milliseconds in one network, all calls together: the least of all rounds, and the median. */
  readonly best: number;
  readonly median: number;
  /** Of the whole network's time, in the median. */
  readonly share: number;
  /** Nominal: kept weights of all layers times points over `best`, in billions a second; of products and whole networks alone. */
  readonly gmacs: number | null;
}

const PRODUCTS = ['network', 'sparseRows', 'denseRows', 'sparseLayer', 'denseLayer', 'maskedRows'];

/**
 * Times a kernel in network 0 of an experiment of one cell, with each build in turns. `seconds`: about how
 * long it goes on for each, three rounds at least.
 * @throws InputError for a wrong experiment; RangeError for a kernel that this network does not call.
 */
export async function kernelTimes(
  name: string,
  input: ExperimentInput,
  builds: readonly Pick<Build, 'name' | 'compile'>[],
  seconds: number,
): Promise<KernelTime[]> {
  const { runs, cells } = planExperiment(parseExperiment({ ...input, networks: 1 }));
  const { subject } = runs[0]!;
  if (cells.length > 1) throw new RangeError(`sizes: expected one of each, got a sweep of ${cells.length}`);
  const { network, points, estimator } = subject;
  const macs = network.layers.reduce((sum, _, l) => sum + keptWeights(network, l + 1) * points, 0);
  const timed = await Promise.all(
    builds.map(async (build) => {
      const { kernels, seen } = watch(
        await loadKernels(await build.compile()),
        name === 'network' ? [] : [name],
      );
      const workspace = openWorkspace(new Arena(kernels, build.name), subject);
      return { build: build.name, seen, workspace, times: [] as number[], shares: [] as number[] };
    }),
  );
  const until = performance.now() + 1000 * seconds * builds.length;
  for (let round = 0; round < 4 || performance.now() < until; round++) {
    for (const { seen, workspace, times, shares } of timed) {
      seen.calls = seen.milliseconds = 0;
      const start = performance.now();
      workspace.measure(0, 1);
      const whole = performance.now() - start;
      if (name !== 'network' && seen.calls === 0) {
        const called = ['network', ...(await calledBy(subject, builds[0]!))].join(', ');
        throw new RangeError(`--kernel: expected one that such a network calls (${called}), got ${name}`);
      }
      // Compilers are still at work.
      if (round === 0) continue;
      const time = name === 'network' ? whole : seen.milliseconds;
      times.push(time);
      shares.push(time / whole);
    }
  }
  return timed.map(({ build, seen, times, shares }) => {
    const best = Math.min(...times);
    return {
      kernel: name,
      kernels: build,
      calls: name === 'network' ? 1 : seen.calls,
      best,
      median: median(times),
      share: median(shares),
      gmacs: PRODUCTS.includes(name) && estimator !== 'exact' ? macs / best / 1e6 : null,
    };
  });
}

/** The same kernels, of which those named are watched by a clock. */
function watch(kernels: Kernels, names: readonly string[]) {
  const seen = { calls: 0, milliseconds: 0, names: new Set<string>() };
  const wrapped: Record<string, unknown> = { ...kernels };
  for (const name of names) {
    const call = wrapped[name] as (...args: unknown[]) => unknown;
    wrapped[name] = (...args: unknown[]) => {
      const start = performance.now();
      const result = call(...args);
      seen.milliseconds += performance.now() - start;
      seen.calls++;
      seen.names.add(name);
      return result;
    };
  }
  return { kernels: wrapped as unknown as Kernels, seen };
}

/** The kernels that measuring a network calls. */
async function calledBy(subject: Subject, build: Pick<Build, 'name' | 'compile'>): Promise<string[]> {
  const { kernels, seen } = watch(await loadKernels(await build.compile()), KERNELS);
  openWorkspace(new Arena(kernels, build.name), subject).measure(0, 1);
  return KERNELS.filter((name) => seen.names.has(name));
}
