/** The input of `trajectory`: options, an experiment file, or a run folder to resume. */
import { stat } from 'node:fs/promises';
import type { NamedInputs } from '../../ensemble/inputs.ts';
import { type Experiment, InputError } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { refuseBeside, refuseIdleFields, refuseWithout } from '../no-effect.ts';
import { readInputs } from '../plan.ts';
import { readExperiment, withOptions } from '../read-experiment.ts';

export interface AskedFor {
  /** The file that fields come from, if there is one. */
  readonly file: string | undefined;
  /** Options, with those that a run folder stands for. */
  readonly options: CommandOptions;
  readonly experiment: Experiment;
  /** Where paths of the experiment begin, and what was read from them if that is not here. */
  readonly directory: string;
  readonly inputs: NamedInputs;
}

/** @throws InputError */
export async function askedFor(file: string | undefined, options: CommandOptions): Promise<AskedFor> {
  const isFolder = file !== undefined && (await stat(file).catch(() => null))?.isDirectory() === true;
  if (!isFolder) {
    if (options.out === undefined) refuseWithout(options, ['resume'], '--out or a run folder');
    const experiment = await readExperiment(file, options);
    return { file, options, experiment, directory: process.cwd(), inputs: {} };
  }
  if (options.resume === undefined)
    throw new InputError('FILE', 'an experiment file, or --resume with a run folder', 'a folder');
  refuseBeside(options, ['out', 'endpoints', 'mnistDir', 'networkFile'], 'a run folder, which has its own');
  const { located, planPath, requirePlan } = await import('../records/plan-file.ts');
  const planned = await requirePlan(file);
  const path = planPath(file);
  const experiment = withOptions(planned.experiment, options, path);
  refuseIdleFields(experiment, options);
  return {
    file: path,
    options: { ...options, out: file, kernels: options.kernels ?? planned.identity.kernels },
    experiment,
    directory: planned.directory,
    inputs: await readInputs(located(planned)),
  };
}
