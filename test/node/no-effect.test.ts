/** Options that can have no effect beside the others are refused, in every command. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { strictOptions } from '../../src/node/strict-options.ts';
import { refusal } from '../input/refusal.ts';
import { allCommands, commandsByPath } from './commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-no-effect-'));
const files: Readonly<Record<string, string>> = {
  'ends.csv': '1,0\n0,1\n',
  'network.json': '{ "layers": [{ "weights": [[1, 2], [2, 1]] }] }',
  'exact.json': '{ "estimator": "exact", "points": 50 }',
};
const before = process.cwd();
beforeAll(() => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Options that have an effect whatever the others are. */
const ALWAYS: Readonly<Record<string, string>> = {
  trajectory:
    'width depth widths init density weights sigma-w sigma-b scaling activation input-dim network-file curve radius endpoints estimator measure draw networks until-relative-ci seed kernels threads out redis json quiet',
  plan: 'width depth widths init density weights sigma-w sigma-b scaling activation input-dim network-file curve radius endpoints estimator measure draw networks until-relative-ci seed kernels shards out resume quiet',
  report: 'json networks quiet',
  shard: 'threads progress quiet',
  slurm: 'shards time cpus-per-task partition submit',
  worker: 'redis queue threads quiet',
  status: 'json',
  merge: 'json networks quiet',
  'theory growth':
    'width depth widths init density weights sigma-w sigma-b scaling activation input-dim curve radius endpoints json',
  'theory transitions': 'widths angle points json',
  'theory meanfield': 'activation sigma-b density critical json',
  'theory regions': 'input-dim widths json',
  'theory explain': 'json',
  regions: 'activation endpoints network-file segment slice patterns around boundary out json quiet',
  train: 'mnist-dir seed epochs measure-every threads out resume json quiet',
  figure: 'json',
  page: 'port no-open',
};

/** Options of `theory meanfield` for its simulation. */
const SIMULATION = [
  '--width 9',
  '--networks 5',
  '--points 9',
  '--seed 1',
  '--threads 1',
  '--kernels relaxed',
  '--progress json',
  '--quiet',
];

