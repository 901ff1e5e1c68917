/** The result document: what was measured and what is known, cell by cell and layer by layer. */

import {
  expectedColumn,
  growthColumn,
  lengthColumn,
  measureColumn,
  ratioColumn,
  totalTransitionsColumn,
} from '../ensemble/columns.ts';
import { dividedBy, growthControls, lengthControls } from '../ensemble/controls.ts';
import {
  conditionalEstimate,
  controlledEstimate,
  growthLimit,
  meanGrowth,
  plainEstimate,
  productEstimate,
} from '../ensemble/estimate.ts';
import { growthProducts, type Product } from '../ensemble/products.ts';
import { layersOf, type RecordLayers } from '../ensemble/record-layers.ts';
import { statistic, withinOrder } from '../ensemble/statistic.ts';
import type { EstimatedStat, GrowthLimit, ScaledColumn, Stat } from '../ensemble/types.ts';
import type { CellParameters } from '../experiment/cells.ts';
import type { Experiment } from '../experiment/experiment.ts';
import {
  type Estimator,
  isScaled,
  LAG_MEASURES,
  LAGS,
  type LagMeasure,
  type MeasureName,
  SCALAR_MEASURES,
  type ScalarMeasure,
} from '../experiment/measures.ts';
import type { KernelsName } from '../kernels/load.ts';
import type { Draw, LengthRecord, Stretches } from '../measure/index.ts';
import type { CountTheory, GrowthTheory, LayerCounts, LayerTheory, MeasureTheory } from '../theory/types.ts';

/** Value of `schema` in results. */
export type ResultSchema = 'expressivity/result@1';
export const RESULT_SCHEMA: ResultSchema = 'expressivity/result@1';

/** The input curve of a cell, as it was measured. */
export interface InputCurve {
  /** Arc length of the input curve. */
  readonly length: number;
  /** Radians that the curve subtends at the origin. */
  readonly angle: number;
  /** Dimension of the space in which the curve lies. */
  readonly dim: number;
}

/** One cell of the sweep as it was measured. */
export interface MeasuredCell {
  readonly parameters: CellParameters;
  /** How lengths were measured (`auto` resolved). */
  readonly estimator: Estimator;
  /** Whether weights were drawn, or images from their distribution (`auto` resolved). */
  readonly draw: Draw;
  readonly input: InputCurve;
  /** Widths of the layers 1 … depth. */
  readonly widths: readonly number[];
  readonly record: LengthRecord | RecordLayers;
  /**
   * Moments of an entry of a layer's weights exist below this order; left out where all do. Lengths then have no
   * others.
   */
  readonly momentOrders?: readonly number[];
  /** How the layers stretch tangents, where the record has energies. */
  readonly stretches?: readonly Stretches[];
  /** False where `untilRelativeCi` was not reached by as many networks as records hold. */
  readonly intervalReached?: false;
  /** Theory of the layers 1 … depth. */
  readonly theory: readonly LayerTheory[];
  readonly counts: readonly LayerCounts[];
  /** Theory of what was measured beside lengths; left out where nothing is known. */
  readonly measures?: readonly MeasureTheory[];
}

/** A function of the lag at one lag, such as the autocorrelation. */
export interface LagStat extends Stat {
  /** Distance along the curve, as a share of the whole. */
  readonly lag: number;
}

/**
 * Values that samples are expected to show, less than those of the curve. `null`: not known, or the estimator
 * takes no samples.
 */
export interface SampledTheory {
  readonly sampled: number | null;
}

/** Theory of the quantities of a layer, by their names, and of the chosen measures. */
export type LayerResultTheory = {
  readonly ratio: GrowthTheory & SampledTheory;
  readonly growth: GrowthTheory;
  readonly transitions: CountTheory & SampledTheory;
  readonly regions: CountTheory;
} & MeasureTheory['measures'];

