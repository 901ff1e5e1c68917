/**
 * Layers that are no rows of weights: what comes out of them depends on the point that goes in as a whole. One
 * record for each type says what it makes of points, of steps and of tangents, in double precision; the
 * workspaces lay panels out as columns for them, whatever their estimator.
 */

import type { Layer, LayerOf, LayerType, Norm } from '../network/index.ts';
import type { PatchedType } from './areas/patch.ts';
import { largestOfWindows } from './largest-inputs.ts';
import type { Scales } from './scale.ts';

/**
 * A layer at the scales of what goes in: z is in units of `points`, steps and tangents in units of `steps`, and
 * `unit` is what one of these is worth in units of `points`. Lists may be used again by the caller.
 */
export interface PointMap {
  /** What units of what comes out are worth. */
  readonly next: Scales;
  /** Writes what comes out of z, in units of `next.points`. */
  readonly value: (z: Float64Array, out: Float64Array) => void;
  /**
   * Writes what the step from `before` to `z`, which is `step`, becomes, in units of `next.steps`: from the step
   * itself, and not from a difference of points that has lost its digits.
   */
  readonly step: (
    before: Float64Array,
    z: Float64Array,
    step: Float64Array,
    unit: number,
    out: Float64Array,
  ) => void;
  /** Writes the derivative along `tangent` at z, in units of `next.steps`. */
  readonly tangent: (z: Float64Array, tangent: Float64Array, unit: number, out: Float64Array) => void;
}

/** Residual blocks and normalisation are links of a chain (`network/unfolded.ts`). */
export type PointType = Exclude<LayerType, 'dense' | PatchedType | Norm['type'] | 'residual'>;

const MAPS: {
  readonly [T in PointType]: (layer: LayerOf<T>, scales: Scales) => PointMap;
} = { 'max-pool': largestOfWindows, maxout: largestOfWindows };

/** Whether a layer is of these types. */
export function isPointLayer(layer: Layer): layer is LayerOf<PointType> {
  return layer.type in MAPS;
}

export function pointMap(layer: LayerOf<PointType>, scales: Scales): PointMap {
  return (MAPS[layer.type] as (layer: Layer, scales: Scales) => PointMap)(layer, scales);
}
