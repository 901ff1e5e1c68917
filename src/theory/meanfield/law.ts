import { atLeast, checkPlain } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { productLess1 } from '../../numeric/long.ts';
import { anyKernelOf } from './any-kernel.ts';
import type { Kernel, MeanFieldLaw } from './types.ts';

/** Wide networks as the maps need them: V(q) = weight * E phi^2 + bias. */
export interface Field {
  readonly kernel: Kernel;
  /** density * sigmaW^2 / (1 - dropout). */
  readonly weight: number;
  /** 1 - dropout: of two inputs with masks of their own, the products of units lose that factor. */
  readonly keep: number;
  /** sigmaB^2. */
  readonly bias: number;
  /** weight * gain - 1: slope of V at q = 0, less 1; null where the kernel does not know its gain. */
  readonly excess: number | null;
}

/**
 * @throws TypeError, RangeError for an invalid `MeanFieldLaw`, a number out of range or an activation that is
 * none.
 */
export function fieldOf(law: MeanFieldLaw, kernel?: Kernel): Field {
  checkPlain('law', law, ['activation', 'sigmaW', 'sigmaB', 'density', 'dropout']);
  const { activation, sigmaW, sigmaB, density = 1, dropout = 0 } = law;
  checkDensity(density);
  checkDropout(dropout);
  checkSigma('sigmaW', sigmaW);
  checkSigma('sigmaB', sigmaB);
  return fieldWith(kernel ?? anyKernelOf(activation), { sigmaW, sigmaB, density, dropout });
}

interface Numbers {
  readonly sigmaW: number;
  readonly sigmaB: number;
  readonly density: number;
  readonly dropout?: number;
}

/** The same of a known kernel and checked numbers, which takes no quadrature for activations of users along. */
export function fieldWith(kernel: Kernel, { sigmaW, sigmaB, density, dropout = 0 }: Numbers): Field {
  const keep = 1 - dropout;
  return {
    kernel,
    weight: (density / keep) * sigmaW * sigmaW,
    keep,
    bias: sigmaB * sigmaB,
    excess: kernel.linear && productLess1(density / keep, sigmaW, kernel.linear.gain),
  };
}

/** Keeps squares and products of variances within the range of a double. */
const [LEAST_SIGMA, MOST_SIGMA] = [1e-50, 1e50];
export const MOST_VARIANCE = 1e100;

function inRange(name: string, value: number, most: number): void {
  atLeast(0, name, value);
  if (value > most) throw valueFault(name, `a number up to ${most}`, value);
}

/** A variance of pre-activations: a finite number in [0, 1e100]. @throws TypeError, RangeError */
export function checkVariance(name: string, q: number): void {
  inRange(name, q, MOST_VARIANCE);
}

/** A standard deviation: 0, or in [1e-50, 1e50]. @throws TypeError, RangeError */
export function checkSigma(name: string, sigma: number): void {
  inRange(name, sigma, MOST_SIGMA);
  if (sigma !== 0 && sigma < LEAST_SIGMA)
    throw valueFault(name, `0 or a number from ${LEAST_SIGMA} on`, sigma);
}

/** @throws TypeError, RangeError */
function checkDropout(dropout: number): void {
  atLeast(0, 'dropout', dropout);
  if (!(dropout < 1)) throw valueFault('dropout', 'a number in [0, 1)', dropout);
}

/** @throws TypeError, RangeError */
export function checkDensity(density: number): void {
  atLeast(0, 'density', density);
  if (density > 1) throw valueFault('density', 'a number in [0, 1]', density);
}
