/**
 * Files that people have, and files made to do harm: read with the right value, or refused in one line before
 * memory is taken.
 */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onnxBytes } from '../formats/onnx-bytes.ts';
import { CONVOLUTIONAL } from '../formats/onnx-models.ts';
import { doubles, idx, npy, rawNpy, zip } from '../node/fixtures.ts';
import { build, expressivity, listing, shell } from './expressivity.ts';

const identity = Float64Array.of(1, 0, 0, 1);
const none = new Float64Array();
/** Little-endian float16: 1, 0, 0, 1. */
const half = Uint8Array.of(0x00, 0x3c, 0, 0, 0, 0, 0x00, 0x3c);
const bigEndian = Buffer.from(new Uint8Array(identity.buffer)).swap64();
const two = idx(0x803, [2, 2, 2], [255, 0, 0, 0, 0, 255, 0, 0]);
const labels = idx(0x801, [2], [0, 1]);

/** 60 directory entries on one file of 512 KiB of zeros. */
function overlapping(): Buffer {
  const content = doubles('(256, 256)', new Array<number>(256 * 256).fill(0));
  return zip([
    { name: 'W1.npy', content, deflated: true },
    ...Array.from({ length: 59 }, (_, i) => ({ name: `W${i + 2}.npy`, content, deflated: true, at: 0 })),
  ]);
}

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'convolutional.onnx': onnxBytes(CONVOLUTIONAL),
  'ends.csv': '-1\n1\n',
  'numbers.csv': '0,1,2\n0.5,1.0,2.0\n1.5,1.0,2.0\n',
  'index.csv': ',x,y\n0,1,0\n1,0,1\n',
  'label.csv': 'label,1x1,1x2\n7,0,255\n1,255,0\n',
  'long.csv': `1\n${'x'.repeat(3e6)}\n`,
  'wide.csv': `${'0,'.repeat(3e6 - 1)}0\n${'0,'.repeat(3e6 - 1)}1\n`,
  'semicolons.csv': 'x;y\n1;0\n0;1\n',
  'utf16.csv': Buffer.from('\uFEFF1,0\n0,1\n', 'utf16le'),
  'python2.npy': rawNpy("{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 2L), }", identity),
  'big-endian.npy': npy('>f8', '(2, 2)', bigEndian),
  'half.npy': npy('<f2', '(2, 2)', half),
  'empty.npy': '',
  'rows.npy': npy('<f8', '(1000000000, 0)', none),
  'texts.npy': npy('<U0', '(2, 2)', none),
  'negative.npy': npy('<f8', '(-1, 2)', none),
  'twins/train-images.idx3-ubyte': two,
  'twins/train-labels.idx1-ubyte': labels,
  'twins/train-images-idx3-ubyte/file': '',
  'twins/train-labels-idx1-ubyte/file': '',
  // Claims 2 GiB of images, and holds 16 MiB.
  'bomb/train-images-idx3-ubyte.gz': gzipSync(
    Buffer.concat([idx(0x803, [2 ** 21, 32, 32], []), Buffer.alloc(2 ** 24)]),
  ),
  'bomb/train-labels-idx1-ubyte.gz': gzipSync(labels),
  'overlap.npz': overlapping(),
  'texts.npz': zip([{ name: 'W1.npy', content: npy('<U0', '(2, 2)', none) }]),
  'ten.npz': zip([
    { name: 'h.10.weight.npy', content: doubles('(1, 1)', [3]) },
    { name: 'h.2.bias.npy', content: doubles('(1,)', [-0.5]) },
    { name: 'h.2.weight.npy', content: doubles('(1, 1)', [1]) },
  ]),
  'bias.json': '{"layers": [{"weights": [[1]], "bias": [-0.5]}]}',
  'twice.json': '{"layers": [{"weights": [[1]], "weights": [[2]]}]}',
  'escape.json': '\u001b]0;owned\u0007\u001b[2J',
  'utf16.json': Buffer.from('\uFEFF{"width": 4}', 'utf16le'),
  'deep.json': '['.repeat(1e6),
  'key.json': '{"width": 3, "width": 4}',
  'evil\u001b[2J.json': '{"width": 0}',
};

