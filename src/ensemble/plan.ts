/** From an experiment to the work that it takes: cells, and the runs that their networks come from. */
import { type Curve, curve, curveAngle, curveLength, curveMeanSquare, endpoints } from '../curve/index.ts';
import {
  type CellParameters,
  type CellPlan,
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
import {
  type Draw,
  expectedKnots,
  hasExactImage,
  requireMemory,
  requireRange,
  type Subject,
} from '../measure/index.ts';
import {
  commonOf,
  isScaleFree,
  layerRuns,
  mapLayers,
  type NetworkSpec,
  shapeOfGiven,
} from '../network/index.ts';
import { blockSize, exactCost, sampledCost } from './cost.ts';
import type { PlanInputs, Vertices } from './inputs.ts';
import { measuringOf } from './resolve.ts';

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
 * Plans an experiment.
 *
 * Without biases and with a homogeneous activation, weights c times as large give lengths c^l times as large, exactly;
 * cells that differ in sigmaW alone then share one run at sigmaW = 1.
 *
 * @throws InputError, RangeError where the endpoints do not fit the experiment, or its points the memory of the kernels.
 */
export function planExperiment(experiment: Experiment, { vertices, networks }: PlanInputs = {}): Plan {
  const curves = curveMaker(experiment, vertices);
  const runs: Run[] = [];
  const known = new Map<string, number>();
  const cells = cellsOf(experiment, networks).map((cell): PlannedCell => {
    const made = curves(cell.inputDim, cell.network.layers[0]!.width);
    const network = withInputDim(cell, made.input.dim);
    const { spec, sigma } = networks === undefined ? withoutSigma(network) : { spec: network, sigma: 1 };
    const { angle, meanSquare } = made.input;
    const { kind, vertices: ends } = made.curve;
    const knots = hasExactImage(network, kind)
      ? expectedKnots(network, { angle, meanSquare, vertices: ends.length })
      : null;
    const { estimator, draw, measures } = measuringOf(experiment, network, knots);
    const key = JSON.stringify([spec.inputDim, layerRuns(spec), estimator, draw, measures]);
    let run = known.get(key);
    if (run === undefined) {
      run = runs.length;
      known.set(key, run);
      const { seed, points } = experiment;
      const subject: Subject = {
        network: spec,
        seed,
        curve: made.curve,
        points,
        estimator,
        measures,
        draw,
        ...(networks === undefined ? {} : { given: networks }),
      };
      requireRange(subject);
      if (estimator !== 'exact') requireMemory(subject);
      requireRecords(experiment, subject);
      const cost = estimator === 'exact' ? exactCost(spec, knots!) : sampledCost(spec, points, measures);
      runs.push({ subject, cost, blockSize: blockSize(cost) });
    }
    return { parameters: cell.parameters, network, input: made.input, run, estimator, draw, sigma };
  });
  return { experiment: resolved(experiment, cells), cells, runs };
}

/** The cells of an experiment; given networks make one. */
function cellsOf(experiment: Experiment, networks: PlanInputs['networks']): CellPlan[] {
  const { networkFile } = experiment;
  if ((networkFile === null) !== (networks === undefined)) {
    const [expected, got] = networkFile === null ? ['a networkFile that names', 'none'] : ['the', 'none'];
    throw new InputError(`networkFile: expected ${expected} networks that are given, got ${got}`);
  }
  if (networks === undefined) return expandCells(experiment);
  const { inputDim, layers } = shapeOfGiven(networks);
  return [{ parameters: { networkFile: networkFile!.join(',') }, network: { layers }, inputDim }];
}

/** The experiment with what its `auto` came to, where all cells agree. */
function resolved(experiment: Experiment, cells: readonly PlannedCell[]): Experiment {
  const common = <Name extends 'estimator' | 'draw'>(name: Name) =>
    cells.every((cell) => cell[name] === cells[0]![name]) ? cells[0]![name] : experiment[name];
  return { ...experiment, estimator: common('estimator'), draw: common('draw') };
}

function withoutSigma(network: NetworkSpec): { spec: NetworkSpec; sigma: number } {
  const sigma = commonOf(network, ({ sigmaW }) => sigmaW) ?? 0;
  if (sigma === 0 || !isScaleFree(network)) return { spec: network, sigma: 1 };
  return { spec: mapLayers(network, (layer) => ({ ...layer, sigmaW: 1 })), sigma };
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
export function mostNetworks(depth: number, measures: readonly MeasureName[] = []): number {
  const numbers = measures.reduce((sum, name) => sum + entriesOf(name), 0);
  return Math.floor(MOST_RECORDS / (depth * (1 + numbers / 2)));
}

function requireRecords({ networks }: Experiment, { network, measures }: Subject): void {
  const depth = network.layers.length;
  const most = mostNetworks(depth, measures);
  if (networks === null || networks <= most) return;
  throw new ExperimentError('networks', `expected at most ${most} at depth ${depth}, got ${networks}`);
}
