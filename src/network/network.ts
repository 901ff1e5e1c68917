/**
 * What a random network is: the vocabulary that every other part shares.
 *
 * A network of depth d maps `z^0 = x` through `h^l = W^l z^(l-1) + b^l`, `z^l = phi^l(h^l)`. It is a list of
 * layers, each a plain value with a distribution of its own. Every weight of layer l is kept with the layer's
 * `density` and is zero otherwise; biases are never masked.
 */
import { isPlain } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { type Activation, isHomogeneous } from './activation.ts';
import { type ActivationInput, activationOf } from './activation-text.ts';
import { checkNetworkSpec, checkUniform } from './check.ts';
import { completeLayers, type LayerInSpec } from './complete.ts';
import type { Layer } from './layer.ts';
import { factsOf } from './layer-facts.ts';
import { hasLinks } from './unfolded.ts';

/**
 * Distribution of one kept entry, independent of all others and symmetric about zero, up to scale: it is
 * rescaled to the asked standard deviation.
 */
export type EntryLaw =
  | { readonly kind: 'gaussian' }
  | { readonly kind: 'uniform' }
  /** Uniform over a finite symmetric set of non-zero values, e.g. `[-1, 1]`. */
  | { readonly kind: 'discrete'; readonly values: readonly number[] }
  /** Gaussian, cut off at two of its standard deviations. */
  | { readonly kind: 'truncated-normal' }
  /**
   * Student's t with `nu` ≥ 1 degrees of freedom. It has moments below order `nu` alone: for `nu` ≤ 2 the
   * asked standard deviation is its scale.
   */
  | { readonly kind: 'student'; readonly nu: number };

/** Distribution of a whole matrix of weights, whose entries depend on each other. */
export type MatrixLaw =
  /**
   * Haar measure: orthonormal rows, or columns where the matrix is higher than wide, scaled so that an entry
   * has the asked standard deviation.
   */
  | { readonly kind: 'orthogonal' }
  /** A product of two Gaussian matrices with `rank` columns and rows. */
  | { readonly kind: 'low-rank'; readonly rank: number };

/** Distribution of weights. */
export type Law = EntryLaw | MatrixLaw;

/**
 * Divides the standard deviation of weights by the square root of: `fan-in` the number of inputs, `fan-out`
 * that of outputs, `fan-avg` the mean of the two, `density` the inputs kept on average, `none` 1.
 */
export type Scaling = (typeof SCALINGS)[number];
export const SCALINGS = ['fan-in', 'fan-out', 'fan-avg', 'none', 'density'] as const;

/** `fan-in`: biases have standard deviation `sigmaB / sqrt(fan-in)`. `none`: `sigmaB` itself. */
export type BiasScaling = (typeof BIAS_SCALINGS)[number];
export const BIAS_SCALINGS = ['none', 'fan-in'] as const;

/** How masks are drawn. Every mask keeps each weight with probability `density`. */
export type Mask =
  /** Every weight by itself. */
  | { readonly kind: 'bernoulli' }
  /** The same number in every row: density times fan-in, rounded up or down at random. */
  | { readonly kind: 'fixed-fan-in' }
  /** `keep` of every `of` inputs that follow each other, as 2:4; the density is `keep / of`. */
  | { readonly kind: 'group'; readonly keep: number; readonly of: number }
  /** Blocks of `size` × `size` weights as a whole. */
  | { readonly kind: 'block'; readonly size: number };

/** How the weights and biases of one layer are drawn. */
export interface Weighted {
  /** Probability that a weight is kept, in [0, 1]. */
  readonly density: number;
  readonly weights: Law;
  /** Standard deviation of a kept weight before scaling. */
  readonly sigmaW: number;
  /** A law of single entries. */
  readonly biases: Law;
  /** Standard deviation of a bias before scaling. */
  readonly sigmaB: number;
  readonly scaling: Scaling;
  /** Default: `bernoulli`. */
  readonly mask?: Mask;
  /** Default: `none`. */
  readonly biasScaling?: BiasScaling;
}

/** The distribution of a random network, complete: two equal specs have the same distribution. */
export interface NetworkSpec {
  /** n_0, the dimension of the input. */
  readonly inputDim: number;
  /** Layers 1 … d. */
  readonly layers: readonly Layer[];
}

