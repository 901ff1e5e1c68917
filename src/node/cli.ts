#!/usr/bin/env node
/** The command line. Exit codes: 0 done; 1 the run failed; 2 the input was wrong; 130 interrupted. */
import { Command, CommanderError } from 'commander';
import { InterruptedError } from '../ensemble/interrupted.ts';
import { printable } from '../input/errors.ts';
import { InputError } from '../input/faults.ts';
import { version } from '../version.ts';
import { addCommands } from './add-commands.ts';
import { hearSignals, interruptMessage, interruptSignal, StoppedError } from './interrupt.ts';
import { clearStatus } from './status-line.ts';
import { strictOptions } from './strict-options.ts';
import { usageProblem } from './usage.ts';

let complained = false;

/** Writes one line, once: after an interrupt, late work may fail too. */
function complain(message: string): void {
  if (complained) return;
  complained = true;
  clearStatus();
  process.stderr.write(`expressivity: ${printable(message.trim().replace(/\n\s*/g, ' '))}\n`);
}

async function main(words: readonly string[]): Promise<number> {
  const signal = interruptSignal(() => complain(interruptMessage()));
  const program = new Command('expressivity')
    .description(
      'Measures how expressive random deep networks are, with error bars, and compares with theory.',
    )
    .version(version)
    // Faults are told below, all in one way.
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  try {
    await addCommands(program, words, signal);
    strictOptions(program);
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    // A signal that came while something was found to be wrong.
    await hearSignals().catch(() => {});
    const [code, message] = verdict(error as Error, program, words, signal);
    complain(message);
    return code;
  }
}

function verdict(
  error: Error,
  program: Command,
  words: readonly string[],
  signal: AbortSignal,
): [code: number, message: string] {
  if (error instanceof CommanderError) return [2, usageProblem(error, program, words).message];
  if (error instanceof InterruptedError) {
    const { networks, planned } = error;
    return [130, interruptMessage(`${networks} of ${planned} networks were finished`)];
  }
  if (error instanceof StoppedError) return [130, error.message];
  // Whatever went wrong then went wrong because of it.
  if (signal.aborted) return [130, interruptMessage()];
  if (error instanceof InputError) return [2, error.message];
  return [1, error.message];
}

// Ignore EPIPE; `print` reports other errors.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
process.exitCode = await main(process.argv.slice(2));
