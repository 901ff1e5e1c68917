/** Every command with its options, as the command line makes them. */
import { Command } from 'commander';
import { figureCommand } from '../../src/node/commands/figure.ts';
import { regionsCommand } from '../../src/node/commands/regions.ts';
import { theoryCommand } from '../../src/node/commands/theory.ts';
import { trajectoryCommand } from '../../src/node/commands/trajectory.ts';

export function allCommands(): Command {
  const program = new Command('expressivity');
  const adders: readonly ((program: Command, signal: AbortSignal) => void)[] = [
    trajectoryCommand,
    theoryCommand,
    regionsCommand,
    figureCommand,
  ];
  for (const add of adders) add(program, new AbortController().signal);
  return program;
}

/** Commands by their words, such as `theory growth`, without those that only hold others. */
export function commandsByPath(
  command: Command = allCommands(),
  path: readonly string[] = [],
): Map<string, Command> {
  const below = command.commands.flatMap((sub) => [...commandsByPath(sub, [...path, sub.name()])]);
  return new Map(below.length > 0 ? below : [[path.join(' '), command]]);
}
