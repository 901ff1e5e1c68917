import { checkPlain } from '../../input/check.ts';
import {
  type Activation,
  activationOf,
  isHomogeneous,
  piecesOf,
  type SmoothActivation,
} from '../../network/index.ts';
import type { OwnActivation, TheoryActivation } from './activation.ts';
import { erfKernel } from './erf.ts';
import { hardTanhKernel } from './hard-tanh.ts';
import { homogeneousKernel } from './homogeneous.ts';
import { ownKernel } from './own.ts';
import { piecewiseKernel } from './piecewise.ts';
import { sinKernel } from './sin.ts';
import { tanhKernel } from './tanh.ts';
import type { Kernel } from './types.ts';

const SMOOTH: Readonly<Record<SmoothActivation['name'], Kernel>> = {
  tanh: tanhKernel,
  erf: erfKernel,
  sin: sinKernel,
};

/**
 * Gaussian expectations of an activation.
 * @throws TypeError, RangeError if it is neither a known activation nor three functions.
 */
export function kernelOf(activation: TheoryActivation): Kernel {
  if (typeof activation !== 'string') {
    checkPlain('activation', activation);
    // Functions come first: an activation of the user's own may have a name as well.
    if (!('name' in activation) || 'value' in activation) return ownKernel(activation as OwnActivation);
  }
  return namedKernel(activationOf('activation', activation));
}

function namedKernel(activation: Activation): Kernel {
  const pieces = piecesOf(activation);
  if (pieces === null) return SMOOTH[activation.name as SmoothActivation['name']];
  // Slope 1 on the positive side.
  if (isHomogeneous(activation)) return homogeneousKernel(pieces.slopes[0]!);
  return activation.name === 'hard-tanh' ? hardTanhKernel : piecewiseKernel(pieces);
}
