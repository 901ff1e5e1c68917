/** Every command with its options, as the command line makes them. */
import { Command } from 'commander';
import { COMMANDS, type Commands } from '../../src/node/commands/index.ts';

/** All commands with the files of all of them loaded. */
export async function allCommands(): Promise<Command> {
  const program = new Command('expressivity');
  await load(program, COMMANDS);
  return program;
}

async function load(above: Command, commands: Commands): Promise<void> {
  for (const [name, entry] of Object.entries(commands)) {
    const command = above.command(name).description(entry.description);
    if ('commands' in entry) await load(command, entry.commands);
    else (await entry.load())(command, new AbortController().signal);
  }
}

/** Commands by their words, such as `theory growth`, without those that only hold others. */
export async function commandsByPath(): Promise<Map<string, Command>> {
  return byPath(await allCommands(), []);
}

function byPath(command: Command, path: readonly string[]): Map<string, Command> {
  const below = command.commands.flatMap((sub) => [...byPath(sub, [...path, sub.name()])]);
  return new Map(below.length > 0 ? below : [[path.join(' '), command]]);
}
