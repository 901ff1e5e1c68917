/** Faults in the words of the command line: options in place of fields. */
import { type Fault, InputError } from '../input/faults.ts';

/** `sigmaW` → `--sigma-w`. */
export function optionName(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The fault of a field that the option `name` sets, with a note on what came: by default which of several
 * values is wrong.
 */
export function optionFault(
  { expected, got, index }: Fault,
  name: string,
  note = index === null ? null : `value ${index + 1}`,
): InputError {
  return new InputError(optionName(name), expected, note === null ? got : `${got} (${note})`);
}
