/** A state in words: the command line, the file and the program say the same. */
import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import { COMMANDS } from '../../src/node/commands/index.ts';
import { experimentOf } from '../../web/state/experiment.ts';
import { firstState } from '../../web/state/fields.ts';
import { commandLine, experimentFile, libraryCall } from '../../web/state/words.ts';

const state = {
  ...firstState('growth'),
  width: 12,
  depth: 3,
  networks: 8,
  points: 20,
  density: 0.5,
  sigmaB: 0.25,
};

it('the file is an experiment', () => {
  const { schema, ...fields } = JSON.parse(experimentFile(state));
  expect(schema).toBe('expressivity/experiment@1');
  expect(fields).toEqual(experimentOf(state));
  expect(parseExperiment(fields).networks).toBe(8);
});

it('every option of the command line is one of the command', async () => {
  const command = new Command('trajectory');
  const entry = COMMANDS.trajectory!;
  if (!('load' in entry)) throw new Error('trajectory: expected a command');
  (await entry.load())(command, new AbortController().signal);
  const words = commandLine(state)
    .split(' ')
    .filter((word) => word.startsWith('--'));
  expect(words).toHaveLength(Object.keys(experimentOf(state)).length);
  const known = command.options.map(({ long }) => long);
  expect(words.filter((word) => !known.includes(word))).toEqual([]);
});

it.each([
  ['circle', {}],
  ['drawn', { curve: 'drawn' }],
] as const)('the program runs as it stands: %s', async (_, fields) => {
  const program = libraryCall({ ...state, ...fields }).replace("'expressivity'", "'./src/index.ts'");
  const out = execFileSync('npx', ['tsx', '--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(out.match(/\[ \d, [\d.]+ \]/g)).toHaveLength(3);
});
