/** The grid of a sweep: one cell for each combination of the swept values. */

import { checkPlain, wrongNumber } from '../input/check.ts';
import { factsOf, type Layer, type NetworkSpec, sizeOf } from '../network/index.ts';
import { ExperimentError } from './errors.ts';
import { type Experiment, SWEEPABLE, sweepValues } from './experiment.ts';
import { type LayerDefaults, leavesOut, makeLayers } from './layers.ts';

/**
 * What distinguishes a cell, as it stands in the result: `width` is left out where the experiment has
 * `widths` or `layers`, and so is a field for which every layer has its own value.
 */
export interface CellParameters {
  /** Given networks. */
  readonly networkFile?: string;
  readonly width?: number;
  readonly density?: number;
  readonly weights?: string;
  readonly sigmaW?: number;
  readonly sigmaB?: number;
  readonly activation?: string;
}

/** @throws TypeError, RangeError for invalid parameters. */
export function checkParameters(name: string, parameters: unknown): void {
  checkPlain(name, parameters);
  for (const [field, value] of Object.entries(parameters as object))
    if (typeof value !== 'string' && !Number.isFinite(value))
      wrongNumber(`${name}.${field}`, 'a finite number or a text', value);
}

/** One cell before its input dimension is known, which the endpoints may fix. */
export interface CellPlan {
  readonly parameters: CellParameters;
  readonly network: Omit<NetworkSpec, 'inputDim'>;
  /** The input dimension that the experiment asks for, if it does. */
  readonly inputDim: number | null;
}

/**
 * The cells of an experiment in grid order: the first of width, density, weights, sigmaW, sigmaB, activation
 * varies slowest, the last fastest, and each takes its values in the order listed.
 */
export function expandCells(experiment: Experiment): CellPlan[] {
  const { mask, biases, scaling, biasScaling, inputShape } = experiment;
  const inputDim = inputShape ? sizeOf(inputShape) : experiment.inputDim;
  const cells: CellPlan[] = [];
  for (const width of sweepValues(experiment.width))
    for (const density of sweepValues(experiment.density))
      for (const weights of sweepValues(experiment.weights))
        for (const sigmaW of sweepValues(experiment.sigmaW))
          for (const sigmaB of sweepValues(experiment.sigmaB))
            for (const activation of sweepValues(experiment.activation)) {
              const drawn = { density, mask, weights, sigmaW, biases, sigmaB, scaling, biasScaling };
              const layer = { ...drawn, activation };
              const parameters = { density, weights, sigmaW, sigmaB, activation };
              cells.push({
                parameters: { ...(width === null ? {} : { width }), ...withoutOwn(experiment, parameters) },
                network: { layers: layersOf(experiment, width, layer) },
                inputDim,
              });
            }
  return cells;
}

/** The layers of a cell; those that are equal share one object. */
function layersOf(
  { layers, inputShape, inputDim, widths, depth }: Experiment,
  width: number | null,
  defaults: LayerDefaults,
): readonly Layer[] {
  if (layers !== null) {
    const input = { size: inputShape ? sizeOf(inputShape) : inputDim, shape: inputShape ?? null };
    return makeLayers(layers, defaults, input);
  }
  const list = widths ?? new Array<number>(depth!).fill(width!);
  return makeLayers(
    list.map((n) => ({ type: 'dense', width: n })),
    defaults,
  );
}

/** The parameters but those of which every layer has a value of its own. */
function withoutOwn<P extends Partial<LayerDefaults>>({ layers }: Experiment, parameters: P): Partial<P> {
  if (layers === null) return parameters;
  const used = Object.entries(parameters).filter(([name]) =>
    layers.some((layer) => leavesOut(layer, name as keyof LayerDefaults)),
  );
  return Object.fromEntries(used) as Partial<P>;
}

/**
 * The network of a cell for inputs of dimension `dim`.
 * @throws ExperimentError if the experiment asks for another input dimension.
 */
export function withInputDim(plan: CellPlan, dim: number): NetworkSpec {
  if (plan.inputDim !== null && plan.inputDim !== dim) {
    throw new ExperimentError('inputDim', `${dim}, the dimension of the endpoints`, plan.inputDim);
  }
  const [first] = plan.network.layers;
  const inputs = factsOf(first!).inputs(first!);
  if (inputs !== null && inputs !== dim)
    throw new ExperimentError('layers', `a first layer of ${dim} inputs`, `one of ${inputs}`, 0);
  return { inputDim: dim, ...plan.network };
}

/** @throws ExperimentError for an experiment that sweeps. */
export function requireOneCell(experiment: Experiment): void {
  for (const field of SWEEPABLE) {
    const { length } = sweepValues<string | number | null>(experiment[field]);
    if (length > 1) throw new ExperimentError(field, 'one value', `a sweep of ${length}`);
  }
}
