/** Networks of layers that experiments name: what the layers leave out, and those on images. */
import type { CurveKind } from '../../src/curve/index.ts';
import type { LayerInput } from '../../src/experiment/index.ts';
import type { LayerFields } from '../../src/experiment/input.ts';
import { type LayerDefaults, makeLayers } from '../../src/experiment/layers.ts';
import type { Subject } from '../../src/measure/index.ts';
import { withBatch } from '../../src/network/batch.ts';
import { type Shape, sizeOf } from '../../src/network/index.ts';
import { curveOf } from './subjects.ts';

export const DEFAULTS: LayerDefaults = {
  density: 1,
  mask: 'bernoulli',
  weights: 'gaussian',
  sigmaW: Math.SQRT2,
  biases: 'gaussian',
  sigmaB: 0.1,
  scaling: 'fan-in',
  biasScaling: 'none',
  activation: 'relu',
};

/** A network of these layers on inputs of this shape. */
export function imageSubject(
  [height, width, channels]: Shape,
  layers: readonly LayerInput[],
  { kind = 'line', ...rest }: Partial<Subject> & { kind?: CurveKind } = {},
): Subject {
  const inputDim = height * width * channels;
  const input = { size: inputDim, shape: [height, width, channels] as const };
  const network = { inputDim, layers: makeLayers(layers as readonly LayerFields[], DEFAULTS, input) };
  return { network, seed: 7, curve: curveOf(kind, inputDim), points: 20, ...rest };
}

/** A subject, what its layers leave out, and the points that they are normalised over. */
export interface LayeredOptions extends Partial<Subject> {
  readonly kind?: CurveKind;
  readonly own?: Partial<LayerDefaults>;
  readonly batch?: readonly Float64Array[];
}

/** A network of these layers on so many numbers, or on an image of this shape. */
export function layeredSubject(
  input: number | Shape,
  layers: readonly LayerInput[],
  { kind = 'line', own = {}, batch, ...rest }: LayeredOptions = {},
): Subject {
  const [inputDim, shape] = typeof input === 'number' ? [input, null] : [sizeOf(input), input];
  const made = makeLayers(
    layers as readonly LayerFields[],
    { ...DEFAULTS, ...own },
    { size: inputDim, shape },
  );
  const network = withBatch({ inputDim, layers: made }, batch);
  return { network, seed: 7, curve: curveOf(kind, inputDim), points: 25, ...rest };
}
