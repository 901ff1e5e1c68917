#!/usr/bin/env node
/** The command line. Exit codes: 0 done; 1 the run failed; 2 the input was wrong; 130 interrupted. */
import { Command, CommanderError } from 'commander';
import { InterruptedError } from '../ensemble/interrupted.ts';
import { InputError } from '../experiment/errors.ts';
import { version } from '../version.ts';

/** Commander's texts may span lines and begin with "error: ". */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/^error:\s*/, '')
    .replace(/\s*\n\s*/g, ' ');
}

function complain(message: string): void {
  process.stderr.write(`expressivity: ${oneLine(message)}\n`);
}

const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  trajectory: async () => (await import('./commands/trajectory.ts')).trajectoryCommand,
  theory: async () => (await import('./commands/theory.ts')).theoryCommand,
  figure: async () => (await import('./commands/figure.ts')).figureCommand,
};

/** Only the command that is called is loaded: start-up is what a script calls a hundred times. */
function commandsNeeded(word: string | undefined) {
  if (word === '--version' || word === '-V') return [];
  const called = word === undefined ? undefined : COMMANDS[word];
  return called ? [called] : Object.values(COMMANDS);
}

async function main(): Promise<number> {
  const program = new Command('expressivity')
    .description(
      'Measures how expressive random deep networks are, with error bars and the theory beside it.',
    )
    .version(version)
    .showHelpAfterError(false)
    .configureOutput({ outputError: (text) => complain(text) })
    .exitOverride();
  for (const load of commandsNeeded(process.argv[2])) (await load())(program);
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof InputError) {
      complain(error.message);
      return 2;
    }
    if (error instanceof InterruptedError) {
      complain(`interrupted: ${error.networks} networks were finished, nothing was written`);
      return 130;
    }
    complain((error as Error).message ?? String(error));
    return 1;
  }
}

process.exitCode = await main();
