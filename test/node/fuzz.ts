/**
 * Damaged files: what readers do with any of them is a value or one line in our words. `files.fuzz.test.ts`
 * tries some with a fixed seed, `npx tsx test/node/fuzz-run.ts RUNS SEED` as many as it is told.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { InputError, printable } from '../../src/experiment/index.ts';
import { networkJson, networkSafetensors } from '../../src/formats/index.ts';
import { type AnyGivenNetwork, givenNetwork } from '../../src/network/index.ts';
import { readDigits, readNetwork, readVectors } from '../../src/node/files/index.ts';
import { readExperiment } from '../../src/node/read-experiment.ts';
import { onnxBytes } from '../formats/onnx-bytes.ts';
import { CONVOLUTIONAL, RESIDUAL } from '../formats/onnx-models.ts';
import { safetensors } from '../formats/safetensors-bytes.ts';
import { imageNetwork } from '../train/images.ts';
import { doubles, idx, npy, zip } from './fixtures.ts';

/** Good files of one kind, and who reads them. */
interface Target {
  readonly files: readonly Buffer[];
  /**
   * Made of a damaged file before it is read: what is inside an archive is reached only where the archive is
   * whole.
   */
  readonly around?: (damaged: Buffer) => Buffer;
  /** Reads a file of this name in a folder of its own. */
  readonly name: string;
  readonly read: (path: string, folder: string) => Promise<unknown>;
}

const six = Float64Array.of(1, 2, 3, 4, 5, 6);
const ARRAYS = [
  npy('<f8', '(2, 3)', six),
  npy('>f4', '(3,)', Float32Array.of(1, 2, 3), { version: 2 }),
  npy('<i8', '(2, 2L)', BigInt64Array.of(1n, 2n, 3n, 4n), { fortran: true, version: 3 }),
  npy('|u1', '(2, 40)', new Uint8Array(80).fill(7)),
];
const [W, b] = [doubles('(2, 3)', [1, 2, 3, 4, 5, 6]), doubles('(2,)', [1, 2])];
const archive = (weights: Buffer, deflated: boolean) =>
  zip([
    { name: 'fc1.weight.npy', content: weights, deflated },
    { name: 'fc1.bias.npy', content: b, deflated },
    { name: 'fc10.weight.npy', content: doubles('(1, 2)', [1, 2]), deflated },
  ]);
const TABLES = [
  'x,y\n1,-2.5\n"3e-2",.5\r\n\n4,5\n',
  '0.5,1,2\n3,4,5\n',
  ',x\n0,0.5\n1,0.25\n',
  '1;2\n3;4\n',
].map((text) => Buffer.from(text));
const IMAGES = [idx(0x803, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])];
const NETWORKS = [
  { activation: 'leaky-relu:0.1', layers: [{ weights: [[1], [2]], biases: [3, 4] }, { weights: [[5, 6]] }] },
].map((network) => Buffer.from(JSON.stringify(network, null, 1)));
const EXPERIMENTS = [
  {
    width: [4, 8],
    depth: 3,
    density: [0.1, 1],
    activation: 'relu',
    weights: ['discrete:-1:1', 'uniform'],
    networks: 7,
  },
  {
    schema: 'expressivity/experiment@1',
    widths: [4, 3],
    measure: ['q'],
    points: 50,
    untilRelativeCi: 0.1,
    seed: 3,
  },
].map((experiment) => Buffer.from(JSON.stringify(experiment)));

const digits = {
  files: IMAGES,
  name: 'train-images-idx3-ubyte',
  read: async (_: string, folder: string) => {
    writeFileSync(join(folder, 'train-labels-idx1-ubyte'), idx(0x801, [2], [3, 8]));
    return (await readDigits({ mnistDir: folder })).images;
  },
};

