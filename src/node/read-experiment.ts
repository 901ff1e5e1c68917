/**
 * Experiments from the command line: an experiment file, options, or both; and its faults in the words of
 * either.
 */
import {
  type Experiment,
  ExperimentError,
  echoPath,
  type Field,
  InputError,
  parseExperiment,
} from '../experiment/index.ts';
import { checkText } from '../input/check.ts';
import type { CommandOptions } from './command-options.ts';
import { readFields } from './experiment-file.ts';
import { refuseIdleFields } from './no-effect.ts';
import { optionFault } from './option-words.ts';
import { readOptions } from './options.ts';

/** Fields that say the same thing in two ways: one given as an option replaces the other of the file. */
const EITHER_OR: readonly (readonly [readonly Field[], readonly Field[]])[] = [
  [['widths'], ['width', 'depth', 'layers', 'networkFile']],
  [
    ['width', 'depth'],
    ['layers', 'networkFile'],
  ],
  [['networks'], ['untilRelativeCi']],
  [['init'], ['weights', 'sigmaW', 'scaling', 'biases', 'sigmaB', 'biasScaling']],
];

/**
 * The experiment of `file` with the options that were given put in place of its fields.
 * @param file path of an experiment file (JSON), if there is one.
 * @param options what commander read: text by field name; names that are not fields of an experiment are
 * ignored.
 * @throws InputError if the file cannot be read, or for the first field (`FILE: density: …`) or option
 *   (`--density: …`) that is wrong, and for an option that has no effect on this experiment.
 */
export async function readExperiment(file: string | undefined, options: CommandOptions): Promise<Experiment> {
  const stored = file === undefined ? {} : await readFields(file);
  const experiment = withOptions(stored, options, file);
  refuseIdleFields(experiment, options);
  return experiment;
}

/**
 * The experiment of a file. @throws InputError, `FILE: field: …`, if the file cannot be read or a field is
 * wrong.
 */
export async function readExperimentFile(file: string): Promise<Experiment> {
  checkText('file', file);
  if (file === '') throw new InputError('file', 'the path of an experiment file', '""');
  return readExperiment(file, {});
}

/**
 * The experiment of the fields `stored` (of `file`, if they are of one) with options put in their place.
 * @throws InputError
 */
export function withOptions(stored: object, options: CommandOptions, file?: string): Experiment {
  const { fields: own } = readOptions(options);
  const fields: Record<string, unknown> = { ...stored };
  for (const [some, others] of EITHER_OR) {
    if (some.some((field) => Object.hasOwn(own, field))) for (const field of others) delete fields[field];
    if (others.some((field) => Object.hasOwn(own, field))) for (const field of some) delete fields[field];
  }
  try {
    return parseExperiment({ ...fields, ...own });
  } catch (error) {
    throw inUsersWords(error, options, file);
  }
}

/**
 * A fault of a field in the words of who wrote it: `--density: …` where the field came from an option or from
 * nowhere, `FILE: density: …` where it came from the file. Every other error as it is.
 */
export function inUsersWords(error: unknown, options: CommandOptions, file?: string): unknown {
  if (!(error instanceof ExperimentError)) return error;
  const { field, expected, got, index, part } = error;
  const { fields, reasons } = readOptions(options);
  if (!Object.hasOwn(fields, field) && file !== undefined)
    return new InputError(`${echoPath(file)}: ${field}`, expected, got, index, part);
  const values = fields[field];
  const several = Array.isArray(values) && values.length > 1;
  return optionFault(error, field, reasons.get(field) ?? (several ? undefined : null));
}
