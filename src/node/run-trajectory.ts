/** The main job in one call: on all cores, and with `out` in a run folder that lasts. */
import { withNames } from '../ensemble/inputs.ts';
import { checkEnsembleOptions } from '../ensemble/options.ts';
import { type ExperimentInput, InputError, parseExperiment } from '../experiment/index.ts';
import { checkFlag, checkText, ifGiven, integerIn } from '../input/check.ts';
import { checkBuild } from '../kernels/builds.ts';
import type { ResultDocument } from '../result/document.ts';
import { mostThreads } from './machine.ts';
import { defaultThreads } from './pool.ts';
import { planRecorded, planTrajectory, poolFor, type RunOptions, runOn, runRecorded } from './run.ts';

/** A run in memory, or with `out` in a folder. */
export interface TrajectoryRunOptions extends RunOptions {
  /**
   * Run folder, like the command's `--out`: records during the run, from which a killed run can resume; at
   * the end documents, picture and `networks.npz`, the numbers of every network.
   */
  readonly out?: string | undefined;
  /** Go on from the records in `out`, or add networks to them. Default false: unfinished records are refused. */
  readonly resume?: boolean | undefined;
  /** Write `networks.npz` even if it exceeds 1 GB. Default false. */
  readonly saveNetworks?: boolean | undefined;
}

/**
 * Draws random networks, pushes the curve through them, measures the length of its image layer by layer and
 * adds theory, on all cores.
 *
 * @param input an experiment; fields left out take their defaults. `endpoints` may be digits or a file.
 * @throws InputError, TypeError, RangeError for wrong input, and for a folder with other records, with
 * unfinished ones without `resume`, or with another process in it; InterruptedError when `signal` is aborted;
 * WorkerError if a worker dies; Error naming the folder if it cannot be written to.
 */
export async function runTrajectory(
  input: ExperimentInput,
  options: TrajectoryRunOptions = {},
): Promise<ResultDocument> {
  checkEnsembleOptions(options, OPTIONS);
  const { threads = defaultThreads(), kernels = 'simd128', vertices, networks, ...others } = options;
  const { out, resume = false, saveNetworks = false, ...ensemble } = others;
  integerIn(1, mostThreads(), 'threads', threads);
  checkBuild('kernels', kernels);
  ifGiven(checkText, 'out', out);
  checkFlag('resume', resume);
  checkFlag('saveNetworks', saveNetworks);
  for (const [name, value] of Object.entries({ resume, saveNetworks }))
    if (value && out === undefined) throw new InputError(name, 'out with it', 'none');
  const inputs = { vertices, networks };
  const experiment = parseExperiment(withNames(input, inputs));
  if (out === undefined) {
    const plan = await planTrajectory(experiment, inputs);
    return runOn(plan, await poolFor(plan, { threads, kernels }).open(), ensemble);
  }
  const [{ networksContent }, { writeWith }, { openRun }] = await Promise.all([
    import('./networks-file.ts'),
    import('./run-folder.ts'),
    import('./records/open-run.ts'),
  ]);
  const plan = await planRecorded(experiment, inputs);
  const asked = { experiment, plan, directory: process.cwd(), kernels, resume, resumeBy: 'resume: true' };
  const opened = await openRun(out, asked);
  try {
    const { result, counts } = await runRecorded(opened.run, poolFor(plan, { threads, kernels }), ensemble);
    const { signal } = ensemble;
    await writeWith(networksContent(opened.run, counts, saveNetworks), out, result, { signal });
    return result;
  } finally {
    opened.close();
  }
}

const OPTIONS = ['vertices', 'networks', 'threads', 'kernels', 'out', 'resume', 'saveNetworks'];
