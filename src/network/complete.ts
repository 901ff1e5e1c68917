/** From layers as they may be written in a network to complete ones. */
import { type ActivationInput, activationOf } from './activation-text.ts';
import { type Layer, type LayerOf, type LayerType, UNWEIGHTED } from './layer.ts';

type Unweighted = keyof typeof UNWEIGHTED;
/** Types without weights. */
type Plain = Exclude<LayerType, 'dense' | 'conv2d'>;

/** A layer with its activation as a text or an object; of one without weights, only what is its own. */
export type LayerInSpec =
  | { [T in 'dense' | 'conv2d']: Omit<LayerOf<T>, 'activation'> & { readonly activation: ActivationInput } }[
      | 'dense'
      | 'conv2d']
  | { [T in Plain]: Omit<LayerOf<T>, Unweighted> & Partial<Pick<LayerOf<T>, Unweighted>> }[Plain];

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
  const whole = Object.keys(UNWEIGHTED).every((field) => layer[field as Unweighted] !== undefined);
  if (whole && typeof activation !== 'string') return layer as Layer;
  const weights = layer.type === 'avg-pool' ? averaging(layer.kernel) : UNWEIGHTED;
  return { ...weights, ...layer, activation: activationOf('activation', activation) } as Layer;
}

/** Sums over patches, whose entries are all 1, at the scale of means. */
export function averaging(kernel: number) {
  return { ...UNWEIGHTED, sigmaW: 1 / kernel ** 2 };
}
