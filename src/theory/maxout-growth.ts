/** Growth of length through maxout: the largest of every k rows of a linear layer. */
import { isotropyOf, type MaxoutLayer, type NetworkSpec } from '../network/index.ts';
import { meanRootOfTwo } from '../numeric/mean-root.ts';
import { largestMoments } from './meanfield/largest-moments.ts';

/**
 * Bracket of the expected growth of a maxout layer l over the linear dense layer below, for every tangent.
 * `null` unless that has dense Gaussian weights, and Gaussian biases or none.
 *
 * Rows and biases are Gaussian, so w·u = r h + an independent part, and E (w·u)² of the largest h is |u|² s²
 * times 1 + r² (m2 - 1), which lies between 1 and m2, the second moment of the largest of k standard normals;
 * the ratio of its fourth moment to the square of that is at most T = max(3, m4 / m2²). With n units the two
 * layers thus stretch u by at least s √n / √(1 + (T - 1)/n) (Hölder) and at most s √(n m2) (Jensen), and the
 * layer below by s E χ of k n degrees of freedom, whatever u is (docs/theory.md, "Maxout").
 */
export function maxoutBracket(
  spec: NetworkSpec,
  layer: number,
): { readonly lower: number | null; readonly upper: number | null } {
  const { width, pieces } = spec.layers[layer - 1] as MaxoutLayer;
  const below = spec.layers[layer - 2];
  const gaussian =
    below?.type === 'dense' &&
    below.activation.name === 'linear' &&
    isotropyOf(spec, layer - 1)?.power === 0 &&
    (below.sigmaB === 0 || below.biases.kind === 'gaussian');
  if (!gaussian) return { lower: null, upper: null };
  const { squareExcess, fourthExcess } = largestMoments(pieces);
  const square = 1 + squareExcess;
  const worst = Math.max(3, (3 + fourthExcess) / (square * square));
  const rows = meanRootOfTwo(width * pieces, 0.5, 1);
  return {
    lower: Math.sqrt(width / (1 + (worst - 1) / width)) / rows,
    upper: Math.sqrt(width * square) / rows,
  };
}

/**
 * The same in wide layers, for tangents orthogonal to their points: √(1/k) (1 - v/8)/(1 - v/(8k)), v the
 * relative variance of the squared stretch of n rows.
 * @param kurtosis of w·u of a row of the layer below.
 */
export function wideMaxoutGrowth({ width, pieces }: MaxoutLayer, kurtosis: number): number {
  const variance = (kurtosis - 1) / width;
  return (Math.sqrt(1 / pieces) * (1 - variance / 8)) / (1 - variance / pieces / 8);
}
