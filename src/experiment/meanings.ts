/** What the measures mean, for help and documentation. Apart from their records: a page loads no texts. */
import type { MeasureName } from './measures.ts';

/** One line each; lengths are those of the layer, N is its width. */
export const MEANINGS: Readonly<Record<MeasureName, string>> = {
  transitions:
    'how often neurons of the layer change their linear piece along the curve; a jump of hard-tanh from -1 to +1 counts two',
  regions: 'activation regions of layers 1 … l that the curve goes through, counted at each entry',
  patterns: 'distinct activation patterns of layers 1 … l along the curve',
  linearRegions: 'maximal stretches of the curve on which the image is an affine function of the input',
  q: 'mean over the curve of |h|²/N',
  correlation: "cosine of the angle between the pre-activations of the curve's two ends",
  autocorrelation: 'mean cosine of the angle between pre-activations j/48 of the curve apart, j = 1 … 24',
  speed: 'mean over the curve of |dh/dτ|',
  metric: 'mean over the curve of |dh/dτ|²/N',
  curvature2: 'mean over the curve of N κ², κ the extrinsic curvature of the pre-activation curve',
  gaussMapLength: 'length of the Gauss map of the pre-activation curve, the integral of κ |dh|',
  turningAngle: 'total turning angle of the image, in radians',
  activeShare: 'share of units on a piece of non-zero slope, averaged over the curve',
  deadShare: 'share of units whose output is constant along the whole curve',
  chordDeviation:
    'mean over the curve of the distance between the image and the chord of its ends at the same place',
  spaceFold:
    'space folding: 1 - max d(π_i, π_0) / Σ d(π_i, π_(i+1)), d the Hamming distance of patterns of layers 1 … l in the order of the curve',
};
