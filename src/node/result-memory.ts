/**
 * Refuses results that do not fit memory before any work: memory grows with cells, layers and networks.
 */
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Plan } from '../ensemble/plan.ts';
import {
  askedMeasures,
  type Experiment,
  ExperimentError,
  numbersOf,
  sweepSize,
} from '../experiment/index.ts';
import { hasEnergies } from '../measure/energies.ts';

/**
 * Bytes of the heap that a result takes (Node 20): a layer, a measure of it or a lag of the autocorrelation,
 * and a cell with its plan.
 */
const LAYER = 3600;
const STATISTIC = 330;
const CELL = 5000;
/** Share of the heap that the garbage collector leaves to data; bytes that the program itself takes. */
const SHARE = 0.8;
const PROGRAM = 1.5e8;

/**
 * @throws ExperimentError naming the longest sweep, or the depth where there is none, for a result that the
 * heap cannot hold.
 */
export function requireHeap(
  experiment: Experiment,
  limit: number = getHeapStatistics().heap_size_limit,
): void {
  const { cells, longest } = sweepSize(experiment);
  // Given networks are read later.
  const depth = experiment.layers?.length ?? experiment.widths?.length ?? experiment.depth ?? 0;
  const cell = CELL + depth * (LAYER + STATISTIC * numbersOf(askedMeasures(experiment)));
  const most = Math.floor((SHARE * limit - PROGRAM) / cell);
  if (cells <= most) return;
  const heap = `a heap of ${Math.round(limit / 2 ** 20)} MiB holds at this depth (NODE_OPTIONS=--max-old-space-size=MIB makes it larger)`;
  if (cells > 1) throw new ExperimentError(longest, `at most ${most} cells, which ${heap}`, cells);
  const field = experiment.layers !== null ? 'layers' : experiment.widths === null ? 'depth' : 'widths';
  throw new ExperimentError(field, `fewer layers, which ${heap}`, depth);
}

/** Bytes of a network's record in a layer: its lengths, their energies, and each number of a measure. */
const LENGTHS = 20;
const ENERGIES = 8;
const NUMBER = 12;

/** @throws ExperimentError for records of all runs that no memory of this machine holds. */
export function requireRecordMemory({ experiment, runs }: Plan, memory: number = machineMemory()): void {
  const { networks } = experiment;
  if (networks === null) return;
  const bytes = runs.reduce((sum, { subject }) => {
    const lengths = LENGTHS + (hasEnergies(subject) ? ENERGIES : 0);
    return sum + subject.network.layers.length * (lengths + NUMBER * numbersOf(subject.measures ?? []));
  }, 0);
  const most = Math.floor(memory / bytes);
  if (networks <= most) return;
  const gigabytes = (memory / 1e9).toPrecision(3);
  throw new ExperimentError(
    'networks',
    `at most ${most}, whose records ${gigabytes} GB of memory hold`,
    networks,
  );
}

/** Bytes of memory of the machine, or of the container. */
function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