/** Command → option that is refused → what stands beside it → what the line says after the option's name. */
const IDLE: readonly (readonly [command: string, option: string, beside: string, line: string])[] = [
  [
    'trajectory',
    '--points 9',
    '--estimator exact',
    'none with the exact estimator, which takes none, got "9"',
  ],
  ['trajectory', '--points 9', 'exact.json', 'none with the exact estimator, which takes none, got "9"'],
  ['trajectory', '--biases uniform', '', '--sigma-b with it, got none'],
  ['trajectory', '--bias-scaling fan-in', '', '--sigma-b with it, got none'],
  ['trajectory', '--mask block:4', '', '--density below 1 with it, got none'],
  ['trajectory', '--mnist-dir digits', '', '--endpoints mnist:A,B with it, got "orthonormal"'],
  [
    'trajectory',
    '--mnist-dir digits',
    '--endpoints ends.csv',
    '--endpoints mnist:A,B with it, got "ends.csv"',
  ],
  besideFlag('trajectory', '--progress json', '--quiet'),
  ['trajectory', '--queue mine', '', '--redis with it, got none'],
  [
    'trajectory',
    '--threads 2',
    '--redis redis://localhost',
    'none with --redis, whose workers have their own, got "2"',
  ],
  ['trajectory', '--save-curve 1', '', '--out with it, got none'],
  ['trajectory', '--save-network 1', '--out run', '--save-curve with it, got none'],
  ['trajectory', '--resume', '', '--out or a run folder with it, got none'],
  ['plan', '--points 9', 'exact.json', 'none with the exact estimator, which takes none, got "9"'],
  ['plan', '--biases uniform', '', '--sigma-b with it, got none'],
  ['plan', '--bias-scaling fan-in', '', '--sigma-b with it, got none'],
  ['plan', '--mask block:4', '', '--density below 1 with it, got none'],
  ['plan', '--mnist-dir digits', '', '--endpoints mnist:A,B with it, got "orthonormal"'],
  ['plan', '--max-networks 9', '', '--until-relative-ci with it, got none'],
  ['theory growth', '--biases uniform', '', '--sigma-b with it, got none'],
  ['theory growth', '--bias-scaling fan-in', '', '--sigma-b with it, got none'],
  ['theory growth', '--mask block:4', '', '--density below 1 with it, got none'],
  ['theory growth', '--mnist-dir digits', '', '--endpoints mnist:A,B with it, got "orthonormal"'],
  ['theory growth', '--seed 1', '--endpoints mnist:3,8', 'random --endpoints with it, got "mnist:3,8"'],
  ['theory growth', '--seed 1', '--endpoints ends.csv', 'random --endpoints with it, got "ends.csv"'],
  ...['--sigma-w 2', '--depth 2', '--at-q 1', '--at-c 0', '--dropout 0.1', '--simulate', ...SIMULATION].map(
    (option) => besideFlag('theory meanfield', option, '--critical'),
  ),
  besideFlag('theory meanfield', '--dropout 0.1', '--simulate'),
  ...SIMULATION.map((option) => ['theory meanfield', option, '', '--simulate with it, got none'] as const),
  ['theory meanfield', '--out grid', '', 'several --sigma-w or --sigma-b with it, got none'],
  ['theory meanfield', '--out grid', '--critical', 'none with --critical, got "grid"'],
  ...[
    '--width 9',
    '--depth 2',
    '--widths 2,2',
    '--density 1',
    '--weights uniform',
    '--sigma-w 2',
    '--sigma-b 1',
    '--biases uniform',
    '--scaling none',
    '--bias-scaling fan-in',
    '--mask block:2',
    '--init lecun',
    '--input-dim 2',
    '--network 1',
  ].map((option) => besideFlag('regions', option, '--network-file network.json', '--network-file')),
  ['regions', '--biases uniform', '', '--sigma-b with it, got none'],
  ['regions', '--bias-scaling fan-in', '', '--sigma-b with it, got none'],
  ['regions', '--mask block:4', '', '--density below 1 with it, got none'],
  ['regions', '--mnist-dir digits', '', '--endpoints mnist:A,B with it, got "orthonormal"'],
  ...['trajectory', 'plan', 'regions'].flatMap((command) =>
    ['--transpose', '--output-activation tanh'].map(
      (option) =>
        [
          command,
          option,
          '',
          command === 'regions' ? '--network-file with it, got none' : 'networkFile beside it, got none',
        ] as const,
    ),
  ),
  ['regions', '--export', '', '--out with it, got none'],
  ['regions', '--decision', '', '--slice with it, got none'],
  ['regions', '--lines 3', '', '--around with it, got none'],
  ['regions', '--reach 3', '--patterns', '--around with it, got none'],
  ...['--curve arc', '--radius 2'].flatMap((option) =>
    ['--patterns', '--around'].map((view) => besideFlag('regions', option, view)),
  ),
  besideFlag('regions', '--curve arc', '--slice'),
  besideFlag('regions', '--radius 2', '--slice'),
  [
    'regions',
    '--seed 1',
    '--network-file network.json --endpoints ends.csv',
    'a random network, random --endpoints, random lines or a random --readout with it, got none',
  ],
  ['regions', '--window 3', '', '--slice with it, got none'],
  ['regions', '--points 9', '--slice', '--boundary with it, got none'],
  ['regions', '--crossings 9', '', '--boundary with it, got none'],
  ['regions', '--readout 1,1', '--segment', '--boundary with it, got none'],
  ...[
    '--quick',
    '--full',
    '--test',
    '--seed 1',
    '--mnist-dir digits',
    '--width 9',
    '--from ends.csv',
    '--kernels relaxed',
    '--threads 1',
    '--out run',
    '--progress json',
    '--quiet',
  ].map((option) => besideFlag('figure list', option, '', 'figure list')),
  ...['--full', '--seed 1', '--mnist-dir digits', '--kernels relaxed', '--threads 1', '--progress json'].map(
    (option) => besideFlag('figure poole-fig1', option, '--from ends.csv', '--from, which runs nothing'),
  ),
  besideFlag('figure raghu-noise', '--mnist-dir digits', '--test', '--test, which learns the shipped digits'),
  besideFlag('figure poole-fig1', '--mnist-dir digits', '--quick', 'poole-fig1, which learns no digits'),
  ['figure poole-fig1', '--width column', '--test', '--out with it, got none'],
  ['figure poole-fig1', '--pixels 9', '--test', '--out with it, got none'],
];

function besideFlag(command: string, option: string, beside: string, other = beside) {
  const [name, value] = option.split(' ');
  return [command, option, beside, `none with ${other}, got ${value ? `"${value}"` : name}`] as const;
}

const split = (words: string) => words.split(' ').filter(Boolean);

test('every option of every command has its place here', async () => {
  for (const [path, command] of await commandsByPath()) {
    const own = IDLE.filter(([words]) => words === path || words.startsWith(`${path} `));
    const idle = own.map(([, option]) => split(option)[0]!.slice(2));
    const here = new Set([...split(ALWAYS[path]!), ...idle]);
    expect([...here].sort(), path).toEqual(command.options.map(({ long }) => long!.slice(2)).sort());
  }
});

test.each(IDLE)('%s %s beside %s', async (command, option, beside, line) => {
  const program = await allCommands();
  strictOptions(program);
  const words = [command, beside, option].flatMap(split);
  const refused = refusal(`${split(option)[0]}: expected ${line}`);
  await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow(refused);
});

test('nothing was written', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
});
