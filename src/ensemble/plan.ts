/** From an experiment to the work that it takes: cells, and the runs that their networks come from. */
import { type Curve, curve, curveAngle, curveLength, curveMeanSquare, endpoints } from '../curve/index.ts';
import {
  type CellParameters,
  type Experiment,
  ExperimentError,
  entriesOf,
  expandCells,
  InputError,
  MEASURE_NAMES,
  type MeasureName,
  measureProblem,
  parseActivation,
  withInputDim,
} from '../experiment/index.ts';
import { fanIn, isHomogeneous, type NetworkSpec } from '../experiment/network.ts';
import { piecesOf } from '../experiment/pieces.ts';
import { autoDraw, type Draw, measureOrder, requireMemory, type Subject } from '../measure/index.ts';
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
  /** What the experiment's `draw` comes to for this cell. */
  readonly draw: Draw;
  /** Lengths of layer l are the run's times `sigma ** l`. */
  readonly sigma: number;
}

/** Networks that are measured once, whatever the number of cells that need them. */
export interface Run {
  readonly subject: Subject;
  /** Networks per task. A function of the experiment alone; it changes no digit. */
  readonly blockSize: number;
  /** Rough cost of one network, in multiply-adds: what progress is measured in. */
  readonly cost: number;
}

export interface Plan {
  /** As it was given, with `draw` resolved where all cells agree. */
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
    const draw = resolveDraw(experiment, network);
    requireMeasures(experiment, network);
    if (experiment.estimator === 'exact') requireExact(experiment, cell.parameters.activation);
    const key = JSON.stringify([spec, draw]);
    let run = known.get(key);
    if (run === undefined) {
      run = runs.length;
      known.set(key, run);
      const { seed, points, estimator } = experiment;
      const measures = measuresOf(experiment);
      const subject: Subject = { network: spec, seed, curve: made.curve, points, estimator, measures, draw };
      if (estimator !== 'exact') requireMemory(subject);
      requireRecords(experiment, subject);
      const cost = networkCost(subject, made.input.angle);
      runs.push({ subject, cost, blockSize: blockSize(cost) });
    }
    return { parameters: cell.parameters, network, input: made.input, run, draw, sigma };
  });
  return { experiment: withDraw(experiment, cells), cells, runs };
}

/** Only lengths of polylines are drawn by law; the other estimators, and measures, follow one particular network. */
function resolveDraw({ draw, estimator, points, measure }: Experiment, network: NetworkSpec): Draw {
  const [measured] = measure;
  if (estimator === 'polyline' && measured === undefined) {
    return draw === 'auto' ? autoDraw(network, points) : draw;
  }
  if (draw === 'law') {
    const follower = estimator === 'polyline' ? measured : `the ${estimator} estimator`;
    throw new ExperimentError(
      'draw',
      `expected weights with ${follower}, which follows the weights of a network, got law`,
    );
  }
  return 'weights';
}

function requireMeasures({ measure, estimator }: Experiment, { activation }: NetworkSpec): void {
  for (const name of measure) {
    const problem = measureProblem(name, estimator, activation);
    if (problem !== null) throw new ExperimentError('measure', problem);
  }
}

/** What was asked for, and what the exact estimator counts anyway. */
function measuresOf({ measure, estimator }: Experiment): MeasureName[] {
  const counted: readonly MeasureName[] = estimator === 'exact' ? ['transitions', 'regions'] : [];
  return MEASURE_NAMES.filter((name) => measure.includes(name) || counted.includes(name));
}

function requireExact({ curve: kind }: Experiment, activation: string): void {
  if (kind !== 'line' && kind !== 'polyline') {
    throw new ExperimentError(
      'estimator',
      `expected polyline for a curve that is not straight (${kind}), got exact`,
    );
  }
  if (piecesOf(parseActivation(activation)) === null) {
    throw new ExperimentError(
      'estimator',
      `expected polyline for an activation without linear pieces (${activation}), got exact`,
    );
  }
}

function withDraw(experiment: Experiment, cells: readonly PlannedCell[]): Experiment {
  const [first] = cells;
  return cells.every(({ draw }) => draw === first!.draw) ? { ...experiment, draw: first!.draw } : experiment;
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
      throw new InputError(`endpoints: expected a name for the vertices that are given, got "${kind}"`);
    }
    if (!random && vertices === undefined) {
      throw new InputError(`endpoints: expected the vertices of "${kind}" beside the experiment, got none`);
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
const MOST_RECORDS = 4e8;

/** Networks whose records fit: a measure's number takes about half the room of a layer's lengths. */
export function mostNetworks(depth: number, measures: readonly MeasureName[] = []): number {
  const numbers = measures.reduce((sum, name) => sum + entriesOf(name), 0);
  return Math.floor(MOST_RECORDS / (depth * (1 + numbers / 2)));
}

function requireRecords({ networks }: Experiment, { network, measures }: Subject): void {
  const depth = network.widths.length;
  const most = mostNetworks(depth, measures);
  if (networks === null || networks <= most) return;
  throw new ExperimentError('networks', `expected at most ${most} at depth ${depth}, got ${networks}`);
}

/** Multiply-adds of one network; a drawn weight counts as forty, a stored activation as four. */
function networkCost({ network, points: samples, estimator, measures = [] }: Subject, angle: number): number {
  const neurons = network.widths.reduce((sum, width) => sum + width, 0);
  // About angle / π crossings a neuron, of which half are there halfway.
  const points =
    estimator === 'exact' ? 60 + (neurons * angle) / (2 * Math.PI) : samples * columnsPerSample(measures);
  return network.widths.reduce((cost, width, i) => {
    const kept = network.density * width * fanIn(network, i + 1);
    return cost + kept * (points + 40) + 4 * width * points + 2000;
  }, 0);
}

/** A column for the length, and for measures one for each derivative of the curve that they take, none included. */
function columnsPerSample(measures: readonly MeasureName[]): number {
  return measures.length === 0 ? 1 : 2 + measureOrder(measures);
}

/** About 20 ms of work per task, so that passing it to a worker costs nothing that matters. */
const TASK_COST = 2e8;
const LARGEST_BLOCK = 1024;

function blockSize(cost: number): number {
  return Math.max(1, Math.min(LARGEST_BLOCK, Math.floor(TASK_COST / cost)));
}
