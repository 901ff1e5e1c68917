/**
 * Linear regression of functions on the outputs of a network, with a ridge; and what random Gaussian outputs
 * are expected to explain.
 */

import { factorise, solveLower, solveUpper } from '../numeric/cholesky.ts';
import { exp, ln } from '../numeric/functions.ts';
import { symmetricEigenvalues } from '../numeric/symmetric-eigenvalues.ts';

/** Outputs at samples of a curve: `outputs` numbers a sample. */
export interface Design {
  readonly values: ArrayLike<number>;
  readonly samples: number;
  readonly outputs: number;
}

/**
 * The regression of many functions on the same outputs A: coefficients c = (A'A + μ)⁻¹ A'f. The ridge μ keeps
 * rounding of the outputs from being fitted; normal equations lose no more than cond(A'A + μ) 2⁻⁵³ to
 * rounding.
 */
export class Regression {
  readonly #design: Design;
  readonly #factor: Float64Array;

  /** @param gram A'A, if it is known; it is overwritten. */
  constructor(design: Design, ridge: number, gram = gramMatrix(design)) {
    const n = design.outputs;
    for (let i = 0; i < n; i++) gram[i * n + i]! += ridge;
    factorise(gram, n);
    this.#design = design;
    this.#factor = gram;
  }

  /**
   * The share of f'f that f'(f - fit) is: 0 where f is a combination of the outputs, 1 where it has nothing
   * of them.
   */
  unexplained(f: Float64Array): number {
    const explained = solveLower(this.#factor, this.#design.outputs, this.#products(f));
    return 1 - square(explained) / square(f);
  }

  /** The fitted function. */
  fit(f: Float64Array): Float64Array {
    const { values, samples, outputs: n } = this.#design;
    const coefficients = solveUpper(this.#factor, n, solveLower(this.#factor, n, this.#products(f)));
    return Float64Array.from({ length: samples }, (_, t) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += values[t * n + i]! * coefficients[i]!;
      return sum;
    });
  }

  /** A' f */
  #products(f: Float64Array): Float64Array {
    const { values, samples, outputs: n } = this.#design;
    const products = new Float64Array(n);
    for (let t = 0; t < samples; t++) for (let i = 0; i < n; i++) products[i]! += values[t * n + i]! * f[t]!;
    return products;
  }
}

/** How many random outputs there are, and the ridge of the regression on them. */
export interface RandomOutputs {
  readonly outputs: number;
  readonly ridge: number;
}

/**
 * What is expected of `unexplained` given the neurons: outputs are combinations of the columns of `features`
 * with independent standard normal weights. Up to fluctuations that vanish for many outputs it is the
 * regression on the neurons themselves, with the ridge κ that solves κ (n - D(κ)) = μ, D(κ) = tr K (K + κ)⁻¹,
 * K = ΦΦ' (deterministic equivalent of random ridge regression).
 */
export function unexplainedGiven(
  features: Design,
  random: RandomOutputs,
  functions: readonly Float64Array[],
): number[] {
  const gram = gramMatrix(features);
  const eigenvalues = symmetricEigenvalues(gram, features.outputs).map((x) => Math.max(x, 0));
  const kappa = thresholdOf(eigenvalues, random);
  const regression = new Regression(features, kappa, gram);
  return functions.map((f) => regression.unexplained(f));
}

/**
 * What is expected of `unexplained` where outputs are independent Gaussian functions with the covariance K: κ
 * f'(K + κ)⁻¹f over f'f, with the same κ. Without a ridge D(κ) is the number of outputs: a function is
 * explained by the directions of K that are above κ.
 *
 * @param kernel K, samples × samples.
 */
export function expectedUnexplained(
  kernel: Float64Array,
  samples: number,
  random: RandomOutputs,
  functions: readonly Float64Array[],
): number[] {
  const eigenvalues = symmetricEigenvalues(kernel, samples).map((x) => Math.max(x, 0));
  const kappa = thresholdOf(eigenvalues, random);
  const shifted = kernel.slice();
  for (let t = 0; t < samples; t++) shifted[t * samples + t]! += kappa;
  factorise(shifted, samples);
  return functions.map((f) => (kappa * square(solveLower(shifted, samples, f))) / square(f));
}

/** κ, by bisection of its logarithm: κ (n - D(κ)) rises from 0 wherever it is positive. */
export function thresholdOf(eigenvalues: Float64Array, { outputs, ridge }: RandomOutputs): number {
  const excess = (kappa: number) =>
    kappa * (outputs - eigenvalues.reduce((sum, x) => sum + x / (x + kappa), 0)) - ridge;
  const trace = eigenvalues.reduce((sum, x) => sum + x, 0);
  // D is at most trace / κ, and at least 0.
  let [low, high] = [ln(ridge / outputs), ln((trace + ridge) / outputs)];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (excess(exp(middle)) < 0) low = middle;
    else high = middle;
  }
  return exp((low + high) / 2);
}

/** The lower triangle of A'A. */
function gramMatrix({ values, samples, outputs: n }: Design): Float64Array {
  const gram = new Float64Array(n * n);
  const row = new Float64Array(n);
  for (let t = 0; t < samples; t++) {
    for (let i = 0; i < n; i++) row[i] = values[t * n + i]!;
    for (let i = 0; i < n; i++) {
      const x = row[i]!;
      for (let j = 0; j <= i; j++) gram[i * n + j]! += x * row[j]!;
    }
  }
  return gram;
}

function square(x: Float64Array): number {
  return x.reduce((sum, value) => sum + value * value, 0);
}
