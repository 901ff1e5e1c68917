/**
 * Networks a second of a whole experiment: drawing, multiplying, measuring, gathering, statistics and theory,
 * on warm workers.
 */
import type { ExperimentInput, ResultDocument, Vertices } from '../src/index.ts';
import type { KernelsName } from '../src/kernels/index.ts';
import { built } from './built.ts';
import { median } from './time.ts';

export interface RateOptions {
  readonly threads: number;
  readonly kernels?: KernelsName;
  /** A timed run takes at least about this long. */
  readonly seconds: number;
  /** Timed runs, of which the median counts. */
  readonly runs: number;
  /** Networks of a timed run, instead of `seconds`. */
  readonly networks?: number;
  /** Networks of a timed run at least, however long it takes. */
  readonly leastNetworks?: number;
  /** Where the experiment's endpoints are neither `orthonormal` nor `gaussian`. */
  readonly vertices?: Vertices;
}

export interface Rate {
  readonly networksPerSecond: number;
  readonly networks: number;
  /** Name of the kernels' build that ran. */
  readonly kernels: string;
  readonly cells: ResultDocument['cells'];
  /** `cells` of the first few networks, byte for byte: the same whatever `threads` is. */
  readonly fingerprint: string;
}

const FINGERPRINT_NETWORKS = 8;
/** What warms up: workers start, and their kernels pass from the quick compiler to the good one. */
const WARM_UP_SECONDS = 1;

/** @throws whatever the run throws. */
export async function rate(input: ExperimentInput, options: RateOptions): Promise<Rate> {
  const { parseExperiment, planExperiment, poolExecutor, runPlan } = await built();
  const plan = (networks: number) =>
    planExperiment(parseExperiment({ ...input, networks }), { vertices: options.vertices });
  const subjects = plan(1).runs.map((run) => run.subject);
  const { threads, kernels: build } = options;
  const pool = await poolExecutor(subjects, { threads, kernels: build });
  const kept = { ...pool, close: async () => {} };
  const timed = async (networks: number) => {
    const planned = plan(networks);
    const start = performance.now();
    const result = await runPlan(planned, kept);
    return { result, seconds: (performance.now() - start) / 1000 };
  };
  try {
    const fingerprint = JSON.stringify((await timed(FINGERPRINT_NETWORKS)).result.cells);
    const perNetwork = await warmUp(timed, Math.min(WARM_UP_SECONDS, options.seconds));
    const least = options.leastNetworks ?? options.threads;
    const networks = options.networks ?? Math.max(least, Math.ceil(options.seconds / perNetwork));
    const seconds: number[] = [];
    let last = await timed(networks);
    seconds.push(last.seconds);
    while (seconds.length < options.runs) {
      last = await timed(networks);
      seconds.push(last.seconds);
    }
    const { cells, provenance } = last.result;
    const { kernels } = provenance as { kernels: string };
    return { networksPerSecond: networks / median(seconds), networks, kernels, cells, fingerprint };
  } finally {
    await pool.close();
  }
}

/** Runs ever more networks until a run takes `seconds`; returns the seconds of one network then. */
async function warmUp(
  timed: (networks: number) => Promise<{ seconds: number }>,
  seconds: number,
): Promise<number> {
  for (let networks = 2 * FINGERPRINT_NETWORKS; ; ) {
    const took = (await timed(networks)).seconds;
    if (took >= seconds) return took / networks;
    networks = Math.ceil(networks * Math.min(8, Math.max(2, (1.2 * seconds) / took)));
  }
}
