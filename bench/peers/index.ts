/**
 * `npm run bench:peers -- [--only numpy,scipy,…] [--quick] [--kernels NAME] [--json FILE|-]`: see
 * bench/README.md.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KernelsName } from '../../src/kernels/index.ts';
import { openStream } from '../../src/random/index.ts';
import { GAUSSIAN_CASES, QUICK_CASES as QUICK_ACCURACY } from '../accuracy.ts';
import { requireBuilt } from '../built.ts';
import type { ExperimentCase } from '../experiments.ts';
import { command, say } from '../options.ts';
import type { Cell, Table } from '../table.ts';
import { unit } from '../weights.ts';
import { accuracyTable, type Ends } from './accuracy.ts';
import { type CompareOptions, compare, THREADS } from './compare.ts';
import { PEERS, type Peer } from './peer.ts';
import { canTrain, trainingTable } from './train.ts';

const CASES: readonly ExperimentCase[] = [
  ...[0.1, 1].flatMap((density) => [100, 1000].map((points) => ({ width: 784, depth: 10, density, points }))),
  { width: 128, depth: 10, density: 0.5, points: 1000 },
];
const QUICK_CASES: readonly ExperimentCase[] = [{ width: 128, depth: 10, density: 0.5, points: 1000 }];

/** The peers that can run here; says what the others lack. */
async function available(names: readonly string[]): Promise<Peer[]> {
  const found: Peer[] = [];
  for (const peer of PEERS.filter(({ name }) => names.includes(name))) {
    const missing = await peer.missing();
    if (missing === null) found.push(peer);
    else say(`${peer.name}: left out, ${missing}`);
  }
  return found;
}

/** Two random points of the unit cube, here and in a file for the peers. */
async function makeEnds(width: number, folder: string): Promise<Ends> {
  const stream = openStream(2n);
  const vertices = [0, 1].map(() => Array.from({ length: width }, () => unit(stream)));
  const endsFile = join(folder, `ends-${width}.json`);
  const endsCsv = join(folder, `ends-${width}.csv`);
  await writeFile(endsFile, JSON.stringify(vertices));
  await writeFile(endsCsv, vertices.map((vertex) => `${vertex.join(',')}\n`).join(''));
  return { vertices, endsFile, endsCsv };
}

/** Beside the peers, what `--only` may name. */
const ACCURACY = 'accuracy';
const TRAINING = 'training';

await command(
  [...PEERS.map(({ name }) => name), ACCURACY, TRAINING],
  async ({ only, quick, kernels }, output) => {
    const peers = await available(only);
    const numpy = only.includes(ACCURACY) ? (await available(['numpy']))[0] : undefined;
    const trainers = only.includes(TRAINING)
      ? await available(PEERS.filter(canTrain).map(({ name }) => name))
      : [];
    if (peers.length === 0 && numpy === undefined && trainers.length === 0)
      throw new Error('peers: expected at least one that can run here, got none');
    const folder = await mkdtemp(join(tmpdir(), 'expressivity-peers-'));
    try {
      if (numpy !== undefined) {
        requireBuilt();
        const pace = quick
          ? { kernels, rounds: 1, seconds: 0.5, accuracies: [0.01] }
          : { kernels, rounds: 3, seconds: 10 };
        const cases = quick ? QUICK_ACCURACY : GAUSSIAN_CASES;
        output.add([await accuracyTable(numpy, cases, (width) => makeEnds(width, folder), pace, say)]);
      }
      if (trainers.length > 0) {
        const pace = quick ? { rounds: 1, steps: 10 } : { rounds: 3, steps: 100 };
        output.add([await trainingTable(trainers, folder, pace)]);
      }
      if (peers.length > 0) output.add([await rateTable(peers, quick, kernels, folder)]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** Time a network. */
async function rateTable(
  peers: readonly Peer[],
  quick: boolean,
  build: KernelsName,
  folder: string,
): Promise<Table> {
  const pace: Pick<CompareOptions, 'rounds' | 'seconds'> = quick
    ? { rounds: 1, seconds: 0.5 }
    : { rounds: 3, seconds: 1.5 };
  const rows: Record<string, Cell>[] = [];
  let kernels = '';
  for (const experiment of quick ? QUICK_CASES : CASES) {
    const { width, density, points } = experiment;
    say(`peers, k = ${width}, density ${density}, T = ${points}`);
    const ends = await makeEnds(width, folder);
    const comparison = await compare(experiment, peers, { ...pace, ...ends, kernels: build });
    rows.push(...comparison.rows);
    kernels = comparison.kernels;
  }
  return {
    title: 'Peers',
    note: `Gaussian weights, sigma_w 2, fan-in scaling, no bias, ReLU, a line between two points of the unit cube. Ours: ${THREADS} threads. numpy, scipy, tfjs: two single-threaded processes with half of the networks each; torch: two threads. In turns, median of ${pace.rounds}; start-up is in no time.`,
    kernels,
    rows,
  };
}