/** A network whose layers differ in width alone: the shorthand of experiments. */
export interface UniformNetwork extends Weighted {
  readonly inputDim: number;
  /** n_1 … n_d. */
  readonly widths: readonly number[];
  readonly activation: ActivationInput;
}

/**
 * A network as a list of layers, as it may be written: activations also as text, and of layers without weights
 * only what is their own.
 */
export interface LayeredNetwork {
  readonly inputDim: number;
  readonly layers: readonly LayerInSpec[];
}

/**
 * A network as functions take it: layer by layer, or by the shorthand for layers that differ in width alone.
 */
export type NetworkInput = LayeredNetwork | UniformNetwork;

/** The network that is meant. @throws TypeError, RangeError that names the first field that is wrong. */
export function networkOf(given: NetworkInput): NetworkSpec {
  if (isPlain(given) && 'widths' in given) return uniformNetwork(given as UniformNetwork);
  checkNetworkSpec(given as LayeredNetwork);
  const { layers, ...rest } = given as LayeredNetwork;
  const complete = completeLayers(layers);
  return complete === layers ? (given as NetworkSpec) : { ...rest, layers: complete };
}

/** The layers that the shorthand stands for; those of one width share one object. */
export function uniformLayers({
  widths,
  ...shared
}: Weighted & { readonly widths: readonly number[]; readonly activation: Activation }): readonly Layer[] {
  const made = new Map<number, Layer>();
  return widths.map((width) => {
    const known = made.get(width);
    if (known !== undefined) return known;
    const layer: Layer = { type: 'dense', width, ...shared };
    made.set(width, layer);
    return layer;
  });
}

/**
 * The network that the shorthand stands for. @throws TypeError, RangeError that names the first field that is
 * wrong.
 */
export function uniformNetwork(network: UniformNetwork): NetworkSpec {
  checkUniform(network);
  const { inputDim, activation, ...shared } = network;
  return {
    inputDim,
    layers: uniformLayers({ ...shared, activation: activationOf('activation', activation) }),
  };
}

/** Layer l, 1 … d. */
export function layerOf({ layers }: Pick<NetworkSpec, 'layers'>, layer: number): Layer {
  return layers[layer - 1]!;
}

/** n_1 … n_d. */
export function widthsOf({ layers }: Pick<NetworkSpec, 'layers'>): number[] {
  return layers.map(({ width }) => width);
}

/** Number of values that go into layer l (1 … d). */
export function inputsOf({ inputDim, layers }: NetworkSpec, layer: number): number {
  return layer === 1 ? inputDim : layers[layer - 2]!.width;
}

/** Number of inputs of a neuron of layer l (1 … d), kept or not: of a dense layer all that go in. */
export function fanIn(spec: NetworkSpec, layer: number): number {
  const own = layerOf(spec, layer);
  return factsOf(own).fanIn(own, inputsOf(spec, layer));
}

/** Whether all layers are fully connected: what most of theory knows. */
export function isDense(network: Pick<NetworkSpec, 'layers'>): boolean {
  return everyLayer(network, ({ type }) => type === 'dense');
}

/** Width of the widest layer; the input is none. */
export function widestLayer({ layers }: Pick<NetworkSpec, 'layers'>): number {
  return layers.reduce((most, { width }) => Math.max(most, width), 0);
}

/** What the variance of the weights of layer l (1 … d) is divided by: its `scaling`. */
export function weightDivisor(spec: NetworkSpec, layer: number): number {
  const own = layerOf(spec, layer);
  const { scaling, density } = own;
  const inputs = fanIn(spec, layer);
  switch (scaling) {
    case 'fan-in':
      return inputs;
    case 'fan-out':
      return factsOf(own).fanOut(own);
    case 'fan-avg':
      return (inputs + factsOf(own).fanOut(own)) / 2;
    case 'density':
      // Without weights any scale will do.
      return density === 0 ? inputs : density * inputs;
    case 'none':
      return 1;
  }
}

/** Standard deviation of a kept weight of layer l (1 … d). */
export function weightSd(spec: NetworkSpec, layer: number): number {
  return layerOf(spec, layer).sigmaW / Math.sqrt(weightDivisor(spec, layer));
}

/** Standard deviation of a bias of layer l (1 … d). */
export function biasSd(spec: NetworkSpec, layer: number): number {
  const { sigmaB, biasScaling } = layerOf(spec, layer);
  return biasScaling === 'fan-in' ? sigmaB / Math.sqrt(fanIn(spec, layer)) : sigmaB;
}

