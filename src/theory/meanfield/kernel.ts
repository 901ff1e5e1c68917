import { checkPlain } from '../../experiment/check.ts';
import { echo } from '../../experiment/errors.ts';
import { ACTIVATION_SYNTAX } from '../../experiment/names.ts';
import type { OwnActivation, TheoryActivation } from './activation.ts';
import { erfKernel } from './erf.ts';
import { hardTanhKernel } from './hard-tanh.ts';
import { homogeneousKernel } from './homogeneous.ts';
import { ownKernel } from './own.ts';
import { sinKernel } from './sin.ts';
import { tanhKernel } from './tanh.ts';
import type { Kernel } from './types.ts';

/**
 * Gaussian expectations of an activation.
 * @throws TypeError, RangeError if it is neither a known name nor three functions.
 */
export function kernelOf(activation: TheoryActivation): Kernel {
  checkPlain('activation', activation);
  // Functions come first: an activation of the user's own may have a name as well.
  if (!('name' in activation) || 'value' in activation) return ownKernel(activation as OwnActivation);
  switch (activation.name) {
    case 'relu':
      return homogeneousKernel(0);
    case 'abs':
      return homogeneousKernel(-1);
    case 'linear':
      return homogeneousKernel(1);
    case 'leaky-relu':
      if (Number.isFinite(activation.slope)) return homogeneousKernel(activation.slope);
      throw new RangeError(`activation: expected a finite slope, got ${echo(activation.slope)}`);
    case 'hard-tanh':
      return hardTanhKernel;
    case 'tanh':
      return tanhKernel;
    case 'erf':
      return erfKernel;
    case 'sin':
      return sinKernel;
    default: {
      const { name } = activation as { readonly name: unknown };
      throw new RangeError(`activation: expected ${ACTIVATION_SYNTAX}, or functions, got ${echo(name)}`);
    }
  }
}
