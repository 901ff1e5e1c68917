import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figures } from '../../src/figures/index.ts';
import { doubles } from '../node/fixtures.ts';
import { build, expressivity, listing } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-wrong-'));
beforeAll(async () => {
  await build();
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'nan.csv': '1,2\n3,nan\n',
    'nan.npy': doubles('(2, 2)', [1, 2, Number.NaN, 4]),
    'three.csv': '1,0\n0,1\n1,1\n',
    'same.csv': '1,2\n1,2\n',
    'broken.json': '{ "width": 3,',
    'other.json': '{ "schema": "expressivity/figure@1", "figure": "another-figure" }',
    ...damagedFigures({
      empty: {},
      unseeded: { size: 'test', seed: 'evil<b>', data: { result: {} } },
      hollow: { size: 'test', seed: 0, data: { result: { experiment: {}, cells: [] } } },
    }),
    'list.json': '[1, 2]',
    'field.json': '{ "widht": 3 }',
    'value.json': '{ "density": [0.5, 1.5] }',
    'both.json': '{ "widths": [3, 3], "depth": 2 }',
    'ends.json': '{ "endpoints": "nowhere.npy" }',
    'big.json': '{ "estimator": "polyline", "points": 9000000 }',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'taken/result.csv'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Documents of price-growth-depth, by file name, that say what they are and are not whole. */
function damagedFigures(rest: Readonly<Record<string, object>>): Record<string, string> {
  const head = { schema: 'expressivity/figure@1', figure: 'price-growth-depth' };
  return Object.fromEntries(
    Object.entries(rest).map(([name, fields]) => [`${name}.json`, JSON.stringify({ ...head, ...fields })]),
  );
}

/** Words of a command line → what its one line of complaint says. */
const refused: readonly (readonly [words: string, line: string])[] = [
  ['trajectory --density -0.1', '--density: expected a number in [0, 1], got -0.1'],
  ['trajectory --density 1.5', '--density: expected a number in [0, 1], got 1.5'],
  [
    'trajectory --density NaN',
    '--density: expected a number in [0, 1], got "NaN" (element 1 is not a number)',
  ],
  ['trajectory --density=', '--density: expected a number in [0, 1], got "" (the list is empty)'],
  ['trajectory --density 0.5,2', '--density: expected a number in [0, 1], got 2 (value 2)'],
  [
    'trajectory --weights discrete:-1:1:2',
    '--weights: expected a finite symmetric set such as discrete:-2:-1:1:2, got "discrete:-1:1:2" (2 has no counterpart -2)',
  ],
  [
    'trajectory --activation spline',
    '--activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu, soft-threshold:tau or maxout:k, got "spline"',
  ],
  ['trajectory --save-curve 5', '--save-curve: expected --out with it, got none'],
  [
    'trajectory --save-curve x --out run',
    '--save-curve: expected layers, such as 5,10, got "x" (element 1 is not a number)',
  ],
  ['trajectory --depth 3 --save-curve 4 --out run', '--save-curve: expected integers in 1 … 3, got 4'],
  ['trajectory --save-network 1', '--save-network: expected --save-curve with it, got none'],
  ['theory meanfield --networks 5', '--networks: expected --simulate with it, got none'],
  ['theory meanfield --simulate --width 1', '--width: expected at least 2 for a circle, got 1'],
  ['trajectory --depth 0', '--depth: expected an integer from 1 to 100,000, got 0'],
  [
    'trajectory --width 1',
    '--endpoints: expected an input dimension of at least 2 for orthonormal (inputDim, by default the first width), got 1',
  ],
  ['trajectory --sigma-w 1e999', '--sigma-w: expected a finite number of at least 0, got Infinity'],
  ['trajectory --widths 3,3 --depth 2', '--widths: expected either widths or width and depth, got both'],
  [
    'trajectory --networks 9 --until-relative-ci 0.1',
    '--until-relative-ci: expected either a number of networks or a relative interval, got both',
  ],
  [
    'trajectory --estimator polyline --points 10000000',
    '--points: expected at most about 5,200,000 at these widths, which fill the 4 GiB of a WebAssembly memory, got 10,000,000, which take 8 GiB',
  ],
  [
    'trajectory --endpoints nowhere.csv',
    '--endpoints: expected a readable file, got "nowhere.csv" (no such file)',
  ],
  [
    'trajectory --endpoints nan.csv',
    '--endpoints: expected a finite number at row 2, column 2 of "nan.csv", got "nan"',
  ],
  [
    'trajectory --endpoints nan.npy',
    '--endpoints: expected a finite number at row 2, column 1 of "nan.npy", got NaN',
  ],
  ['trajectory --endpoints three.csv', '--endpoints: expected two points for a line, got 3'],
  ['trajectory --endpoints same.csv', '--endpoints: expected points that differ, got 2 equal points'],
  [
    'trajectory --endpoints mnist:3,8 --input-dim 5',
    '--input-dim: expected 784, the dimension of the endpoints, got 5',
  ],
  [
    'trajectory --endpoints mnist:3',
    '--endpoints: expected at least two digits by class (mnist:3,8) or index (mnist:#17,#42), got "mnist:3"',
  ],
  [
    'trajectory --endpoints mnist:3,8 --mnist-dir nowhere',
    '--mnist-dir: expected a readable folder, got "nowhere" (no such file)',
  ],
  ['trajectory --threads 0', '--threads: expected an integer from 1 to 256, got "0"'],
  ['trajectory --out nan.csv', `--out: expected a folder, got the file "${join(folder, 'nan.csv')}"`],
  ['trajectory --out=', '--out: expected a folder, got ""'],
  [
    'trajectory --out taken',
    '--out: expected a folder with room for a file result.csv, got one with a folder of that name',
  ],
  ['trajectory nowhere.json', 'nowhere.json: expected an experiment file, got no such file'],
  [
    'trajectory broken.json',
    'broken.json: expected JSON with a key in quotes at line 1, column 14, got the end of the text',
  ],
  ['trajectory list.json', 'list.json: expected a JSON object of experiment fields, got [1,2]'],
  ['trajectory field.json', 'field.json: widht: expected a known field (did you mean width?), got "widht"'],
  ['trajectory value.json', 'value.json: density[1]: expected a number in [0, 1], got 1.5'],
  ['trajectory both.json', 'both.json: widths: expected either widths or width and depth, got both'],
  [
    'trajectory ends.json',
    'ends.json: endpoints: expected a readable file, got "nowhere.npy" (no such file)',
  ],
  [
    'trajectory --estimator exact --activation hard-tanh --sigma-w 16 --depth 14',
    '--estimator: expected polyline or tangent for an image of about 700,000,000 breakpoints, of which some 3,000,000 fit the 4 GiB of a WebAssembly memory at these widths, got exact',
  ],
  [
    'trajectory big.json',
    'big.json: points: expected at most about 5,200,000 at these widths, which fill the 4 GiB of a WebAssembly memory, got 9,000,000, which take 7 GiB',
  ],
  [
    'trajectory big.json --points 8000000',
    '--points: expected at most about 5,200,000 at these widths, which fill the 4 GiB of a WebAssembly memory, got 8,000,000, which take 7 GiB',
  ],
  [
    'trajectory --width 15000 --estimator exact',
    '--estimator: expected polyline or tangent for an image of about 75,000 breakpoints, of which some 23,000 fit the 4 GiB of a WebAssembly memory at these widths, got exact',
  ],
  [
    'trajectory --width 100000 --estimator tangent --points 100000',
    '--points: expected at most about 2,700 at these widths, which fill the 4 GiB of a WebAssembly memory, got 100,000, which take 150 GiB',
  ],
  [
    'trajectory --width 1:10000:1 --depth 100000',
    '--depth: expected at most 1,000,000 layers in all cells of a sweep, got 10000 cells of 100000 layers',
  ],
  [
    'trajectory --activation tanh --sigma-w 1e20',
    '--sigma-w: expected a number less than about 1.1e+12 with tanh, whose pre-activations single precision could not tell apart, got 100000000000000000000',
  ],
  [
    'trajectory --activation leaky-relu:1e-30',
    '--activation: expected a slope of 0 or at least 1e-20 in size, whose squares single precision holds, got leaky-relu:1e-30',
  ],
  [
    'trajectory --curve arc --points 4000000 --save-curve 1 --out run',
    '--save-curve: expected at most 2000000 samples, got 4000000 (4000000 points in 1 layers of 1 cells)',
  ],
  ['trajectory one.json two.json', 'trajectory: expected 1 argument, got 2'],
  [
    'trajectory --densty 1',
    '--densty: expected an option of expressivity trajectory (did you mean --density?), got --densty',
  ],
  ['trajectory --density', '--density: expected a value <a,…>, got none'],
  ['trajectory --out --json', '--out: expected a value <dir>, got --json'],
  ['trajectory --width 3 --width 4', '--width: expected once, got twice'],
  ['trajectory --mnist-dir digits', '--mnist-dir: expected --endpoints mnist:A,B with it, got "orthonormal"'],
  ['figure list --full --out d', '--full: expected none with figure list, got --full'],
  ['theory growth --density 0.1,1', '--density: expected one value, got a sweep of 2'],
  [
    'theory',
    'theory: expected growth, transitions, meanfield, regions or explain, got none; expressivity theory --help says more',
  ],
  [
    'theory shrinkage',
    'theory: expected growth, transitions, meanfield, regions or explain, got "shrinkage"',
  ],
  ['theory regions', '--widths: expected the widths of the layers, such as 8,8, got none'],
  ['theory regions --widths 8,0', '--widths: expected an integer in 1 … 10000, got 0 (value 2)'],
  [
    'theory transitions --widths 8,x',
    '--widths: expected the widths of the layers, such as 8,8, got "8,x" (element 2 is not a number)',
  ],
  ['theory transitions --widths 8 --angle -1', '--angle: expected a finite number >= 0, got -1'],
  ['theory transitions --widths 8 --angle x', '--angle: expected a number, got "x"'],
  [
    'theory explain pricetaner',
    'explain: expected the name of a bound, formula or quantity (did you mean priceTanner?), got "pricetaner"',
  ],
  ['figure', 'figure: expected ID, got none; expressivity figure --help says more'],
  [
    'figure nope',
    `figure: expected list, all or one of ${figures.map(({ id }) => id).join(', ')}, got "nope"`,
  ],
  [
    'figure price-growth',
    'figure: expected list, all or a figure (did you mean price-growth-depth?), got "price-growth"',
  ],
  ['figure all', '--out: expected a folder for figure all, got none'],
  ['figure price-growth-depth --quick --full', '--full: expected one size, got --quick and --full'],
  ['figure price-growth-depth --seed -1', '--seed: expected an integer from 0 to 2^53-1, got "-1"'],
  [
    'figure price-growth-depth --out run --pixels 1e9',
    '--pixels: expected an integer from 1 to 20,000, got "1e9"',
  ],
  ['figure price-growth-depth --out run --width wide', '--width: expected page or column, got "wide"'],
  [
    'figure price-growth-depth --out run --width 1400',
    '--width: expected page or column, got "1400" (--pixels is the width of the PNG)',
  ],
  [
    'figure price-growth-depth --points 9',
    '--points: expected an option of expressivity figure, got --points',
  ],
  [
    'figure price-growth-depth --from nowhere',
    '--from: expected the document of price-growth-depth, got "nowhere" (no such file)',
  ],
  [
    'figure price-growth-depth --from broken.json',
    '--from: expected the document of price-growth-depth, got "broken.json" (not a figure)',
  ],
  [
    'figure price-growth-depth --from other.json',
    '--from: expected the document of price-growth-depth, got "other.json" ("another-figure")',
  ],
  ...(
    [
      ['empty', 'size'],
      ['unseeded', 'seed'],
      ['hollow', 'data.result.schema'],
    ] as const
  ).map(([name, place]): [string, string] => [
    `figure price-growth-depth --from ${name}.json`,
    `--from: expected the document of price-growth-depth, got "${name}.json", damaged at ${place}`,
  ]),
  [
    'figure price-growth-depth --from other.json --seed 1',
    '--seed: expected none with --from, which runs nothing, got "1"',
  ],
  [
    'trajctory',
    'command: expected trajectory, report, plan, shard, status, merge, slurm, worker, theory, regions, train, figure or page (did you mean trajectory?), got "trajctory"',
  ],
  [
    '',
    'command: expected trajectory, report, plan, shard, status, merge, slurm, worker, theory, regions, train, figure or page, got none; expressivity --help says more',
  ],
];

describe.concurrent('wrong input: exit code 2, one line on standard error, nothing else', () => {
  test.for(refused)('expressivity %s', async ([words, line], context) => {
    const outcome = await expressivity(words.split(' ').filter(Boolean), { cwd: folder });
    context.expect(outcome).toEqual({ code: 2, signal: null, stdout: '', stderr: `expressivity: ${line}\n` });
  });

  test.skipIf(process.platform !== 'linux')(
    'a folder that cannot be made, even by root',
    async ({ expect }) => {
      const words = ['trajectory', '--out', '/proc/expressivity'];
      const { code, stdout, stderr } = await expressivity(words, { cwd: folder });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^expressivity: --out: expected a folder that can be written to, got "\/proc\/expressivity" \(E\w+: [^)]+\)\n$/,
      );
    },
  );
});

test('nothing was written', () => {
  expect(listing(folder).filter((name) => !/\.(csv|npy|json)$/.test(name))).toEqual(['taken']);
});
