/** From layers as they may be written in a network to complete ones. */
import { type ActivationInput, activationOf } from './activation-text.ts';
import {
  type AnyLayer,
  type AvgPoolLayer,
  type BatchNormLayer,
  type BranchLayer,
  type Conv2dLayer,
  type DenseLayer,
  type FlattenLayer,
  type Layer,
  type LayerNormLayer,
  type MaxoutLayer,
  type MaxPoolLayer,
  type Patched,
  type ResidualLayer,
  type RmsNormLayer,
  UNWEIGHTED,
} from './layer.ts';

/** A fully connected layer with its activation as a text or an object. */
export type DenseInSpec = Omit<DenseLayer, 'activation'> & { readonly activation: ActivationInput };
/** The same of a convolution. */
export type ConvolutionInSpec = Omit<Conv2dLayer, 'activation'> & { readonly activation: ActivationInput };
/** How layers without weights of their own may be completed. */
export type Acting = Partial<Omit<AnyLayer, 'width' | 'activation'>> & {
  readonly activation?: ActivationInput;
};

/** A layer that normalises; without an activation it is linear. */
export type NormInSpec =
  | (Pick<LayerNormLayer, 'type' | 'width' | 'epsilon'> & Acting)
  | (Pick<RmsNormLayer, 'type' | 'width' | 'epsilon'> & Acting)
  | (Pick<BatchNormLayer, 'type' | 'width' | 'epsilon' | 'channels' | 'batch'> & Acting);

/** A layer of a branch or a shortcut. */
export type BranchInSpec = DenseInSpec | ConvolutionInSpec | NormInSpec;

/** A residual block; without activations they are linear. */
export type BlockInSpec = Pick<ResidualLayer, 'type' | 'width' | 'scale'> &
  Acting & {
    readonly branch: readonly BranchInSpec[];
    readonly shortcut?: readonly BranchInSpec[];
    readonly branchActivation?: ActivationInput;
  };

/** A layer with its activation as a text or an object; of one without weights, only what is its own. */
export type LayerInSpec =
  | DenseInSpec
  | ConvolutionInSpec
  | (Pick<AvgPoolLayer, 'type' | 'width' | keyof Patched> & Partial<AnyLayer>)
  | (Pick<MaxPoolLayer, 'type' | 'width' | keyof Patched> & Partial<AnyLayer>)
  | (Pick<MaxoutLayer, 'type' | 'width' | 'pieces'> & Partial<AnyLayer>)
  | (Pick<FlattenLayer, 'type' | 'width'> & Partial<AnyLayer>)
  | NormInSpec
  | BlockInSpec;

/** Layers that have been checked, complete; the same list where they are. A shared layer is made once. */
export function completeLayers(layers: readonly LayerInSpec[]): readonly Layer[] {
  const made = new Map<LayerInSpec, Layer>();
  const complete = layers.map((layer) => {
    const known = made.get(layer) ?? completeLayer(layer);
    made.set(layer, known);
    return known;
  });
  return complete.every((layer, l) => layer === layers[l]) ? (layers as readonly Layer[]) : complete;
}

function completeLayer(layer: LayerInSpec): Layer {
  const { activation = UNWEIGHTED.activation } = layer;
  if (layer.type === 'residual') return completeBlock(layer);
  const whole = Object.keys(UNWEIGHTED).every(
    (field) => layer[field as keyof typeof UNWEIGHTED] !== undefined,
  );
  if (whole && typeof activation !== 'string') return layer as Layer;
  const weights = layer.type === 'avg-pool' ? averaging(layer.kernel) : UNWEIGHTED;
  return { ...weights, ...layer, activation: activationOf('activation', activation) } as Layer;
}

function completeBlock(block: BlockInSpec): ResidualLayer {
  const { activation = 'linear', branchActivation = 'linear', branch, shortcut, ...own } = block;
  const complete = (layers: readonly BranchInSpec[]) =>
    layers.map((layer) => completeLayer(layer) as BranchLayer);
  return {
    ...UNWEIGHTED,
    ...own,
    branch: complete(branch),
    ...(shortcut && { shortcut: complete(shortcut) }),
    branchActivation: activationOf('branchActivation', branchActivation),
    activation: activationOf('activation', activation),
  };
}

/** Sums over patches, whose entries are all 1, at the scale of means. */
export function averaging(kernel: number) {
  return { ...UNWEIGHTED, sigmaW: 1 / kernel ** 2 };
}
