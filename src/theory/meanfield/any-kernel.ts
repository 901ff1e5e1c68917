/**
 * A module of its own: measured networks have activations of the package, and need no quadrature for those of
 * users.
 */
import { readDenseActivation } from '../../experiment/names.ts';
import { checkPlain } from '../../input/check.ts';
import { named } from '../../input/faults.ts';
import { activationOf } from '../../network/index.ts';
import type { OwnActivation, TheoryActivation } from './activation.ts';
import { kernelOf } from './kernel.ts';
import { maxoutKernel } from './maxout.ts';
import { ownKernel } from './own.ts';
import type { Kernel } from './types.ts';

/**
 * Gaussian expectations of an activation of the package, of `maxout:k` or of the user's own.
 * @throws TypeError, RangeError if it is neither a known activation nor three functions.
 */
export function anyKernelOf(activation: TheoryActivation): Kernel {
  if (typeof activation !== 'string') {
    checkPlain('activation', activation);
    // Functions come first: an activation of the user's own may have a name as well.
    if (!('name' in activation) || 'value' in activation) return ownKernel(activation as OwnActivation);
  } else {
    const read = named('activation', () => readDenseActivation(activation));
    return read.name === 'maxout' ? maxoutKernel(read.pieces) : kernelOf(read);
  }
  return kernelOf(activationOf('activation', activation));
}
