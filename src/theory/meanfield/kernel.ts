import { type Activation, type ActivationName, isHomogeneous, piecesOf } from '../../network/index.ts';
import { curvedKernel } from './curved.ts';
import { erfKernel } from './erf.ts';
import { hardTanhKernel } from './hard-tanh.ts';
import { homogeneousKernel } from './homogeneous.ts';
import { piecewiseKernel } from './piecewise.ts';
import { sinKernel } from './sin.ts';
import { tanhKernel } from './tanh.ts';
import type { Kernel } from './types.ts';

/** Of activations without pieces that have a way of their own. */
const CURVED: Readonly<Partial<Record<ActivationName, Kernel>>> = {
  tanh: tanhKernel,
  erf: erfKernel,
  sin: sinKernel,
};

/** Gaussian expectations of an activation of the package. */
export function kernelOf(activation: Activation): Kernel {
  const pieces = piecesOf(activation);
  if (pieces === null) return CURVED[activation.name] ?? curvedKernel(activation);
  // Slope 1 on the positive side.
  if (isHomogeneous(activation)) return homogeneousKernel(pieces.slopes[0]!);
  return activation.name === 'hard-tanh' ? hardTanhKernel : piecewiseKernel(pieces);
}
