/** From an experiment to the work that it takes: cells, and the runs that their networks come from. */
import { type Curve, curve, curveAngle, curveLength, curveMeanSquare, endpoints } from '../curve/index.ts';
import {
  type CellParameters,
  type Estimator,
  type Experiment,
  ExperimentError,
  echo,
  entriesOf,
  expandCells,
  InputError,
  type MeasureName,
  withInputDim,
} from '../experiment/index.ts';
import { isHomogeneous, type NetworkSpec } from '../experiment/network.ts';
import {
  type Draw,
  expectedKnots,
  hasExactImage,
  requireMemory,
  requireRange,
  type Subject,
} from '../measure/index.ts';
import { blockSize, exactCost, sampledCost } from './cost.ts';
import { measuringOf } from './resolve.ts';
import type { Vertices } from './vertices.ts';

/** One point of the sweep's grid. */
export interface PlannedCell {
  readonly parameters: CellParameters;
  readonly network: NetworkSpec;
  readonly input: {
    readonly length: number;
    readonly angle: number;
    readonly dim: number;
    /** Mean over the curve of |x|² / n0. */
    readonly meanSquare: number;
  };
  /** Index of the run that measures the cell's networks. */
  readonly run: number;
  /** What the experiment's `estimator` and `draw` come to for this cell. */
  readonly estimator: Estimator;
  readonly draw: Draw;
  /** Lengths of layer l are the run's times `sigma ** l`. */
  readonly sigma: number;
}

/** Networks that are measured once, whatever the number of cells that need them. */
export interface Run {
  readonly subject: Subject;
  /** Networks per task. A function of the experiment alone; it changes no digit. */
  readonly blockSize: number;
  /** Networks that records hold: `untilRelativeCi` goes no further. */
  readonly mostNetworks: number;
  /** Rough cost of one network, in multiply-adds: what progress is measured in. */
  readonly cost: number;
}

export interface Plan {
  /** As it was given, with `estimator` and `draw` resolved where all cells agree. */
  readonly experiment: Experiment;
  readonly cells: readonly PlannedCell[];
  readonly runs: readonly Run[];
}

/**
 * Plans an experiment. `vertices` are needed where `experiment.endpoints` is neither `orthonormal` nor `gaussian`.
 *
 * Without biases and with a homogeneous activation, weights c times as large give lengths c^l times as large, exactly;
 * cells that differ in sigmaW alone then share one run at sigmaW = 1.
 *
 * @throws InputError, RangeError where the endpoints do not fit the experiment, or its points the memory of the kernels.
 */
export function planExperiment(experiment: Experiment, vertices?: Vertices): Plan {
  const curves = curveMaker(experiment, vertices);
  const runs: Run[] = [];
  const known = new Map<string, number>();
  const cells = expandCells(experiment).map((cell): PlannedCell => {
    const made = curves(cell.inputDim, cell.network.widths[0]!);
    const network = withInputDim(cell, made.input.dim);
    const { spec, sigma } = withoutSigma(network);
    const { angle, meanSquare } = made.input;
    const { kind, vertices: ends } = made.curve;
    const knots = hasExactImage(network, kind)
      ? expectedKnots(network, { angle, meanSquare, vertices: ends.length })
      : null;
    const { estimator, draw, measures } = measuringOf(experiment, network, knots);
    const key = JSON.stringify([spec, estimator, draw, measures]);
    let run = known.get(key);
    if (run === undefined) {
      run = runs.length;
      known.set(key, run);
      const { seed, points } = experiment;
      const subject: Subject = { network: spec, seed, curve: made.curve, points, estimator, measures, draw };
      requireRange(subject);
      if (estimator !== 'exact') requireMemory(subject);
      const most = mostNetworks(spec.widths.length, measures);
      requireRecords(experiment, spec.widths.length, most);
      const cost = estimator === 'exact' ? exactCost(spec, knots!) : sampledCost(spec, points, measures);
      runs.push({ subject, cost, blockSize: blockSize(cost), mostNetworks: most });
    }
    return { parameters: cell.parameters, network, input: made.input, run, estimator, draw, sigma };
  });
  return { experiment: resolved(experiment, cells), cells, runs };
}

/** The experiment with what its `auto` came to, where all cells agree. */
function resolved(experiment: Experiment, cells: readonly PlannedCell[]): Experiment {
  const common = <Name extends 'estimator' | 'draw'>(name: Name) =>
    cells.every((cell) => cell[name] === cells[0]![name]) ? cells[0]![name] : experiment[name];
  return { ...experiment, estimator: common('estimator'), draw: common('draw') };
}

function withoutSigma(network: NetworkSpec): { spec: NetworkSpec; sigma: number } {
  const scales = isHomogeneous(network.activation) && network.sigmaB === 0 && network.sigmaW > 0;
  return scales ? { spec: { ...network, sigmaW: 1 }, sigma: network.sigmaW } : { spec: network, sigma: 1 };
}

interface InputCurve {
  readonly curve: Curve;
  readonly input: PlannedCell['input'];
}

/** Makes the input curve of a cell; each dimension's once. */
function curveMaker(experiment: Experiment, vertices: Vertices | undefined) {
  const made = new Map<number, InputCurve>();
  return (inputDim: number | null, width: number): InputCurve => {
    const kind = experiment.endpoints;
    const random = kind === 'orthonormal' || kind === 'gaussian';
    if (random && vertices !== undefined) {
      throw new InputError(`endpoints: expected a name for the vertices that are given, got ${echo(kind)}`);
    }
    if (!random && vertices === undefined) {
      throw new InputError(
        `endpoints: expected the vertices of ${echo(kind)} beside the experiment, got none`,
      );
    }
    const dim = random ? (inputDim ?? width) : vertices![0]!.length;
    let entry = made.get(dim);
    if (entry === undefined) {
      const ends = random ? endpoints(kind, experiment.seed, dim) : vertices!;
      const c = curve(experiment.curve, ends);
      const input = {
        length: curveLength(c),
        angle: curveAngle(c),
        dim,
        meanSquare: curveMeanSquare(c),
      };
      entry = { curve: c, input };
      made.set(dim, entry);
    }
    return entry;
  };
}

/** Every network's numbers are kept, 20 bytes a layer for its lengths, so that quantiles are exact and no digit depends on the order of merging. */
const MOST_RECORDS = 1e8;

/** Networks whose records fit: a measure's number takes about half the room of a layer's lengths. */
function mostNetworks(depth: number, measures: readonly MeasureName[]): number {
  const numbers = measures.reduce((sum, name) => sum + entriesOf(name), 0);
  return Math.floor(MOST_RECORDS / (depth * (1 + numbers / 2)));
}

function requireRecords({ networks }: Experiment, depth: number, most: number): void {
  if (networks === null || networks <= most) return;
  throw new ExperimentError('networks', `expected at most ${most} at depth ${depth}, got ${networks}`);
}
