/** The grid of a sweep: one cell for each combination of the swept values. */
import { ExperimentError } from './errors.ts';
import { type Experiment, SWEEPABLE, sweepValues } from './experiment.ts';
import { readActivation, readLaw } from './names.ts';
import type { NetworkSpec } from './network.ts';

/** What distinguishes a cell, as it stands in the result; `width` is left out where the experiment has `widths`. */
export interface CellParameters {
  readonly width?: number;
  readonly density: number;
  readonly weights: string;
  readonly sigmaW: number;
  readonly sigmaB: number;
  readonly activation: string;
}

/** One cell before its input dimension is known, which the endpoints may fix. */
export interface CellPlan {
  readonly parameters: CellParameters;
  readonly network: Omit<NetworkSpec, 'inputDim'>;
  /** The input dimension that the experiment asks for, if it does. */
  readonly inputDim: number | null;
}

/**
 * The cells of an experiment in grid order: the first of width, density, weights, sigmaW, sigmaB, activation varies
 * slowest, the last fastest, and each takes its values in the order listed.
 */
export function expandCells(experiment: Experiment): CellPlan[] {
  const cells: CellPlan[] = [];
  for (const { width, widths } of shapes(experiment))
    for (const density of sweepValues(experiment.density))
      for (const weights of sweepValues(experiment.weights))
        for (const sigmaW of sweepValues(experiment.sigmaW))
          for (const sigmaB of sweepValues(experiment.sigmaB))
            for (const activation of sweepValues(experiment.activation))
              cells.push({
                parameters: {
                  ...(width === null ? {} : { width }),
                  density,
                  weights,
                  sigmaW,
                  sigmaB,
                  activation,
                },
                network: {
                  widths,
                  density,
                  weights: readLaw(weights),
                  sigmaW,
                  biases: readLaw(experiment.biases),
                  sigmaB,
                  scaling: experiment.scaling,
                  activation: readActivation(activation),
                },
                inputDim: experiment.inputDim,
              });
  return cells;
}

/** The widths to go through; cells of one width share their array. */
function shapes(experiment: Experiment): { width: number | null; widths: readonly number[] }[] {
  const { width, depth, widths } = experiment;
  if (widths !== null) return [{ width: null, widths }];
  return sweepValues(width!).map((n) => ({ width: n, widths: new Array<number>(depth!).fill(n) }));
}

/**
 * The network of a cell for inputs of dimension `dim`.
 * @throws ExperimentError if the experiment asks for another input dimension.
 */
export function withInputDim(plan: CellPlan, dim: number): NetworkSpec {
  if (plan.inputDim !== null && plan.inputDim !== dim) {
    throw new ExperimentError(
      'inputDim',
      `expected ${dim}, the dimension of the endpoints, got ${plan.inputDim}`,
    );
  }
  return { inputDim: dim, ...plan.network };
}

/** @throws ExperimentError for an experiment that sweeps. */
export function requireOneCell(experiment: Experiment): void {
  for (const field of SWEEPABLE) {
    const { length } = sweepValues<string | number | null>(experiment[field]);
    if (length > 1) throw new ExperimentError(field, `expected one value, got a sweep of ${length}`);
  }
}
