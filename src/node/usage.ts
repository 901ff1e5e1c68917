/** Commander's faults in the form of all messages: `name: expected …, got …`. */
import type { Command, CommanderError } from 'commander';
import { nearestName } from '../experiment/nearest-name.ts';
import { listed } from '../input/check.ts';
import { cut, echo } from '../input/errors.ts';
import { InputError } from '../input/faults.ts';

/**
 * The fault in the words of a command line, from the code of commander's error and from what the command has
 * parsed.
 */
export function usageProblem(error: CommanderError, program: Command, words: readonly string[]): Error {
  const called = commandCalled(program, words);
  const name = called === program ? 'command' : called.name();
  const names = called.commands.map((sub) => sub.name());
  const help = `none; ${path(called)} --help says more`;
  const { args, registeredArguments } = called;
  switch (error.code) {
    case 'commander.unknownOption': {
      const refusing = lastParsed(called);
      const word = cut(unknownOption(refusing.args, words));
      const hint = didYouMean(word, ['--help', ...refusing.options.map(({ long }) => long!)]);
      return new InputError(word, `an option of ${path(refusing)}${hint}`, word);
    }
    case 'commander.unknownCommand':
      return new InputError(name, `${listed(names)}${didYouMean(args[0]!, names)}`, echo(args[0]));
    case 'commander.help':
      return new InputError(name, listed(names), help);
    case 'commander.optionMissingArgument': {
      // A value is missing where the words end.
      const last = words.at(-1);
      const { long, flags } = called.options.find((option) => last === option.long || last === option.short)!;
      return new InputError(long!, `a value ${flags.slice(flags.indexOf('<'))}`, 'none');
    }
    case 'commander.missingArgument':
      return new InputError(name, registeredArguments[args.length]!.name(), help);
    case 'commander.excessArguments': {
      const most = registeredArguments.length;
      return new InputError(name, `${most} argument${most === 1 ? '' : 's'}`, args.length);
    }
    default:
      return error;
  }
}

/** The command that met an unknown option: words before the name of a command are for the one above it. */
function lastParsed(command: Command): Command {
  return command.args.length === 0 && command.parent ? lastParsed(command.parent) : command;
}

/** The first of the unparsed words `left` that looks like an option; words after `--` do not count. */
function unknownOption(left: readonly string[], words: readonly string[]): string {
  const end = words.indexOf('--');
  const behind = end < 0 ? [] : words.slice(end);
  return left.find((word) => /^-./.test(word) && !behind.includes(word)) ?? left[0]!;
}

function didYouMean(word: string, names: readonly string[]): string {
  const nearest = nearestName(word, names);
  return nearest === null ? '' : ` (did you mean ${nearest}?)`;
}

/** The deepest command that the words name. */
function commandCalled(program: Command, words: readonly string[]): Command {
  let at = program;
  for (const word of words) at = at.commands.find((command) => command.name() === word) ?? at;
  return at;
}

function path(command: Command): string {
  return command.parent ? `${path(command.parent)} ${command.name()}` : command.name();
}
