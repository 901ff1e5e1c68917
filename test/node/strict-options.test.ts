import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { strictOptions } from '../../src/node/strict-options.ts';
import { refusal } from '../input/refusal.ts';
import { allCommands, commandsByPath } from './commands.ts';

/** Parses these words as the command line does; commander's own faults are thrown. */
async function parse(words: readonly string[]): Promise<Command> {
  const program = await allCommands();
  strictOptions(program);
  return program.parseAsync(words, { from: 'user' });
}

/** Every option of every command: `theory growth`, `--width`, `<n,…>` or nothing. */
const options = [...(await commandsByPath())].flatMap(([path, command]) =>
  command.options.map(({ long, flags }) => [path, long!, /<.*>/.exec(flags)?.[0] ?? ''] as const),
);

test('the table has every command', () => {
  const commands = new Set(options.map(([path]) => path));
  expect([...commands].sort()).toEqual([
    'figure',
    'merge',
    'page',
    'plan',
    'regions',
    'report',
    'shard',
    'slurm',
    'status',
    'theory explain',
    'theory growth',
    'theory meanfield',
    'theory regions',
    'theory transitions',
    'train',
    'trajectory',
    'worker',
  ]);
  expect(options.length).toBeGreaterThan(90);
});

/** Options that collect their values. */
const REPEATABLE = ['trajectory --network-file', 'plan --network-file'];

describe('an option given twice', () => {
  test.each(options.filter(([path, long]) => !REPEATABLE.includes(`${path} ${long}`)))(
    '%s %s %s',
    async (path, long, value) => {
      const once = value === '' ? [long] : [long, '1'];
      const words = [...path.split(' '), ...once, ...once];
      await expect(parse(words)).rejects.toThrow(refusal(`${long}: expected once, got twice`));
    },
  );
  test('with = too, and whatever the values', async () => {
    const words = ['trajectory', '--width=3', '--depth', '2', '--width', '4'];
    await expect(parse(words)).rejects.toThrow(refusal('--width: expected once, got twice'));
  });
  test('but for one that collects its values', async () => {
    const collect = (value: string, all: string[] = []) => [...all, value];
    const command = new Command('x').option('--file <file>', 'several', collect);
    strictOptions(command);
    await command.parseAsync(['--file', 'a', '--file', 'b'], { from: 'user' });
    expect(command.opts()).toEqual({ file: ['a', 'b'] });
  });
});

describe('another option in the place of a value', () => {
  const valued = options.filter(([, , value]) => value !== '');
  test.each(valued)('%s %s %s', async (path, long, value) => {
    for (const came of ['--json', '--nothing', '--', '-h']) {
      const refused = refusal(`${long}: expected a value ${value}, got ${came}`);
      await expect(parse([...path.split(' '), long, came])).rejects.toThrow(refused);
      await expect(parse([...path.split(' '), `${long}=${came}`])).rejects.toThrow(refused);
    }
  });
  test('but a negative number is a value', async () => {
    // Refused as a density, not as an option.
    await expect(parse(['trajectory', '--density', '-0.1'])).rejects.toThrow(/expected a number in \[0, 1\]/);
  });
});
