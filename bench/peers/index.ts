/**
 * `npm run bench:peers -- [--only numpy,scipy,…] [--quick] [--kernels NAME] [--json FILE|-]`: see
 * bench/README.md.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStream } from '../../src/random/index.ts';
import type { ExperimentCase } from '../experiments.ts';
import { command, say } from '../options.ts';
import type { Cell } from '../table.ts';
import { unit } from '../weights.ts';
import { type CompareOptions, compare, THREADS } from './compare.ts';
import { PEERS, type Peer } from './peer.ts';

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
async function makeEnds(width: number, folder: string) {
  const stream = openStream(2n);
  const vertices = [0, 1].map(() => Array.from({ length: width }, () => unit(stream)));
  const endsFile = join(folder, `ends-${width}.json`);
  await writeFile(endsFile, JSON.stringify(vertices));
  return { vertices, endsFile };
}

await command(
  PEERS.map(({ name }) => name),
  async ({ only, quick, kernels: build }, output) => {
    const peers = await available(only);
    if (peers.length === 0) throw new Error('peers: expected at least one that can run here, got none');
    const pace: Pick<CompareOptions, 'rounds' | 'seconds'> = quick
      ? { rounds: 1, seconds: 0.5 }
      : { rounds: 3, seconds: 1.5 };
    const folder = await mkdtemp(join(tmpdir(), 'expressivity-peers-'));
    const rows: Record<string, Cell>[] = [];
    let kernels = '';
    try {
      for (const experiment of quick ? QUICK_CASES : CASES) {
        const { width, density, points } = experiment;
        say(`peers, k = ${width}, density ${density}, T = ${points}`);
        const ends = await makeEnds(width, folder);
        const comparison = await compare(experiment, peers, { ...pace, ...ends, kernels: build });
        rows.push(...comparison.rows);
        kernels = comparison.kernels;
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    output.add([
      {
        title: 'Peers',
        note: `Gaussian weights, sigma_w 2, fan-in scaling, no bias, ReLU, a line between two points of the unit cube. Ours: ${THREADS} threads. numpy, scipy, tfjs: two single-threaded processes with half of the networks each; torch: two threads. In turns, median of ${pace.rounds}; start-up is in no time.`,
        kernels,
        rows,
      },
    ]);
  },
);
