/** Registers all commands with commander; only the called one gets its options and action. */
import type { Command } from 'commander';
import { COMMANDS, type Commands } from './commands/index.ts';

/** Adds all commands to `program`, and loads the file of the command that `words` call. */
export async function addCommands(
  program: Command,
  words: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  // Commander does not know the options of a command whose file is not loaded.
  program.configureHelp({
    subcommandTerm: (command) =>
      command.commands.length > 0 ? command.name() : `${command.name()} ${command.usage()}`.trimEnd(),
  });
  await add(program, COMMANDS, words, signal);
}

async function add(above: Command, commands: Commands, words: readonly string[], signal: AbortSignal) {
  const at = words.findIndex((word) => Object.hasOwn(commands, word));
  for (const [name, entry] of Object.entries(commands)) {
    const command = above.command(name).description(entry.description);
    const called = words[at] === name;
    if ('commands' in entry) await add(command, entry.commands, called ? words.slice(at + 1) : [], signal);
    else {
      command.usage(entry.usage);
      if (called) (await entry.load())(command, signal);
    }
  }
}