/** Files of PyTorch and ONNX themselves, and of ours. */
const fixture = (name: string) => readFileSync(new URL(`../formats/fixtures/${name}`, import.meta.url));
const PT = ['float', 'bfloat16', 'checkpoint'].map((name) => fixture(`${name}.pt`));
const image = imageNetwork([3, 3, 1], [{ type: 'conv2d', kernel: 2 }, { type: 'max-pool' }]);
const small = givenNetwork([{ weights: [[1, 2]], biases: [3] }, { weights: [[4]] }], 'leaky-relu:0.1');
const NNETS = [
  '2,2,1,3,\n2,3,1,\n0,\n-1,-1,\n3,3,\n1,2,10,\n2,4,5,\n1,2,\n-1,.5,\n0,1e0,\n.5,\n0,\n-2,\n1,2,3,\n-1,\n',
];
/** The pickle of a state dict, in an archive that is whole; its numbers are few and big enough. */
const aroundPickle = (pickle: Buffer) =>
  zip([
    { name: 'net/data.pkl', content: pickle },
    ...['0', '1', '2', '3', '4', '5'].map((name) => ({
      name: `net/data/${name}`,
      content: Buffer.alloc(48, 1),
    })),
  ]);

export const TARGETS: Readonly<Record<string, Target>> = {
  '.npy': { files: ARRAYS, name: 'points.npy', read: readVectors },
  '.csv': { files: TABLES, name: 'points.csv', read: readVectors },
  '.npz': { files: [archive(W, true), archive(W, false)], name: 'network.npz', read: readNetworkFile },
  'arrays in .npz': {
    files: [W, ...ARRAYS],
    around: (weights) => archive(weights, true),
    name: 'network.npz',
    read: readNetworkFile,
  },
  'networks in .json': {
    files: [...NETWORKS, Buffer.from(networkJson(image))],
    name: 'network.json',
    read: readNetworkFile,
  },
  safetensors: {
    files: [
      Buffer.from(networkSafetensors(small)),
      safetensors({ 'fc.weight': ['BF16', [1, 2], [0xc0, 0x3f, 0, 0xc0]], n: ['I32', [1], [1, 0, 0, 0]] }),
    ],
    name: 'network.safetensors',
    read: readNetworkFile,
  },
  ONNX: {
    files: [
      ...['sequential', 'matmul', 'gemm', 'half'].map((name) => fixture(`${name}.onnx`)),
      Buffer.from(onnxBytes(CONVOLUTIONAL)),
      Buffer.from(onnxBytes(RESIDUAL)),
    ],
    name: 'network.onnx',
    read: readNetworkFile,
  },
  '.pt': { files: PT, name: 'network.pt', read: readNetworkFile },
  'pickles in .pt': {
    files: PT.map(pickleOf),
    around: aroundPickle,
    name: 'network.pt',
    read: readNetworkFile,
  },
  '.nnet': { files: NNETS.map((text) => Buffer.from(text)), name: 'network.nnet', read: readNetworkFile },
  experiments: { files: EXPERIMENTS, name: 'experiment.json', read: (path) => readExperiment(path, {}) },
  IDX: digits,
  'gzipped IDX': { ...digits, files: IMAGES.map((file) => gzipSync(file)) },
  'IDX in gzip': { ...digits, around: (damaged) => gzipSync(damaged) },
};

async function readNetworkFile(path: string): Promise<AnyGivenNetwork> {
  return readNetwork(path);
}

/** `data.pkl` of a stored archive: from the protocol's byte to the record that follows its data. */
function pickleOf(archive: Buffer): Buffer {
  const start = archive.indexOf(Buffer.of(0x80, 2));
  return archive.subarray(start, archive.indexOf(Buffer.from('PK\x07\x08'), start));
}

/** Bytes and words that formats give a meaning, or terminals. */
const WORDS = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ',',
  ':',
  ';',
  '"',
  "'",
  '\\',
  '\n',
  '\r',
  '\t',
  '\0',
  '\u001b[2J',
  '\u009b',
  '\u202e',
  '\uFEFF',
  '1e999',
  '-1',
  '0',
  '99999999999',
  '1000000000',
  '0.5',
  '1e-320',
  'nan',
  'inf',
  'null',
  'true',
  '__proto__',
  '<f8',
  '>f2',
  '<U0',
  '|O',
  '<c16',
  '\u0093NUMPY',
  'PK\x01\x02',
  'PK\x05\x06',
  '\x1f\x8b',
];
const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const PLACES = 2 ** 20;

