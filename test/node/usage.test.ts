import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { usageProblem } from '../../src/node/usage.ts';
import { allCommands } from './commands.ts';

/** What a command line is refused with. */
async function refused(...words: string[]): Promise<string> {
  const program = (await allCommands()).configureOutput({ writeErr: () => {} }).exitOverride();
  for (const command of program.commands.flatMap((above) => [above, ...above.commands]))
    command.configureOutput({ writeErr: () => {} }).exitOverride();
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    expect(error).toBeInstanceOf(CommanderError);
    return usageProblem(error as CommanderError, program, words).message;
  }
  return 'accepted';
}

test.each([
  [
    ['theory', 'growth', '--widht', '3', '--', '-x'],
    '--widht: expected an option of expressivity theory growth (did you mean --width?), got --widht',
  ],
  [['figure', '--bad', '--', '-x'], '--bad: expected an option of expressivity figure, got --bad'],
  [['--widht', 'trajectory'], '--widht: expected an option of expressivity, got --widht'],
  [
    ['theory', '--json', 'growth', '--width', '3'],
    '--json: expected an option of expressivity theory, got --json',
  ],
  [['figure', '-q', 'all'], '-q: expected an option of expressivity figure, got -q'],
  [['theory', 'regions', '--widths'], '--widths: expected a value <n,…>, got none'],
  [['theory', 'explain', 'a', 'b', 'c'], 'explain: expected 1 argument, got 3'],
  [['theory', 'regions', 'a'], 'regions: expected 0 arguments, got 1'],
  [['figure', '--quick'], 'figure: expected ID, got none; expressivity figure --help says more'],
  [
    ['theory', 'growht'],
    'theory: expected growth, transitions, meanfield, regions or explain (did you mean growth?), got "growht"',
  ],
])('%j', async (words, line) => {
  expect(await refused(...words)).toBe(line);
});
