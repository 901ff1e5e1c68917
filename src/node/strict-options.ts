/** What commander lets pass: an option given twice, and another option in the place of a value. */
import type { Command, Option } from 'commander';
import { cut } from '../input/errors.ts';
import { InputError } from '../input/faults.ts';

/** Makes parsing refuse both, for every option of the command and of the commands below it. */
export function strictOptions(command: Command): void {
  for (const option of command.options) refuseMisuse(command, option);
  for (const below of command.commands) strictOptions(below);
}

function refuseMisuse(command: Command, { long, flags, parseArg, variadic }: Option): void {
  // An option that collects its values may be given again.
  const once = parseArg === undefined && !variadic;
  const option = long!;
  const name = option.slice(2);
  let given = false;
  command.on(`option:${name}`, (value?: string) => {
    if (given && once) throw new InputError(option, 'once', 'twice');
    given = true;
    if (value !== undefined && /^-[-A-Za-z]/.test(value))
      throw new InputError(option, `a value ${flags.slice(flags.indexOf('<'))}`, cut(value));
  });
}
