/** Time to an accuracy beside numpy's script, whose time is extrapolated from a sample of its networks. */
import { curve, curveAngle } from '../../src/curve/index.ts';
import { planExperiment } from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import type { KernelsName } from '../../src/kernels/index.ts';
import { polylineLoss } from '../../src/theory/polyline-loss.ts';
import { ACCURACIES, type AccuracyCase, percent, type Reached, reach, SIGMA, THREADS } from '../accuracy.ts';
import type { Cell, Table } from '../table.ts';
import { agreement } from './agree.ts';
import { type Peer, type PeerRun, runPeer } from './peer.ts';

/** Points that numpy's script takes of the line. */
const POINTS = [100, 1000] as const;

/** Standard normal quantile of a 95 % interval. */
const Z = 1.96;

/** Networks from which a variance is taken. */
const [LEAST, MOST] = [64, 20_000];

export interface Ends {
  readonly vertices: readonly (readonly number[])[];
  /** The same as files, for a peer and for the command line. */
  readonly endsFile: string;
  readonly endsCsv: string;
}

export interface AccuracyPace {
  readonly kernels: KernelsName;
  readonly rounds: number;
  /** A sample of a peer takes about this long. */
  readonly seconds: number;
  readonly accuracies?: readonly number[];
}

/** @throws Error if the script's lengths are not ours within statistical error. */
export async function accuracyTable(
  peer: Peer,
  cases: readonly AccuracyCase[],
  endsOf: (width: number) => Promise<Ends>,
  pace: AccuracyPace,
  say: (text: string) => void,
): Promise<Table> {
  const rows: Record<string, Cell>[] = [];
  let kernels = '';
  for (const setting of cases) {
    const { width, depth, density } = setting;
    const ends = await endsOf(width);
    const samples: PeerRun[] = [];
    for (const points of POINTS) {
      say(`accuracy, ${peer.name}, ${width} × ${depth}, density ${density}, T = ${points}`);
      samples.push(await sample(peer, setting, points, ends, pace.seconds));
    }
    for (const accuracy of pace.accuracies ?? ACCURACIES) {
      say(`accuracy, ${width} × ${depth}, density ${density}, ± ${percent(accuracy)}`);
      const { kernels: build, rounds } = pace;
      const ours = await reach(setting, accuracy, { kernels: build, rounds, endpoints: ends.endsCsv });
      kernels = ours.kernels;
      rows.push(...rowsOf(peer.name, setting, accuracy, ours, samples, ends));
    }
  }
  return {
    title: `Time to an accuracy, beside ${peer.name}`,
    note: `Until the 95 % interval of the last layer's expected ratio is as narrow as asked: ReLU, Gaussian weights, sigma_w ${SIGMA}, no bias, a line between two points of the unit cube. Ours: whole processes, start included, ${THREADS} threads, median of ${pace.rounds}. ${peer.name}: extrapolated from its seconds a network and its variance over a sample of at least ${LEAST} networks in two single-threaded processes; no start-up. The last ratio is of CPU seconds, which neighbours disturb less. Reads short: what ${peer.name}'s points miss of the length at infinite width, an error that no number of networks removes. Difference: between the mean ratios of its sample and of ours.`,
    kernels,
    rows,
  };
}

/** One row for each number of points of the peer. */
function rowsOf(
  name: string,
  setting: AccuracyCase,
  accuracy: number,
  ours: Reached,
  samples: readonly PeerRun[],
  { vertices }: Ends,
): Record<string, Cell>[] {
  const { width, depth, density } = setting;
  return samples.map((run, i) => {
    const networks = Math.ceil(relativeVariance(run) * (Z / accuracy) ** 2);
    const cpu = networks * run.cpuSecondsPerNetwork!;
    return {
      k: width,
      depth,
      density,
      asked: `± ${percent(accuracy)}`,
      'ours: networks': ours.networks,
      'CPU s': ours.cpuSeconds,
      'wall s': ours.seconds,
      [`${name}: T`]: POINTS[i]!,
      'reads short': percent(lossOf(setting, vertices, POINTS[i]!)),
      'networks, extrapolated': networks,
      'CPU s, extrapolated': cpu,
      'wall s, extrapolated': networks * run.secondsPerNetwork,
      [`${name} over ours`]: cpu / ours.cpuSeconds,
      'networks of the sample': run.networks,
      'difference, standard errors': agreement(`${name}, k = ${width}`, run, ours.cell),
    };
  });
}

/** A sample of about `seconds`, after a look that says how many networks that is. */
async function sample(
  peer: Peer,
  { width, depth, density }: AccuracyCase,
  points: number,
  { endsFile }: Ends,
  seconds: number,
): Promise<PeerRun> {
  const what = { sigma: SIGMA, seed: 1, ends: endsFile };
  const shape = { width, depth, density, points };
  const look = await runPeer(peer, shape, 2 * THREADS, what);
  const networks = Math.min(MOST, Math.max(LEAST, Math.ceil(seconds / look.secondsPerNetwork)));
  return runPeer(peer, shape, networks, { ...what, seed: 2 });
}

/** Variance over squared mean of the last layer's ratio over a sample. */
function relativeVariance({ networks, ratios, squares }: PeerRun): number {
  const mean = ratios.at(-1)!;
  return ((squares!.at(-1)! - mean * mean) * networks) / (networks - 1) / (mean * mean);
}

function lossOf(
  { width, depth, density }: Omit<AccuracyCase, 'weights'>,
  vertices: readonly (readonly number[])[],
  points: number,
): number {
  const line = curve('line', vertices);
  const plan = planExperiment(parseExperiment({ width, depth, density, sigmaW: SIGMA, endpoints: 'ends' }), {
    vertices,
  });
  return polylineLoss(plan.cells[0]!.network, { angle: curveAngle(line) }, points, depth)!;
}
