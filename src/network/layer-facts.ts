/** What its neighbours ask of a layer, whatever its type: one record for each. */
import { type Activation, hasKinks, piecesOf } from './activation.ts';
import type { Conv2dLayer, Layer, LayerOf, LayerType, Pads, Patched, Shape } from './layer.ts';
import { drawnWidth, isParted } from './unfolded.ts';

type Bends = 'activation' | 'kinks' | 'everywhere';

interface LayerFacts<L> {
  /** Number of values that go in; null: as many as come out of the layer before. */
  readonly inputs: (layer: L) => number | null;
  /** Number of inputs of one neuron, where so many values go in. */
  readonly fanIn: (layer: L, inputs: number) => number;
  /** The same seen from an input: the number of weights that it goes into, but for the edges of an image. */
  readonly fanOut: (layer: L) => number;
  /** Rows of weights that are drawn or given; 0 for a type without weights. */
  readonly weightRows: (layer: L) => number;
  /**
   * How many rows of weights of mean 0 each input goes into, kept or not, where that is the same for all of
   * them; else null. Of a layer whose entries are all 1 and that keeps |z|, 1.
   */
  readonly rowsOfInput: (layer: L) => number | null;
  /** Where it bends: in its activation alone, at kinks of its own between which it is straight, or everywhere. */
  readonly bends: Bends | ((layer: L) => Bends);
  /** Shape of what comes out, from that of what goes in; null where it has none. */
  readonly shape: (layer: L, before: Shape | null) => Shape | null;
}

/** Of layers with as many outputs as inputs and no rows of weights of their own. */
const HANDS_ON = {
  inputs: ({ width }: Layer) => width,
  fanIn: (_: Layer, inputs: number) => inputs,
  fanOut: ({ width }: Layer) => width,
  weightRows: () => 0,
  rowsOfInput: () => null,
  bends: 'activation',
  shape: (_: Layer, before: Shape | null) => before,
} as const;

const NORM = { ...HANDS_ON, bends: 'everywhere' } as const;

const FACTS: { readonly [T in LayerType]: LayerFacts<LayerOf<T>> } = {
  dense: {
    inputs: () => null,
    fanIn: (layer, inputs) => (isParted(layer) ? layer.drawnInputs : inputs),
    fanOut: drawnWidth,
    weightRows: drawnWidth,
    rowsOfInput: (layer) => (isParted(layer) ? null : layer.width),
    bends: 'activation',
    shape: () => null,
  },
  conv2d: {
    inputs: ({ inputShape }) => sizeOf(inputShape),
    fanIn: ({ kernel, inputShape }) => kernel * kernel * inputShape[2],
    fanOut: ({ kernel, channels }) => kernel * kernel * channels,
    weightRows: ({ channels }) => channels,
    rowsOfInput: placesOfInput,
    bends: 'activation',
    shape: (layer) => patchedShape(layer, layer.channels),
  },
  'avg-pool': {
    inputs: ({ inputShape }) => sizeOf(inputShape),
    fanIn: ({ kernel }) => kernel * kernel,
    fanOut: ({ kernel }) => kernel * kernel,
    weightRows: () => 0,
    rowsOfInput: () => null,
    bends: 'activation',
    shape: (layer) => patchedShape(layer, layer.inputShape[2]),
  },
  'max-pool': {
    inputs: ({ inputShape }) => sizeOf(inputShape),
    fanIn: ({ kernel }) => kernel * kernel,
    fanOut: ({ kernel }) => kernel * kernel,
    weightRows: () => 0,
    rowsOfInput: () => null,
    bends: 'kinks',
    shape: (layer) => patchedShape(layer, layer.inputShape[2]),
  },
  maxout: {
    inputs: ({ width, pieces }) => width * pieces,
    fanIn: ({ pieces }) => pieces,
    fanOut: () => 1,
    weightRows: () => 0,
    rowsOfInput: () => null,
    bends: 'kinks',
    shape: () => null,
  },
  flatten: {
    inputs: ({ width }) => width,
    fanIn: () => 1,
    fanOut: () => 1,
    weightRows: () => 0,
    rowsOfInput: () => 1,
    bends: 'activation',
    shape: () => null,
  },
  residual: {
    ...HANDS_ON,
    inputs: ({ shortcut, width }) =>
      shortcut === undefined ? width : factsOf(shortcut[0]!).inputs(shortcut[0]!),
    bends: (block) => (innerLayers(block).some(isCurved) ? 'everywhere' : 'activation'),
    shape: ({ shortcut = [] }, before) =>
      shortcut.reduce((shape, layer) => factsOf(layer).shape(layer, shape), before),
  },
  'layer-norm': NORM,
  'rms-norm': NORM,
  // Over a batch its means are fixed before the curve is looked at.
  'batch-norm': { ...NORM, bends: ({ batch }) => (batch === undefined ? 'everywhere' : 'activation') },
};

