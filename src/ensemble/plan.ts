/** From an experiment to the work that it takes: cells, and the runs that their networks come from. */
import {
  type CellParameters,
  type CellPlan,
  type Estimator,
  type Experiment,
  ExperimentError,
  expandCells,
  InputError,
  type MeasureName,
  numbersOf,
  tangentPoints,
  withInputDim,
} from '../experiment/index.ts';
import { validSubjects } from '../measure/check-subject.ts';
import type { Draw } from '../measure/draw-rule.ts';
import { hasExactImage } from '../measure/estimator-rule.ts';
import { expectedKnots } from '../measure/exact/expected-knots.ts';
import { requireMemory } from '../measure/memory.ts';
import { requireRange } from '../measure/range.ts';
import type { Subject } from '../measure/subject.ts';
import {
  checkAnyNetwork,
  defaultInputDim,
  layerRuns,
  type NetworkSpec,
  shapeOfGiven,
  withBatch,
  withoutSigma,
} from '../network/index.ts';
import { pointsOfBatch, requireBatch } from './batch.ts';
import { circleRadius } from './circle-radius.ts';
import { blockSize, exactCost, sampledCost } from './cost.ts';
import { type InputCurve, InputCurves } from './input-curves.ts';
import type { PlanInputs, PlanNeeds } from './inputs.ts';
import { leastNetworks } from './least-networks.ts';
import { measuringOf, type PlannedExperiment } from './resolve.ts';

/** One point of the sweep's grid. */
export interface PlannedCell {
  readonly parameters: CellParameters;
  readonly network: NetworkSpec;
  readonly input: Omit<InputCurve, 'curve'>;
  /** Index of the run that measures the cell's networks. */
  readonly run: number;
  /** Estimator and draw mode of this cell (`auto` resolved). */
  readonly estimator: Estimator;
  readonly draw: Draw;
  /** Why `auto` did not take the exact image that there is; null where it did, or nobody asked. */
  readonly notExact: string | null;
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
  /** Networks from which on `untilRelativeCi` believes an interval. */
  readonly leastNetworks: number;
  /** Rough cost of one network, in multiply-adds: what progress is measured in. */
  readonly cost: number;
}

export interface Plan {
  /** As it was given, with its `points`, and with `estimator` and `draw` resolved where all cells agree. */
  readonly experiment: PlannedExperiment;
  readonly cells: readonly PlannedCell[];
  readonly runs: readonly Run[];
}

/**
 * Plans an experiment.
 *
 * Without biases and with a homogeneous activation, weights c times as large give lengths c^l times as large,
 * exactly; cells that differ in sigmaW alone then share one run at sigmaW = 1.
 *
 * @throws InputError, RangeError where the endpoints do not fit the experiment, or its points the memory of
 * the kernels.
 */
export function planExperiment(
  unplanned: Experiment,
  { vertices, networks, batch, fixedPointRadius }: PlanNeeds = {},
): Plan {
  const points = unplanned.points ?? tangentPoints(unplanned.curve);
  const experiment: PlannedExperiment = { ...unplanned, points };
  const curves = new InputCurves(experiment, vertices);
  const { shape } = curves;
  const { seed } = experiment;
  const normalising = pointsOfBatch(experiment, batch);
  const runs: Run[] = [];
  const known = new Map<string, number>();
  const cells = cellsOf(experiment, networks).map((cell): PlannedCell => {
    const dim = curves.dim(cell.inputDim, defaultInputDim(cell.network));
    const plain = withInputDim(cell, dim);
    requireBatch(normalising, dim);
    const network = normalising === undefined ? plain : withBatch(plain, normalising);
    const { spec, sigma } = networks === undefined ? withoutSigma(network) : { spec: network, sigma: 1 };
    const radius = circleRadius(experiment.radius, network, fixedPointRadius);
    // What has no need of end points comes before any are drawn.
    const knots = hasExactImage(network, shape.kind)
      ? () => expectedKnots(spec, { ...curves.of(dim, radius), vertices: shape.vertices.length })
      : null;
    const { estimator, draw, measures, notExact } = measuringOf(experiment, spec, knots);
    // All cells have one batch.
    const layers = layerRuns(normalising === undefined ? spec : plain);
    const key = JSON.stringify([spec.inputDim, layers, estimator, draw, measures, radius]);
    let run = known.get(key);
    if (run === undefined) {
      run = runs.length;
      known.set(key, run);
      const given = networks === undefined ? {} : { given: networks };
      const measured = { network: spec, points, estimator, measures, draw, ...given };
      if (estimator !== 'exact') requireMemory({ ...measured, curve: shape });
      const most = mostNetworks(spec.layers.length, measures);
      requireRecords(experiment, spec.layers.length, most);
      const subject: Subject = { ...measured, seed, curve: curves.of(dim, radius).curve };
      requireRange(subject);
      const cost = knots !== null && estimator === 'exact' ? exactCost(spec, knots()) : sampledCost(measured);
      const { untilRelativeCi } = experiment;
      const least = untilRelativeCi === null ? 0 : leastNetworks(subject, untilRelativeCi);
      runs.push({ subject, cost, blockSize: blockSize(cost), mostNetworks: most, leastNetworks: least });
    }
    const { curve: _, ...input } = curves.of(dim, radius);
    return { parameters: cell.parameters, network, input, run, estimator, draw, notExact, sigma };
  });
  validSubjects(runs.map(({ subject }) => subject));
  return { experiment: resolved(experiment, cells), cells, runs };
}

/** Tasks that a plan is cut into, roughly; Infinity where `untilRelativeCi` decides. */
export function mostTasks({ experiment, runs }: Plan): number {
  const { networks } = experiment;
  if (networks === null) return Number.POSITIVE_INFINITY;
  return runs.reduce((tasks, { blockSize }) => tasks + Math.ceil(networks / blockSize), 0);
}

/** The cells of an experiment; given networks make one. */
function cellsOf(experiment: Experiment, networks: PlanInputs['networks']): CellPlan[] {
  const { networkFile } = experiment;
  if ((networkFile === null) !== (networks === undefined)) {
    const [expected, got] = networkFile === null ? ['a networkFile that names', 'none'] : ['the', 'none'];
    throw new InputError('networkFile', `${expected} networks that are given`, got);
  }
  if (networks === undefined) return expandCells(experiment);
  for (let i = 0; i < networks.length; i++) checkAnyNetwork(networks[i]!);
  const { inputDim, layers } = shapeOfGiven(networks);
  return [{ parameters: { networkFile: networkFile!.join(',') }, network: { layers }, inputDim }];
}

/** The experiment with `auto` resolved where all cells agree. */
function resolved(experiment: PlannedExperiment, cells: readonly PlannedCell[]): PlannedExperiment {
  const common = <Name extends 'estimator' | 'draw'>(name: Name) =>
    cells.every((cell) => cell[name] === cells[0]![name]) ? cells[0]![name] : experiment[name];
  return { ...experiment, estimator: common('estimator'), draw: common('draw') };
}

/**
 * Every network's numbers are kept, 20 bytes a layer for its lengths, so that quantiles are exact and no
 * digit depends on the order of merging.
 */
const MOST_RECORDS = 1e8;

/** Networks whose records fit: a measure's number takes about half the room of a layer's lengths. */
function mostNetworks(depth: number, measures: readonly MeasureName[]): number {
  return Math.floor(MOST_RECORDS / (depth * (1 + numbersOf(measures) / 2)));
}

function requireRecords({ networks }: Experiment, depth: number, most: number): void {
  if (networks === null || networks <= most) return;
  throw new ExperimentError('networks', `at most ${most} at depth ${depth}`, networks);
}
