/** Faults of the code behind `expressivity regions`, under the names of its options and fields. */
import { type Experiment, ExperimentError, InputError } from '../../experiment/index.ts';
import { isFault } from '../../input/faults.ts';
import type { CommandOptions } from '../command-options.ts';
import { optionFault } from '../option-words.ts';

/** Names in faults that are options of this command alone, and those that are fields of the experiment. */
const OPTIONS = ['networkFile', 'outputActivation', 'window', 'readout'];
const FIELDS = ['sigmaW', 'endpoints', 'mnistDir', 'activation', 'points', 'width', 'widths', 'layers'];

/** A fault under the name of the option or field that it comes from. */
export function inOwnNames(error: unknown, experiment: Experiment, options: CommandOptions): unknown {
  if (!isFault(error) || error.field === null || error instanceof InputError) return error;
  const { field, expected, got } = error;
  const name = nameOf(field, experiment, options);
  if (OPTIONS.includes(name)) return optionFault(error, name);
  return FIELDS.includes(name) ? new ExperimentError(name, expected, got) : error;
}

function nameOf(field: string, experiment: Experiment, options: CommandOptions): string {
  if (field === 'plane') return 'endpoints';
  if (field === 'widths') return saysWidths(experiment, options);
  // Images beyond the range of a double.
  if (field === 'regions') return options.networkFile === undefined ? 'sigmaW' : 'networkFile';
  return field;
}

/** The option or field that sets the widths of the network. */
function saysWidths({ width, layers }: Experiment, { networkFile }: CommandOptions): string {
  if (networkFile !== undefined) return 'networkFile';
  return layers !== null ? 'layers' : width !== null ? 'width' : 'widths';
}
