import {
  type ActivationCode,
  type ActivationInput,
  activationOf,
  activationCode as codeOf,
} from '../network/index.ts';

/**
 * Number and parameters of an activation in the kernels. @throws TypeError, RangeError for what is no
 * activation.
 */
export function activationCode(activation: ActivationInput): ActivationCode {
  return codeOf(activationOf('activation', activation));
}
