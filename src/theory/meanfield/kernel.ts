import { type Activation, isHomogeneous, piecesOf, type SmoothActivation } from '../../network/index.ts';
import { erfKernel } from './erf.ts';
import { hardTanhKernel } from './hard-tanh.ts';
import { homogeneousKernel } from './homogeneous.ts';
import { piecewiseKernel } from './piecewise.ts';
import { sinKernel } from './sin.ts';
import { tanhKernel } from './tanh.ts';
import type { Kernel } from './types.ts';

const SMOOTH: Readonly<Record<SmoothActivation['name'], Kernel>> = {
  tanh: tanhKernel,
  erf: erfKernel,
  sin: sinKernel,
};

/** Gaussian expectations of an activation of the package. */
export function kernelOf(activation: Activation): Kernel {
  const pieces = piecesOf(activation);
  if (pieces === null) return SMOOTH[activation.name as SmoothActivation['name']];
  // Slope 1 on the positive side.
  if (isHomogeneous(activation)) return homogeneousKernel(pieces.slopes[0]!);
  return activation.name === 'hard-tanh' ? hardTanhKernel : piecewiseKernel(pieces);
}
