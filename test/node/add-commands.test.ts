/** The commands that a command line sees before the file of any but the called one is loaded. */
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addCommands } from '../../src/node/add-commands.ts';
import { allCommands, commandsByPath } from './commands.ts';

const everywhere = await commandsByPath();

/** The commands as `words` make them. */
async function commandsFor(words: readonly string[]): Promise<Command> {
  const program = new Command('expressivity');
  await addCommands(program, words, new AbortController().signal);
  return program;
}

function at(program: Command, path: string): Command {
  return path.split(' ').reduce((above, name) => above.commands.find((sub) => sub.name() === name)!, program);
}

test.each([...everywhere.keys()])(
  '%s: its options and help, whatever stands beside its words',
  async (path) => {
    const [first, ...others] = path.split(' ');
    for (const words of [path.split(' '), ['help', ...path.split(' ')], ['--x', first!, '--y', ...others]]) {
      const command = at(await commandsFor(words), path);
      expect(command.options.length).toBeGreaterThan(0);
      expect(command.helpInformation()).toBe(everywhere.get(path)!.helpInformation());
    }
  },
);

test('help lists commands alike, loaded or not', async () => {
  const [program, all] = [await commandsFor(['--help']), await allCommands()];
  expect(program.helpInformation()).toBe(all.helpInformation());
  expect(at(program, 'theory').helpInformation()).toBe(at(all, 'theory').helpInformation());
});

test('of the other commands nothing is loaded', async () => {
  for (const words of [
    ['--help'],
    ['--version'],
    ['theory'],
    ['theory', 'regions'],
    ['trajectory', 'regions'],
  ]) {
    const program = await commandsFor(words);
    const loaded = [...everywhere.keys()].filter((path) => at(program, path).options.length > 0);
    expect(loaded).toEqual([...everywhere.keys()].filter((path) => words.join(' ').startsWith(path)));
  }
});
