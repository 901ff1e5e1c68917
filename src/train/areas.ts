/** Where a block of samples lies in the memory of the kernels while it goes through a network and back. */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { isNormalised, type LayerShape, type ParameterShape, roomFor } from './shape.ts';

/**
 * Samples whose gradient is computed at once: a fixed number, so that sums have one order whatever computes
 * them.
 */
export const BLOCK = 64;

/** Numbers with the address at which they lie. */
export interface Area {
  readonly at: Address;
  readonly of: Float32Array<ArrayBuffer>;
}

/** Numbers of a layer for every sample of a block, a row of `columns` each. */
export interface LayerAreas {
  readonly shape: LayerShape;
  /** Pre-activations h, z = phi(h) and phi'(h). */
  readonly h: Area;
  readonly z: Area;
  readonly slopes: Area;
  /** Derivative of the loss by z, then by h, then by W z. */
  readonly d: Area;
  /** z transposed: a row of `BLOCK` for every neuron. */
  readonly across: Area;
  /** Of a layer that is normalised: normalised W z, and 1 / standard deviation of each neuron. */
  readonly normalised: Area | null;
  readonly precision: Float64Array | null;
  /** W itself, a row of the columns of the layer before for every neuron; none in the first layer. */
  readonly weights: Area | null;
}

export interface Areas {
  /** Inputs of the samples, a row each, and a row of `BLOCK` for every input. */
  readonly x: Area;
  readonly xAcross: Area;
  readonly parameters: Area;
  readonly gradient: Area;
  readonly layers: readonly LayerAreas[];
}

/** Takes the arena for itself. @throws RangeError where the memory is too small. */
export function reserveAreas(arena: Arena, shape: ParameterShape): Areas {
  arena.reset();
  const rows = roomFor(BLOCK);
  const views: (() => void)[] = [];
  const area = (length: number): Area => {
    const made = { at: arena.reserve(4 * length), of: new Float32Array(0) };
    // Views are taken once all is reserved: a memory that grows detaches those before.
    views.push(() => {
      made.of = arena.f32(made.at, length).fill(0);
    });
    return made;
  };
  let before = 0;
  const layers = shape.layers.map((layer): LayerAreas => {
    const { columns, width } = layer;
    const block = () => area(rows * columns);
    const normalised = isNormalised(layer);
    const made = {
      shape: layer,
      h: block(),
      z: block(),
      slopes: block(),
      d: block(),
      across: area(roomFor(width) * BLOCK),
      normalised: normalised ? block() : null,
      precision: normalised ? new Float64Array(width) : null,
      weights: before > 0 ? area(width * before) : null,
    };
    before = columns;
    return made;
  });
  const areas = {
    x: area(rows * shape.inputDim),
    xAcross: area(roomFor(shape.inputDim) * BLOCK),
    parameters: area(shape.length),
    gradient: area(shape.length),
    layers,
  };
  for (const take of views) take();
  return areas;
}
