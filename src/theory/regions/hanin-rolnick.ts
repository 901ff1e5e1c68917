import { atLeast, checkPlain, integerIn } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { exp, gammaln, ln } from '../../numeric/functions.ts';
import { representable } from '../running-product.ts';

/** The two constants in which Hanin & Rolnick's bounds are stated. */
export interface HaninRolnickConstants {
  /**
   * C_grad: bounds the expected size of the gradient of every neuron's pre-activation with respect to the
   * input.
   */
  readonly gradient: number;
  /**
   * C_bias: bounds the density of every bias, given all other parameters; 1 / (sigma_b sqrt(2 pi)) for
   * Gaussian biases.
   */
  readonly biasDensity: number;
}

function positive(name: string, value: number): void {
  atLeast(0, name, value);
  if (value === 0) throw valueFault(name, 'a number > 0', '0');
}

/** Largest density of a Gaussian bias of standard deviation `sigmaB` > 0. @throws TypeError, RangeError. */
export function gaussianBiasDensity(sigmaB: number): number {
  positive('sigmaB', sigmaB);
  return 1 / (sigmaB * Math.sqrt(2 * Math.PI));
}

function checkConstants(constants: HaninRolnickConstants): void {
  checkPlain('constants', constants);
  positive('gradient', constants.gradient);
  positive('biasDensity', constants.biasDensity);
}

/**
 * Upper bound on the expected number of breakpoints on a segment of `length` in input space, in a ReLU
 * network of `neurons` neurons: neurons * length * C_grad * C_bias (Hanin & Rolnick, "Complexity of linear
 * regions in deep networks", arXiv 1901.09021). Linear in the number of neurons, whatever the depth. For zero
 * biases see `expectedBreakpoints`, exact.
 * @throws TypeError, RangeError for a number of neurons, a length or a constant out of range.
 */
export function haninRolnickBreakpoints(
  neurons: number,
  length: number,
  constants: HaninRolnickConstants,
): number {
  integerIn(1, Number.MAX_SAFE_INTEGER, 'neurons', neurons);
  positive('length', length);
  checkConstants(constants);
  return neurons * length * constants.gradient * constants.biasDensity;
}

/**
 * Upper bound on the expected number of activation regions that meet a cube of side `side` in n_0 dimensions,
 * for a ReLU network of N neurons (Hanin & Rolnick, "Deep ReLU networks have surprisingly few activation
 * patterns", arXiv 1906.00904):
 *
 *     (T N side)^n_0 / n_0!   for N >= n_0,   T = 2^5 C_grad C_bias;      2^N   for N < n_0.
 *
 * Holds for cubes above a size that depends on the constants and that the theorem does not give. `ln` is the
 * natural logarithm of the bound, `value` the bound itself, `null` where a double cannot hold it.
 * @throws TypeError, RangeError for a dimension, a number of neurons, a side or a constant out of range.
 */
export function haninRolnickRegions(
  inputDim: number,
  neurons: number,
  side: number,
  constants: HaninRolnickConstants,
): { ln: number; value: number | null } {
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', inputDim);
  integerIn(1, Number.MAX_SAFE_INTEGER, 'neurons', neurons);
  positive('side', side);
  checkConstants(constants);
  const perSide = 32 * constants.gradient * constants.biasDensity * neurons * side;
  const logarithm = neurons < inputDim ? neurons * Math.LN2 : inputDim * ln(perSide) - gammaln(inputDim + 1);
  return { ln: logarithm, value: representable(exp(logarithm)) };
}