/** Measurements and theory of one layer; each chosen measure is here under its name. */
export interface LayerResult
  extends Readonly<Partial<Record<ScalarMeasure, Stat>>>,
    Readonly<Partial<Record<LagMeasure, readonly LagStat[]>>> {
  readonly layer: number;
  readonly width: number;
  /** Length of the post-activation image z^l. */
  readonly length: EstimatedStat;
  /** Length of the pre-activation image h^l. */
  readonly preLength: EstimatedStat;
  /** `length` over the length of the input curve. */
  readonly ratio: EstimatedStat;
  /** Length of layer l over length of layer l-1 (the input for l = 1), network by network. */
  readonly growth: EstimatedStat;
  /**
   * How often neurons of the layer change their piece along the curve; null where the estimator does not
   * count.
   */
  readonly transitions: EstimatedStat | null;
  /** Activation regions of layers 1 … l together that the curve goes through. */
  readonly regions: EstimatedStat | null;
  readonly theory: LayerResultTheory;
}

/** One point of the sweep. */
export interface CellResult {
  /** Value of every swept option, e.g. `{ density: 0.1, weights: 'gaussian' }`. */
  readonly parameters: CellParameters;
  /** How lengths were measured. */
  readonly estimator: Estimator;
  /** Whether the networks' weights were drawn, or images from their distribution. */
  readonly draw: Draw;
  readonly networks: number;
  /** False if `untilRelativeCi` was not reached with as many networks as records hold; else absent. */
  readonly intervalReached?: false;
  readonly input: InputCurve;
  /** Over networks, of the network's mean growth over layers 2 … depth (over layer 1 at depth 1). */
  readonly meanGrowth: EstimatedStat;
  /** Transitions of all layers together; null where the estimator does not count them. */
  readonly totalTransitions: Stat | null;
  readonly layers: readonly LayerResult[];
}

/** Versions, machine and time of a computation. */
export interface Provenance {
  /** Version of the package. */
  readonly version: string;
  /** The build of the kernels. */
  readonly kernels: KernelsName;
  /** SHA-256 of its bytes. */
  readonly kernelsSha256: string;
  /** Version of Node; left out by `measureTrajectory` and `trajectory`. */
  readonly node?: string;
  /** Name of the processor; left out by `measureTrajectory` and `trajectory`. */
  readonly cpu?: string;
  /** Threads that measured. */
  readonly threads: number;
  /** Seconds from the start of the measuring. */
  readonly wallSeconds: number;
}

/** The result of an experiment: plain data, JSON as it is. docs/formats.md describes every field. */
export interface ResultDocument {
  /** What kind of document this is. */
  readonly schema: ResultSchema;
  /** The experiment with every default filled in. */
  readonly experiment: Experiment;
  /** Versions, machine, time: the only part that may differ between two runs of one experiment. */
  readonly provenance: Provenance;
  /** One per point of the sweep, in grid order. */
  readonly cells: readonly CellResult[];
}

/**
 * Builds the result document. `experiment` and `provenance` are passed through; everything computed is free
 * of NaN and infinities, and its keys stand in a fixed order, so that equal measurements give equal JSON,
 * byte for byte.
 */