const folder = mkdtempSync(join(tmpdir(), 'expressivity-files-'));
beforeAll(async () => {
  await build();
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  for (const name of ['huge.json', 'huge.csv', 'huge.npy']) {
    writeFileSync(join(folder, name), '');
    truncateSync(join(folder, name), 2 ** 32);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const RUN = 'trajectory --width 4 --depth 1 --networks 2';
const PANDAS_ROWS = 'leave out an index (in pandas, index=False)';
const valid = (name: string) => `--endpoints: expected a valid .npy file, got "${name}"`;
const weights = (name: string) => `--network-file: expected the weights of a network, got "${name}"`;

const refused: readonly (readonly [words: string, line: string])[] = [
  [
    `${RUN} --endpoints numbers.csv`,
    '--endpoints: expected points or names in the first row of "numbers.csv", got numbers of columns, 0 to 2; leave them out (in pandas, header=False) or write names',
  ],
  [
    `${RUN} --endpoints index.csv`,
    `--endpoints: expected a name for column 1 of "index.csv", got none; ${PANDAS_ROWS}`,
  ],
  [
    `${RUN} --endpoints label.csv`,
    '--endpoints: expected coordinates alone in "label.csv", got a column "label"; leave it out or rename it',
  ],
  [
    `${RUN} --endpoints long.csv`,
    `--endpoints: expected a finite number at row 2, column 1 of "long.csv", got "${'x'.repeat(58)}…`,
  ],
  [
    `${RUN} --endpoints wide.csv`,
    '--endpoints: expected at most 1,000,000 numbers a row, got 3,000,000 at row 1 of "wide.csv"',
  ],
  [
    `${RUN} --endpoints semicolons.csv`,
    '--endpoints: expected commas between numbers at row 2 of "semicolons.csv", got semicolons ("1;0")',
  ],
  [
    `${RUN} --endpoints utf16.csv`,
    '--endpoints: expected a readable file, got "utf16.csv" (text in UTF-16 or no text; UTF-8 is read)',
  ],
  [
    `${RUN} --endpoints huge.csv`,
    '--endpoints: expected a readable file, got "huge.csv" (4,096 MiB, where at most 256 MiB are read)',
  ],
  [
    `${RUN} --endpoints huge.npy`,
    '--endpoints: expected a readable file, got "huge.npy" (4,096 MiB, where at most 516 MiB are read)',
  ],
  [`${RUN} --endpoints empty.npy`, `${valid('empty.npy')} (an empty file)`],
  [
    `${RUN} --endpoints rows.npy`,
    `${valid('rows.npy')} (expected at most 1,000,000 rows and columns, got shape (1000000000, 0))`,
  ],
  [
    `${RUN} --endpoints texts.npy`,
    `${valid('texts.npy')} (expected float16, float32, float64, integers or booleans, got dtype "<U0" and shape (2, 2))`,
  ],
  [
    `${RUN} --endpoints negative.npy`,
    `${valid('negative.npy')} (expected a shape of whole numbers, got (-1, 2))`,
  ],
  [
    `${RUN} --endpoints mnist:0,1 --mnist-dir bomb`,
    '--mnist-dir: expected an IDX file of bytes, got "bomb/train-images-idx3-ubyte.gz" (expected at most 1,024 MiB of data and 1,000,000 bytes an image, got 2097152 × 32 × 32)',
  ],
  [
    'regions --network-file overlap.npz --endpoints ends.csv',
    `${weights('overlap.npz')} (expected entries side by side, got "W2.npy" inside "W1.npy")`,
  ],
  [
    'regions --network-file texts.npz --endpoints ends.csv',
    `${weights('texts.npz')} (array "W1": expected float16, float32, float64, integers or booleans, got dtype "<U0" and shape (2, 2))`,
  ],
  [
    'regions --network-file bias.json --endpoints ends.csv',
    `${weights('bias.json')} (layer 1: expected no fields beside weights, biases and activation (did you mean biases?), got "bias")`,
  ],
  [
    'regions --network-file twice.json --endpoints ends.csv',
    `${weights('twice.json')} (expected each key once, got "weights" twice, at line 1, column 32)`,
  ],
  [
    'regions --network-file huge.json --endpoints ends.csv',
    '--network-file: expected a readable file, got "huge.json" (4,096 MiB, where at most 128 MiB are read)',
  ],
  [
    'regions --network-file convolutional.onnx --endpoints ends.csv',
    '--network-file: expected a network of dense layers alone, got a convolutional one',
  ],
  [
    'trajectory escape.json',
    'escape.json: expected JSON with a value at line 1, column 1, got "\\u001b]0;owned\\u0007\\u001b[2J"',
  ],
  [
    'trajectory utf16.json',
    'utf16.json: expected an experiment file, got text in UTF-16 or no text; UTF-8 is read',
  ],
  [
    'trajectory deep.json',
    'deep.json: expected lists and objects at most 100 deep, got more at line 1, column 101',
  ],
  ['trajectory key.json', 'key.json: expected each key once, got "width" twice, at line 1, column 14'],
  [
    'trajectory huge.json',
    'huge.json: expected an experiment file, got 4,096 MiB, where at most 4 MiB are read',
  ],
  ['trajectory twins', 'FILE: expected an experiment file, or --resume with a run folder, got a folder'],
  [
    'trajectory evil\u001b[2J.json',
    'evil\\u001b[2J.json: width: expected an integer from 1 to 1,000,000, got 0',
  ],
  ['trajectory \u001b[2J.csv', '\\u001b[2J.csv: expected an experiment file, got no such file'],
  [
    'figure tightness --from huge.json',
    '--from: expected the document of tightness, got "huge.json" (4,096 MiB, where at most 128 MiB are read)',
  ],
  ['trajectory --\u009b2J', '--\\u009b2J: expected an option of expressivity trajectory, got --\\u009b2J'],
  [
    `trajectory --threads ${'9'.repeat(1e5)}`,
    `--threads: expected an integer from 1 to 256, got "${'9'.repeat(58)}…`,
  ],
];

describe.concurrent('refused with exit code 2 in one line', { timeout: 600_000 }, () => {
  test.for(refused)('expressivity %s', async ([words, line], { expect }) => {
    const outcome = await expressivity(words.split(' '), { cwd: folder });
    expect(outcome).toEqual({ code: 2, signal: null, stdout: '', stderr: `expressivity: ${line}\n` });
  });

  test.skipIf(process.platform === 'win32')('devices and pipes without an end', async ({ expect }) => {
    const zero = await expressivity(['trajectory', '/dev/zero']);
    expect([zero.code, zero.stderr]).toEqual([
      2,
      'expressivity: /dev/zero: expected an experiment file, got a device or socket\n',
    ]);
    const { code, stderr } = await shell('expressivity trajectory <(yes)');
    expect([code, stderr.replace(/\/dev\/fd\/\d+/, 'PIPE')]).toEqual([
      2,
      'expressivity: PIPE: expected an experiment file, got more, where at most 4 MiB are read\n',
    ]);
  });
});

describe('read with the right value', { timeout: 600_000 }, () => {
  test.each([
    ['python2.npy', 2],
    ['big-endian.npy', 2],
    ['half.npy', 2],
    ['mnist:0,1 --mnist-dir twins', 4],
  ])('%s', async (ends, dim) => {
    const { code, stdout } = await expressivity(`${RUN} --endpoints ${ends} --json`.split(' '), {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).cells[0].input).toMatchObject({ dim, length: Math.SQRT2 });
  });

  test('layers in the order of the numbers in their names', async () => {
    const words = 'regions --network-file ten.npz --endpoints ends.csv --json';
    const { stdout } = await expressivity(words.split(' '), { cwd: folder });
    // On [-1, 1] the first layer is max(x - 1/2, 0), the second three times that.
    const { breakpoints, layers } = JSON.parse(stdout);
    expect(breakpoints).toEqual([0.75]);
    expect(layers.map(({ length }: { length: number }) => length)).toEqual([0.5, 1.5]);
  });

  test('a convolutional network of ONNX, and what became of its parts', async () => {
    const words = 'trajectory --network-file convolutional.onnx --estimator polyline --points 20 --json';
    const { code, stdout, stderr } = await expressivity(words.split(' '), { cwd: folder });
    expect(code).toBe(0);
    const widths = JSON.parse(stdout).cells[0].layers.map(({ width }: { width: number }) => width);
    expect(widths).toEqual([324, 64, 20, 6, 2]);
    expect(stderr).toContain(
      'convolutional.onnx: inputs are images of 9 × 9 × 3, pixel by pixel, not channel by channel as in the file; batch normalisation (2) is part of the weights before it.',
    );
  });

  test.skipIf(process.platform === 'win32')('an experiment from a pipe', async () => {
    const { code, stdout } = await shell(
      `expressivity trajectory <(sleep 0.1; echo '{ "width": 4, "depth": 1, "networks": 2 }') --json`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).experiment).toMatchObject({ width: 4, depth: 1, networks: 2 });
  });
});

test('nothing was written', () => {
  const made = [...Object.keys(FILES), 'huge.json', 'huge.csv', 'huge.npy'];
  const folders = new Set(made.map(dirname).filter((name) => name !== '.'));
  expect(listing(folder)).toEqual([...new Set([...made, ...folders, 'twins'])].sort());
});
