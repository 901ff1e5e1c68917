/**
 * Numbers and widths from the options of `expressivity theory` commands that take no experiment, and faults
 * under the names of options.
 */
import { echo, InputError, parseNumberList, readNumber } from '../../experiment/index.ts';
import { isFault } from '../../input/faults.ts';
import type { CommandOptions } from '../command-options.ts';
import { interruptible } from '../interrupt.ts';
import { optionFault, optionName } from '../option-words.ts';

/** The list of --widths. @throws InputError */
export function readWidths({ widths }: CommandOptions): number[] {
  if (widths === undefined) throw new InputError('--widths', 'the widths of the layers, such as 8,8', 'none');
  try {
    return parseNumberList(String(widths));
  } catch (error) {
    const reason = (error as Error).message;
    throw new InputError(
      '--widths',
      'the widths of the layers, such as 8,8',
      `${echo(String(widths))} (${reason})`,
    );
  }
}

/** The number that an option gives, or `fallback`. @throws InputError */
export function readOption(options: CommandOptions, name: string, fallback: number): number {
  if (options[name] === undefined) return fallback;
  const text = String(options[name]);
  const value = readNumber(text);
  if (Number.isNaN(value)) throw new InputError(optionName(name), 'a number', echo(text));
  return value;
}

/**
 * Calls `work`, which may take long; its faults, `widths[1]: expected …`, come out as `--widths: expected …
 * (value 2)`.
 */
export async function inOptionWords<T>(work: () => T): Promise<T> {
  try {
    return await interruptible(work);
  } catch (error) {
    if (!isFault(error) || error.field === null || error instanceof InputError) throw error;
    throw optionFault(error, error.field);
  }
}
