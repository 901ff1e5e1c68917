/** `expressivity trajectory`: measures the image of a curve in random networks, layer by layer. */
import type { Command } from 'commander';
import type { Plan } from '../../ensemble/index.ts';
import {
  curveSamples,
  type Experiment,
  ExperimentError,
  echo,
  InputError,
  parseNumberList,
  readNumber,
} from '../../experiment/index.ts';
import { isFault } from '../../input/faults.ts';
import type { CellCurve } from '../../result/curve.ts';
import type { CommandOptions } from '../command-options.ts';
import { CURVE_FILES, requireCurveFiles } from '../curve-files.ts';
import { deliver } from '../deliver.ts';
import { interruptible } from '../interrupt.ts';
import { refuseBeside } from '../no-effect.ts';
import { optionFault } from '../option-words.ts';
import { addExperimentOptions, addRunOptions } from '../options.ts';
import { json } from '../output.ts';
import type { QueueAddress } from '../queue/connection.ts';
import { addQueueOptions, queueOf } from '../queue-options.ts';
import { inUsersWords } from '../read-experiment.ts';
import type { OpenedRun } from '../records/open-run.ts';
import type { Measuring } from '../records/recording.ts';
import { type PlannedRunOptions, planRecorded, planTrajectory, poolFor, runOn, runRecorded } from '../run.ts';
import { RUN_FILES, writeWith } from '../run-folder.ts';
import { type RunSettings, runSettings, tellNote, tellWritten, withProgress } from '../run-settings.ts';
import { LISTS_HELP, termsHelp } from '../terms.ts';
import { askedFor } from './asked.ts';
import { tableOf, tellDamage, tellUnreached } from './show-result.ts';

const EXAMPLES = `
Examples:
  expressivity trajectory --width 784 --endpoints mnist:3,8 --density 0.1,0.5,1 --sigma-w 2 --out runs/digits
  expressivity trajectory --widths 400,200,100 --curve circle --sigma-b 0.1 --until-relative-ci 0.01 --json
`;

const QUEUE_HELP =
  'let processes of expressivity worker measure, over a queue on this Redis server; they change no digit';

export function trajectoryCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('[FILE]', 'experiment file (JSON), or with --resume a run folder; options override its fields')
    .addHelpText(
      'after',
      EXAMPLES + LISTS_HELP + termsHelp('ratio', 'growth', 'transitions', 'regions', 'Price–Tanner'),
    );
  addQueueOptions(addRunOptions(addExperimentOptions(command)), QUEUE_HELP)
    .option(
      '--save-curve <layers>',
      'with --out: also write the image of the curve before the activation, in these layers of one network, such as 5,10: principal components as a picture, coordinates, all points',
    )
    .option('--save-network <i>', 'number of the network of --save-curve (default: 0)')
    .option(
      '--resume',
      'with --out, or a run folder as FILE: continue from the records in the folder, or add networks to them',
    )
    .action((file, options) => trajectory(file, options, signal));
}

async function trajectory(
  named: string | undefined,
  given: CommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { file, options, experiment, directory, inputs } = await askedFor(named, given);
  if (experiment.estimator === 'exact')
    refuseBeside(options, ['points'], 'the exact estimator, which takes none');
  const saved = savedCurve(options);
  const queue = queueOf(options, experiment);
  const settings = await runSettings(options, saved === null ? RUN_FILES : [...RUN_FILES, ...CURVE_FILES]);
  // Before the run: a layer that does not exist is wrong input.
  const inWords = (error: unknown): never => {
    throw inUsersWords(error, options, file);
  };
  const tell = (note: string) => tellNote(note, settings);
  const planned = settings.out === null ? planTrajectory : planRecorded;
  const [plan, measuring] = await planned(experiment, inputs, tell)
    .then(measuringOf(queue, settings))
    .catch(inWords);
  const curves = saved === null ? {} : { curves: await curvesOf(plan, experiment, saved).catch(inWords) };
  const { kernels, out } = settings;
  const resume = options.resume === true;
  const opened =
    out !== null &&
    (await (
      await import('../records/open-run.ts')
    ).openRun(out, { experiment, plan, directory, kernels, resume }));
  try {
    const [{ estimatorNote }, { radiusNote }] = await Promise.all([
      import('./estimator-note.ts'),
      import('./radius-note.ts'),
    ]);
    const estimators = `${estimatorNote(plan)}${radiusNote(plan)}`;
    // A table is followed by this note.
    if (settings.json && !settings.quiet) process.stderr.write(estimators);
    if (opened) tellDamage(opened.run);
    if (!settings.quiet) await tellSampling(plan);
    const { result, counts } = await withProgress(settings, '', signal, async (options) =>
      opened
        ? runRecorded(opened.run, measuring(options), options)
        : { result: await runOn(plan, await measuring(options).open(), options), counts: [] },
    ).catch(inWords);
    if (settings.json && !settings.quiet) await tellUnreached(experiment, result);
    const written = await deliver({
      out,
      write: async (out) => writeWith(await networksOf(opened, counts), out, result, { signal, ...curves }),
      text: async () => (settings.json ? json(result) : tableOf(experiment, options, result, estimators)),
      signal,
    });
    if (out !== null) tellWritten(written, settings);
  } finally {
    if (opened) opened.close();
  }
}

