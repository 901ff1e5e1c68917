/** What commander refuses, in the one form that all messages have: `name: expected …, got …`. */
import type { Command, CommanderError } from 'commander';
import { cut, echo } from '../input/errors.ts';

/** The line that says what is wrong with the words of a command line. */
export function usageProblem(error: CommanderError, program: Command, words: readonly string[]): string {
  const text = error.message.replace(/^error:\s*/, '').replace(/\n\s*/g, ' ');
  const quoted = /'([^']+)'/.exec(text)?.[1] ?? '';
  const word = cut(quoted);
  const nearest = /\(Did you mean (?:one of )?(.+?)\?\)/.exec(text)?.[1];
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  const called = commandCalled(program, words);
  const name = called === program ? 'command' : called.name();
  switch (error.code) {
    case 'commander.unknownOption':
      return `${word}: expected an option of ${path(called)}${hint}, got ${word}`;
    case 'commander.unknownCommand':
      return `${name}: expected ${names(called)}${hint}, got ${echo(quoted)}`;
    case 'commander.help':
      return `${name}: expected ${names(called)}, got none; ${path(called)} --help says more`;
    case 'commander.optionMissingArgument':
      return `${longName(quoted)}: expected a value ${quoted.slice(quoted.indexOf('<'))}, got none`;
    case 'commander.missingArgument':
      return `${name}: expected ${quoted}, got none; ${path(called)} --help says more`;
    case 'commander.excessArguments':
      return `${name}: ${text.replace(/^.*Expected (.+) but got (\d+).*$/, 'expected $1, got $2')}`;
    default:
      return text;
  }
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

function names(command: Command): string {
  const all = command.commands.map((sub) => sub.name());
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((part) => part !== '').join(' or ');
}

/** `-V, --version <x>` → `--version`. */
function longName(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}