/**
 * Around the edge every input is in as many patches, where patches and image are whole numbers of strides: in
 * (kernel / stride)² of them, with all channels that come out.
 */
function placesOfInput({ inputShape: [height, width], kernel, stride, padding, channels }: Conv2dLayer) {
  const even = [height, width, kernel].every((size) => size % stride === 0);
  return even && padding === 'circular' ? channels * (kernel / stride) ** 2 : null;
}

/** The layers of a block: those of its shortcut and of its branch, in this order. */
export function innerLayers<L>({
  shortcut = [],
  branch,
}: {
  readonly shortcut?: readonly L[] | undefined;
  readonly branch: readonly L[];
}): readonly L[] {
  return [...shortcut, ...branch];
}

/** Whether a layer bends between kinks, whatever its activation. */
function isCurved(layer: Layer): boolean {
  return bendsOf(layer) === 'everywhere';
}

/** The record of a layer's type. */
export function factsOf(layer: Layer): LayerFacts<Layer> {
  return FACTS[layer.type] as LayerFacts<Layer>;
}

/** Where a layer bends. */
export function bendsOf(layer: Layer): Bends {
  const { bends } = factsOf(layer);
  return typeof bends === 'string' ? bends : bends(layer);
}

/** Whether a layer takes what is straight to what is straight but for kinks. */
export function hasPieces(layer: Layer): boolean {
  const bends = bendsOf(layer);
  return bends === 'activation' ? piecesOf(layer.activation) !== null : bends === 'kinks';
}

/** Activations of a layer; of a block those of its inner layers too. */
export function activationsOf(layer: Layer): readonly Activation[] {
  if (layer.type !== 'residual') return [layer.activation];
  const inner = innerLayers(layer).map(({ activation }) => activation);
  return [layer.branchActivation, ...inner, layer.activation];
}

/** Whether a layer has no kinks. */
export function isSmooth(layer: Layer): boolean {
  return bendsOf(layer) !== 'kinks' && !activationsOf(layer).some(hasKinks);
}

/** Number of values of a shape. */
export function sizeOf([height, width, channels]: Shape): number {
  return height * width * channels;
}

/** Rows and columns of zeros, or of the other edge, that patches see beyond each side. */
export function padsOf({ kernel, padding, pads }: Patched): Pads {
  if (padding === 'none') return [0, 0, 0, 0];
  const before = Math.floor((kernel - 1) / 2);
  const after = kernel - 1 - before;
  return pads ?? [before, before, after, after];
}

/** How a layer looks at patches, without what else it has. */
export function patchesOf<P extends Patched>(layer: P): Pick<P, keyof Patched> {
  const { inputShape, kernel, stride, padding, pads } = layer;
  return { inputShape, kernel, stride, padding, ...(pads !== undefined && { pads }) };
}

/** The shape of what `channels` values a patch make; heights and widths below 1 where no patch fits. */
export function patchedShape(patches: Patched, channels: number): Shape {
  const { inputShape, kernel, stride } = patches;
  const [top, left, bottom, right] = padsOf(patches);
  const places = (size: number) => Math.floor((size - kernel) / stride) + 1;
  return [places(top + inputShape[0] + bottom), places(left + inputShape[1] + right), channels];
}
