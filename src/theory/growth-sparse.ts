import { integerIn } from '../input/check.ts';
import { fanIn, isStructured, layerOf, type NetworkInput, networkOf, weightSd } from '../network/index.ts';
import { slopesOf } from '../network/slopes.ts';
import { type Atom, meanRoot } from '../numeric/mean-root.ts';

/**
 * P(B = 0 … n) for B ~ Bin(n, p): ratios from the most probable value outwards, then normalised, so nothing
 * cancels.
 */
function binomial(n: number, p: number): number[] {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const probabilities = Array<number>(n + 1).fill(0);
  probabilities[mode] = 1;
  for (let j = mode; j < n; j++)
    probabilities[j + 1] = (probabilities[j]! * (n - j) * p) / ((j + 1) * (1 - p));
  for (let j = mode; j > 0; j--) probabilities[j - 1] = (probabilities[j]! * j * (1 - p)) / ((n - j + 1) * p);
  const total = probabilities.reduce((sum, x) => sum + x, 0);
  return probabilities.map((x) => x / total);
}

/**
 * Exact expected growth of layer l (1 … d) for one particular tangent, under Gaussian weights of any density:
 * a tangent with `entries` equal entries and zeros elsewhere. A neuron that keeps j of the weights that meet
 * it is N(0, s^2 j/entries), so
 *
 *     s E sqrt(sum_i phi'_i^2 (J_i/entries) g_i^2),   J_i ~ Bin(entries, density), phi'_i a fair coin, g_i standard normal.
 *
 * One entry is the least favourable tangent, all of them nearly the best. At density 1 it is the exact growth
 * of every tangent. `null` for other laws and masks and for hard-tanh. Relative error below 1e-12.
 *
 * @throws TypeError, RangeError for an invalid network, or if `layer` is not one of 1 … d or `entries`
 * not one of 1 … n_(l-1).
 */
export function flatTangentGrowth(network: NetworkInput, layer: number, entries: number): number | null {
  const spec = networkOf(network);
  integerIn(1, spec.layers.length, 'layer', layer);
  integerIn(1, fanIn(spec, layer), 'entries', entries);
  const { type, width, density, weights, mask, activation } = layerOf(spec, layer);
  const slopes = slopesOf(activation);
  if (type !== 'dense' || slopes === null || weights.kind !== 'gaussian') return null;
  if (density === 0) return 0;
  if (density < 1 && isStructured(mask)) return null;
  const gates = slopes.minor === 0 ? [1] : [1, slopes.minor * slopes.minor];
  const kept = binomial(entries, density);
  const atoms = kept.flatMap((probability, j): Atom[] =>
    gates.map((gate) => ({ probability: probability / 2, variance: (gate * j) / entries })),
  );
  if (slopes.minor === 0) atoms.push({ probability: 0.5, variance: 0 });
  return weightSd(spec, layer) * slopes.scale * meanRoot(width, atoms);
}