/** Mean number of kept weights of a neuron of layer l (1 … d). */
export function meanKept(spec: NetworkSpec, layer: number): number {
  return layerOf(spec, layer).density * fanIn(spec, layer);
}

/** Mean number of kept weights of layer l (1 … d). */
export function keptWeights(spec: NetworkSpec, layer: number): number {
  const { density, width } = layerOf(spec, layer);
  return density * width * fanIn(spec, layer);
}

/** Whether every layer has weights: without them every image is one point. */
export function hasWeights(network: Pick<NetworkSpec, 'layers'>): boolean {
  return everyLayer(network, ({ density, sigmaW }) => density > 0 && sigmaW > 0);
}

/** @throws RangeError for a network with residual blocks or normalisation, where weights alone must do. */
export function requireNoBlocks({ layers }: Pick<NetworkSpec, 'layers'>): void {
  const linked = layers.find((layer) => hasLinks({ layers: [layer] }));
  if (linked !== undefined)
    throw valueFault('layers', 'no residual blocks and no normalisation', linked.type);
}

/** n_0 where nothing else says it: what the first layer takes, or as many inputs as it has neurons. */
export function defaultInputDim({ layers }: Pick<NetworkSpec, 'layers'>): number {
  const [first] = layers;
  return factsOf(first!).inputs(first!) ?? first!.width;
}

/** Whether all layers satisfy a condition; a layer object that many layers share is looked at once. */
export function everyLayer(
  { layers }: Pick<NetworkSpec, 'layers'>,
  holds: (layer: Layer) => boolean,
): boolean {
  let last: Layer | undefined;
  return layers.every((layer) => {
    if (layer === last) return true;
    last = layer;
    return holds(layer);
  });
}

/** The value that all layers have in common, or undefined where they differ. */
export function commonOf<T>({ layers }: Pick<NetworkSpec, 'layers'>, of: (layer: Layer) => T): T | undefined {
  const value = of(layers[0]!);
  return layers.every((layer) => of(layer) === value) ? value : undefined;
}

/** Density of the densest of the fully connected layers; rows of all others are sparse. */
export function largestDensity({ layers }: Pick<NetworkSpec, 'layers'>): number {
  return layers.reduce((most, { type, density }) => Math.max(most, type === 'dense' ? density : 0), 0);
}

/**
 * Whether a network of these layers takes c x to c z for every c > 0: homogeneous activations, and no biases.
 */
export function isScaleFree(spec: NetworkSpec): boolean {
  return everyLayer(
    spec,
    (layer) => !hasLinks({ layers: [layer] }) && isHomogeneous(layer.activation) && layer.sigmaB === 0,
  );
}

/**
 * The network at standard deviation 1 and the factor `sigma` by which its weights are larger, where lengths
 * of layer l are those of that one times `sigma ** l`; elsewhere the network itself and 1.
 */
export function withoutSigma(network: NetworkSpec): { readonly spec: NetworkSpec; readonly sigma: number } {
  const sigma = commonOf(network, ({ sigmaW }) => sigmaW) ?? 0;
  if (sigma === 0 || !isScaleFree(network)) return { spec: network, sigma: 1 };
  return { spec: mapLayers(network, (layer) => ({ ...layer, sigmaW: 1 })), sigma };
}

/** The network with other layers; a layer object that many layers share is made once. */
export function mapLayers<N extends Pick<NetworkSpec, 'layers'>>(
  network: N,
  make: (layer: Layer) => Layer,
): N {
  const made = new Map<Layer, Layer>();
  const layers = network.layers.map((layer) => {
    const known = made.get(layer) ?? make(layer);
    made.set(layer, known);
    return known;
  });
  return { ...network, layers };
}

/** Layers as runs of equal ones: what tells two networks apart, however deep they are. */
export function layerRuns({
  layers,
}: Pick<NetworkSpec, 'layers'>): { readonly layer: Layer; count: number }[] {
  const runs: { readonly layer: Layer; count: number }[] = [];
  for (const layer of layers) {
    const last = runs.at(-1);
    if (last?.layer === layer) last.count++;
    else runs.push({ layer, count: 1 });
  }
  return runs;
}
