/** The shape of a network from the options of the commands that need nothing else, and faults in the words of the options. */
import { echo, InputError, parseNumberList, readNumber } from '../../experiment/index.ts';
import { interruptible } from '../interrupt.ts';
import { type Given, optionName } from '../options.ts';

/** The list of --widths. @throws InputError */
export function readWidths({ widths }: Given): number[] {
  if (widths === undefined)
    throw new InputError('--widths: expected the widths of the layers, such as 8,8, got none');
  try {
    return parseNumberList(String(widths));
  } catch (error) {
    const reason = (error as Error).message;
    throw new InputError(
      `--widths: expected the widths of the layers, such as 8,8, got ${echo(String(widths))} (${reason})`,
    );
  }
}

/** The number that an option gives, or `fallback`. @throws InputError */
export function readOption(given: Given, name: string, fallback: number): number {
  if (given[name] === undefined) return fallback;
  const text = String(given[name]);
  const value = readNumber(text);
  if (Number.isNaN(value)) throw new InputError(`${optionName(name)}: expected a number, got ${echo(text)}`);
  return value;
}

/** Calls `work`, which may take long; its RangeErrors, `widths[1]: expected …`, come out as `--widths: expected … (value 2)`. */
export async function inOptionWords<T>(work: () => T): Promise<T> {
  try {
    return await interruptible(work);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [, name, index, problem] = /^(\w+)(?:\[(\d+)\])?: (.*)$/.exec(error.message) ?? [];
    if (name === undefined) throw error;
    const which = index === undefined ? '' : ` (value ${Number(index) + 1})`;
    throw new InputError(`${optionName(name)}: ${problem}${which}`);
  }
}