export function resultDocument(
  experiment: Experiment,
  provenance: Provenance,
  cells: Iterable<MeasuredCell>,
): ResultDocument {
  const steps = resultSteps(experiment, provenance, cells);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same in small steps, between which a caller may pause: the statistics of many networks or cells take
 * seconds.
 */
export function* resultSteps(
  experiment: Experiment,
  provenance: Provenance,
  cells: Iterable<MeasuredCell>,
): Generator<void, ResultDocument> {
  const results: CellResult[] = [];
  for (const cell of cells) results.push(yield* cellSteps(cell));
  return { schema: RESULT_SCHEMA, experiment, provenance, cells: results };
}

function* cellSteps(cell: MeasuredCell): Generator<void, CellResult> {
  const { parameters, estimator, draw, input, widths, theory, counts } = cell;
  const record = layersOf(cell.record);
  const layers: LayerResult[] = [];
  const stretches = cell.stretches ?? widths.map(() => ({ length: null, preLength: null }));
  const controls = lengthControls(record, stretches, input.length);
  const products = growthProducts(record, stretches, input.length);
  let order = Number.POSITIVE_INFINITY;
  for (const [index, width] of widths.entries()) {
    const layer = index + 1;
    const own = cell.momentOrders?.[index] ?? Number.POSITIVE_INFINITY;
    order = Math.min(order, own);
    const known = theory[index]!;
    const control = controls.next().value!;
    const product = products.next().value!;
    yield;
    const length = estimated(
      lengthColumn(record, layer, 'length'),
      control.length,
      product.length,
      input.length,
      order,
    );
    yield;
    const preLength = estimated(
      lengthColumn(record, layer, 'preLength'),
      control.preLength(),
      product.preLength,
      input.length,
      order,
    );
    yield;
    const ratio = estimated(
      ratioColumn(record, layer, input.length),
      control.length && dividedBy(control.length, input.length),
      product.length,
      1,
      order,
    );
    yield;
    const growth = estimated(
      growthColumn(record, layer, input.length),
      growthControls(record, layer, stretches),
      null,
      1,
      own,
      growthLimit([stretches[index]!]),
    );
    yield;
    const transitions = countStat(record, layer, 'transitions');
    const regions = countStat(record, layer, 'regions');
    yield;
    const measures: Partial<Record<ScalarMeasure, Stat>> = {};
    for (const name of SCALAR_MEASURES) {
      const stat = measureStat(record, layer, name);
      if (stat === null) continue;
      measures[name] = isScaled(name) ? withinOrder(stat, order) : stat;
      yield;
    }
    const lagged: Partial<Record<LagMeasure, readonly LagStat[]>> = {};
    for (const name of LAG_MEASURES) {
      if (!record.measures.includes(name)) continue;
      lagged[name] = LAGS.map((lag, j) => ({ lag, ...measureStat(record, layer, name, j)! }));
    }
    const beside = cell.measures?.[index];
    const finite = {
      ratio: { ...finiteTheory(known.ratio), sampled: beside?.sampledRatio ?? null },
      growth: finiteTheory(known.growth),
      transitions: { ...counts[index]!.transitions, sampled: beside?.sampledTransitions ?? null },
      regions: counts[index]!.regions,
      ...beside?.measures,
    };
    layers.push({
      layer,
      width,
      length,
      preLength,
      ratio,
      growth,
      transitions,
      regions,
      ...measures,
      ...lagged,
      theory: finite,
    });
  }
  const totalTransitions = totalTransitionsColumn(record);
  return {
    parameters,
    estimator,
    draw,
    networks: record.networks,
    ...(cell.intervalReached === false && { intervalReached: false as const }),
    input: { length: input.length, angle: input.angle, dim: input.dim },
    meanGrowth: ofMeanGrowth(meanGrowth(record, input.length, stretches), order),
    totalTransitions: totalTransitions && statistic(totalTransitions, true),
    layers,
  };
}

/**
 * Statistics of values, and the best estimate: the product of growths, times `factor`, or what their controls
 * allow. `limit`, if any, is what no value less its control exceeds.
 */
function estimated(
  values: ScaledColumn,
  controls: ScaledColumn | null,
  product: Product | null = null,
  factor = 1,
  order = Number.POSITIVE_INFINITY,
  limit: GrowthLimit | null = null,
): EstimatedStat {
  const stat = withinOrder(statistic(values, controls === null && product === null), order);
  const controlled = () => controlledEstimate(stat, values, controls, limit);
  return Object.assign(stat, { estimate: productEstimate(stat, product, factor, controlled) });
}

function ofMeanGrowth({ estimate, ...stat }: EstimatedStat, order: number): EstimatedStat {
  const kept = withinOrder(stat, order);
  return { ...kept, estimate: kept === stat ? estimate : plainEstimate(kept) };
}

function countStat(
  record: RecordLayers,
  layer: number,
  name: 'transitions' | 'regions',
): EstimatedStat | null {
  const expected = expectedColumn(record, layer, name);
  const stat = measureStat(record, layer, name, 0, expected === null);
  return stat && Object.assign(stat, { estimate: conditionalEstimate(stat, expected) });
}

/** Statistics of a measure in a layer; null where it was not measured. */
function measureStat(
  record: RecordLayers,
  layer: number,
  name: MeasureName,
  entry = 0,
  alone = true,
): Stat | null {
  const measured = measureColumn(record, layer, name, entry);
  return measured && statistic(measured, alone);
}

/** JSON has no infinities: a bound that leaves the range of a double says nothing there. */
function finiteTheory(theory: GrowthTheory): GrowthTheory {
  const { priceTanner, priceTannerSharp, lower, exact, upper, approximate } = theory;
  return {
    priceTanner: finite(priceTanner),
    priceTannerSharp: finite(priceTannerSharp),
    lower: finite(lower),
    exact: finite(exact),
    upper: finite(upper),
    approximate: finite(approximate),
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
