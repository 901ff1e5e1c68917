/**
 * What a random network is: the vocabulary that every other part shares.
 *
 * A network of depth d maps `z^0 = x` through `h^l = W^l z^(l-1) + b^l`, `z^l = phi(h^l)`. Every weight is kept
 * with probability `density` and is zero otherwise; biases are never masked.
 */

/** Law of one kept entry, symmetric about zero, up to scale: every law is rescaled to the asked standard deviation. */
export type Law =
  | { readonly kind: 'gaussian' }
  | { readonly kind: 'uniform' }
  /** Uniform over a finite symmetric set of non-zero values, e.g. `[-1, 1]`. */
  | { readonly kind: 'discrete'; readonly values: readonly number[] };

export type Activation =
  | { readonly name: 'relu' | 'abs' | 'linear' | 'hard-tanh' | 'tanh' | 'erf' | 'sin' }
  /** `h` for h > 0, `slope * h` otherwise. */
  | { readonly name: 'leaky-relu'; readonly slope: number };

/** `fan-in`: a kept weight of layer l has standard deviation `sigmaW / sqrt(n_(l-1))`. `none`: `sigmaW` itself. */
export type Scaling = 'fan-in' | 'none';

/** The law of a random network, complete: two equal specs have the same distribution. */
export interface NetworkSpec {
  /** n_0, the dimension of the input. */
  readonly inputDim: number;
  /** n_1 … n_d, the widths of the hidden layers. */
  readonly widths: readonly number[];
  /** Probability that a weight is kept, in [0, 1]. */
  readonly density: number;
  readonly weights: Law;
  /** Standard deviation of a kept weight before scaling. */
  readonly sigmaW: number;
  readonly biases: Law;
  /** Standard deviation of a bias. */
  readonly sigmaB: number;
  readonly scaling: Scaling;
  readonly activation: Activation;
}

/** Fan-in of layer l (1 … d). */
export function fanIn(spec: NetworkSpec, layer: number): number {
  return layer === 1 ? spec.inputDim : spec.widths[layer - 2]!;
}

/** Width of the widest layer; the input is none. */
export function widestLayer({ widths }: Pick<NetworkSpec, 'widths'>): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

/** Standard deviation of a kept weight of layer l (1 … d): `sigmaW / sqrt(fan-in)`, or `sigmaW` without scaling. */
export function weightSd(spec: NetworkSpec, layer: number): number {
  return spec.scaling === 'fan-in' ? spec.sigmaW / Math.sqrt(fanIn(spec, layer)) : spec.sigmaW;
}

const BOUNDED: readonly Activation['name'][] = ['hard-tanh', 'tanh', 'erf', 'sin'];
const SMOOTH: readonly Activation['name'][] = ['linear', 'tanh', 'erf', 'sin'];

/** Whether phi(c h) = c phi(h) for every c > 0. */
export function isHomogeneous(activation: Activation): boolean {
  return !BOUNDED.includes(activation.name);
}

/** Whether phi has kinks, at which neurons change from one linear piece to another; else it is smooth. */
export function hasKinks(activation: Activation): boolean {
  return !SMOOTH.includes(activation.name);
}
