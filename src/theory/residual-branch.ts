import {
  type BranchLayer,
  factsOf,
  hasVariance,
  type NetworkSpec,
  slopeKurtosis,
  slopesOf,
} from '../network/index.ts';
import { rmsGrowth, worstRowKurtosis } from './bounds.ts';
import { type BranchMoments, chained } from './residual-bracket.ts';

/**
 * Moments of the branch of a residual block of so many inputs, or `null` where a slope depends on |h|, or a
 * convolution has inputs in different numbers of patches. The last layer must be linear.
 */
export function branchMoments(branch: readonly BranchLayer[], inputs: number): BranchMoments | null {
  const spec: NetworkSpec = { inputDim: inputs, layers: branch };
  const layers = branch.map((layer, l): BranchMoments | null => {
    const slopes = slopesOf(layer.activation);
    const { rowsOfInput, weightRows } = factsOf(layer);
    if (slopes === null || !hasVariance(layer.weights) || rowsOfInput(layer) === null) return null;
    const square = rmsGrowth(spec, l + 1, slopes) ** 2;
    if (square === 0) return { square: 0, spread: 0 };
    return { square, spread: (slopeKurtosis(slopes) * worstRowKurtosis(layer) - 1) / weightRows(layer) };
  });
  return layers.includes(null) ? null : chained(layers as BranchMoments[]);
}
