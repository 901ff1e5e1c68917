/** One experiment, ours and the peers' in turns. */
import type { Vertices } from '../../src/index.ts';
import type { KernelsName } from '../../src/kernels/index.ts';
import { type ExperimentCase, experimentOf } from '../experiments.ts';
import { type Rate, rate } from '../rate.ts';
import type { Cell } from '../table.ts';
import { median } from '../time.ts';
import { agreement } from './agree.ts';
import { type Peer, type PeerRun, runPeer } from './peer.ts';

export interface CompareOptions {
  readonly kernels: KernelsName;
  readonly rounds: number;
  /** A timed run of each takes about this long. */
  readonly seconds: number;
  /** The ends of the line, and a JSON file that has them too. */
  readonly vertices: Vertices;
  readonly endsFile: string;
}

/** Threads that each side has. */
export const THREADS = 2;
const SIGMA = 2;
/** Enough for a standard deviation that a comparison may rest on. */
const LEAST_NETWORKS = 32;

export interface Comparison {
  readonly kernels: string;
  readonly rows: Record<string, Cell>[];
}

/** One row per peer. @throws Error if a peer's lengths are not ours within statistical error. */
export async function compare(
  experiment: ExperimentCase,
  peers: readonly Peer[],
  { rounds, seconds, vertices, endsFile, kernels }: CompareOptions,
): Promise<Comparison> {
  const { width, depth, density, points } = experiment;
  const suited = peers.filter((peer) => peer.suits(density));
  const networks = new Map<Peer, number>();
  const runs = new Map<Peer, PeerRun[]>(suited.map((peer) => [peer, []]));
  const ours: Rate[] = [];
  const input = { ...experimentOf(experiment), sigmaW: SIGMA, endpoints: 'two points of the unit cube' };
  for (let round = 0; round < rounds; round++) {
    ours.push(
      await rate(input, {
        threads: THREADS,
        kernels,
        seconds,
        runs: 1,
        leastNetworks: LEAST_NETWORKS,
        vertices,
      }),
    );
    for (const peer of suited) {
      const what = { sigma: SIGMA, seed: round + 1, ends: endsFile };
      if (!networks.has(peer)) {
        // A first look, which also fills the caches of the file system.
        const look = await runPeer(peer, experiment, THREADS, what);
        networks.set(peer, Math.max(THREADS, Math.ceil(seconds / look.secondsPerNetwork)));
      }
      runs.get(peer)!.push(await runPeer(peer, experiment, networks.get(peer)!, what));
    }
  }
  const oursPerNetwork = ours.map((run) => 1 / run.networksPerSecond);
  const rows = suited.map((peer): Record<string, Cell> => {
    const theirs = runs.get(peer)!;
    const ratio = median(theirs.map((run, i) => run.secondsPerNetwork / oursPerNetwork[i]!));
    const z = agreement(`${peer.name}, k = ${width}`, pooled(theirs), ours.at(-1)!.cells[0]!);
    return {
      k: width,
      depth,
      density,
      T: points,
      draw: ours.at(-1)!.cells[0]!.draw,
      peer: peer.name,
      'ms per network, ours': 1000 * median(oursPerNetwork),
      'ms per network, peer': 1000 * median(theirs.map((run) => run.secondsPerNetwork)),
      'peer over ours': ratio,
      'networks, ours': ours.at(-1)!.networks,
      'networks, peer': pooled(theirs).networks,
      'difference in lengths, standard errors': z,
    };
  });
  return { kernels: ours[0]!.kernels, rows };
}

/** All rounds of a peer as one sample: each round has its own seeds. */
function pooled(runs: readonly PeerRun[]): Pick<PeerRun, 'networks' | 'ratios'> {
  const networks = runs.reduce((sum, run) => sum + run.networks, 0);
  const ratios = runs[0]!.ratios.map(
    (_, l) => runs.reduce((sum, run) => sum + run.networks * run.ratios[l]!, 0) / networks,
  );
  return { networks, ratios };
}