/** The numbers of all networks, as a file of the run folder. */
async function networksOf(opened: OpenedRun | false, counts: readonly number[]) {
  if (!opened) return {};
  const { networksContent } = await import('../networks-file.ts');
  return networksContent(opened.run, counts, false);
}

/** The plan as it is cut for what measures: the workers of a queue, or threads. */
function measuringOf(queue: QueueAddress | null, settings: RunSettings) {
  return async (plan: Plan): Promise<[Plan, (options: PlannedRunOptions) => Measuring]> => {
    if (queue === null) return [plan, (options) => poolFor(plan, options)];
    const { planForQueue, queueFor } = await import('../queue/run.ts');
    const cut = planForQueue(plan);
    return [cut, () => queueFor(cut, queue, (note) => tellNote(note, settings))];
  };
}

/** The curve's own images in one network of each cell. */
async function curvesOf(plan: Plan, experiment: Experiment, saved: SavedCurve): Promise<CellCurve[]> {
  const { plannedCurveImages } = await import('../../run/curve-images.ts');
  const points = curveSamples(experiment);
  requireCurveFiles(plan, saved.layers, points);
  try {
    return await plannedCurveImages(plan, points, saved, interruptible);
  } catch (error) {
    // `layers` of the option, not the field of that name.
    const ofOption = isFault(error) && error.field === 'layers' && !(error instanceof ExperimentError);
    throw ofOption ? optionFault(error, 'saveCurve') : error;
  }
}

interface SavedCurve {
  readonly layers: readonly number[];
  readonly network: number;
}

/** Reads --save-curve and --save-network. @throws InputError */
function savedCurve({ saveCurve, saveNetwork, out }: CommandOptions): SavedCurve | null {
  if (saveCurve === undefined) {
    if (saveNetwork === undefined) return null;
    throw new InputError('--save-network', '--save-curve with it', 'none');
  }
  if (out === undefined) throw new InputError('--save-curve', '--out with it', 'none');
  const network = saveNetwork === undefined ? 0 : readNumber(String(saveNetwork));
  if (!Number.isInteger(network) || network < 0 || network >= 2 ** 32) {
    throw new InputError('--save-network', 'an integer in 0 … 2^32-1', echo(String(saveNetwork)));
  }
  try {
    return { layers: parseNumberList(String(saveCurve)), network };
  } catch (error) {
    throw new InputError(
      '--save-curve',
      'layers, such as 5,10',
      `${echo(String(saveCurve))} (${(error as Error).message})`,
    );
  }
}

/** Multiply-adds that take about ten seconds of one core. */
const LONG = 1e11;

/** Prints the expected sampling error before a long run. A short run does not wait for it. */
async function tellSampling(plan: Plan): Promise<void> {
  const { networks } = plan.experiment;
  const cost = plan.runs.reduce((sum, run) => sum + run.cost, 0);
  if (networks !== null && networks * cost < LONG) return;
  const { samplingError } = await import('./sampling-note.ts');
  const error = await interruptible(() => samplingError(plan));
  if (error !== null && (networks ?? error.needed) * cost >= LONG) process.stderr.write(error.note);
}