/** One change of a file, at a place between its start (0) and its end (`PLACES`). */
const edit = fc.record({
  at: fc.nat({ max: PLACES }),
  removed: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    fc.integer({ min: 1, max: 40 }),
    fc.constant(1e9),
  ),
  // What is written there, over or between the bytes.
  written: fc.oneof(
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(...WORDS).map((word) => Buffer.from(word, 'utf8')),
    fc.tuple(fc.constantFrom(...NUMBERS), fc.constantFrom(1, 2, 4), fc.boolean()).map(numberBytes),
    fc.integer({ min: 2, max: 3000 }).map((length) => Buffer.alloc(length, '[1,')),
  ),
  over: fc.boolean(),
});
/** Mostly one: many damage what is looked at first. */
const edits = fc.oneof(
  { weight: 3, arbitrary: edit.map((one) => [one]) },
  fc.array(edit, { minLength: 2, maxLength: 4 }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function numberBytes([value, size, little]: [number, number, boolean]): Buffer {
  const bytes = Buffer.alloc(4);
  if (little) bytes.writeUInt32LE(value);
  else bytes.writeUInt32BE(value);
  return little ? bytes.subarray(0, size) : bytes.subarray(4 - size);
}

function damaged(file: Buffer, changes: readonly Edit[]): Buffer {
  return changes.reduce((bytes, { at, removed, written, over }) => {
    const start = Math.floor((at / PLACES) * bytes.length);
    return Buffer.concat([
      bytes.subarray(0, start),
      written,
      bytes.subarray(start + removed + (over ? written.length : 0)),
    ]);
  }, file);
}

/** Words of JavaScript and its engine, which say nothing of a file. */
const ENGINE =
  /undefined|Invalid|Cannot|is not (a function|iterable)|typed array|DataView|Buffer|call stack|Unexpected|ERR_|Z_[A-Z]|out of range/;
const QUOTED = /"(?:[^"\\]|\\.)*["…]/g;
const LONGEST = 500;
/** Deflate makes at most so many bytes out of one. */
const MOST_RATIO = 1032;

/** Bytes of arrays that a reader takes for each byte of its file, and for streams and buffers whatever it has. */
const MOST_TIMES = 4;
const SLACK = 4 * 2 ** 20;

/**
 * @throws Error where a reader did anything else than give a value that its file has room for or refuse the
 * file in one line.
 */
async function check({ read, name }: Target, file: Buffer, folder: string): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, file);
  const before = process.memoryUsage().arrayBuffers;
  const complain = (what: string) => new Error(`${what}, of ${file.length} bytes ${file.toString('base64')}`);
  const requireRoom = () => {
    const taken = process.memoryUsage().arrayBuffers - before;
    if (taken > MOST_TIMES * file.length + SLACK) throw complain(`${taken} bytes of memory`);
  };
  let value: unknown;
  try {
    value = await read(path, folder);
  } catch (error) {
    requireRoom();
    const { message } = error as Error;
    const line = message.replaceAll(path, 'FILE').replaceAll(folder, 'FOLDER');
    if (!(error instanceof RangeError || error instanceof InputError)) throw complain(`not ours: ${error}`);
    if (!/^\w+: .*expected .+, got .+$/.test(line)) throw complain(`not of our form: ${line}`);
    if (line.length > LONGEST) throw complain(`too long: ${line}`);
    if (printable(line) !== line) throw complain(`not printable: ${JSON.stringify(line)}`);
    // What is quoted is the file's.
    if (ENGINE.test(line.replace(QUOTED, ''))) throw complain(`words of the engine: ${line}`);
    return;
  }
  requireRoom();
  if (size(value) > MOST_RATIO * file.length)
    throw complain(`more than the file holds: ${size(value)} numbers`);
}

function size(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + size(part), 0);
  return ArrayBuffer.isView(value) ? (value as Uint8Array).length : 0;
}

/** Reads `runs` damaged files. @throws Error with the smallest one found that is not read as it should be. */
export async function fuzz(target: Target, runs: number, seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-fuzz-'));
  const files = fc
    .tuple(fc.constantFrom(...target.files), edits)
    .map(([file, changes]) => damaged(file, changes))
    .map(target.around ?? ((file) => file));
  try {
    await fc.assert(
      fc.asyncProperty(files, (file) => check(target, file, folder)),
      { numRuns: runs, seed },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads the files as they are. @throws what the reader throws. */
export async function readWhole({ files, name, read, around = (file) => file }: Target): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-whole-'));
  try {
    for (const file of files) {
      const path = join(folder, name);
      writeFileSync(path, around(file));
      await read(path, folder);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
