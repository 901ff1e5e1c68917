/** Where a block of samples lies in the memory of the kernels while it goes through a network and back. */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';

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

/**
 * Reserves room for so many numbers. They can be read once all is reserved. `integers`: what the kernels find
 * there instead of zeros, as many integers.
 */
export type ReserveArea = (length: number, integers?: Int32Array) => Area;

/** Numbers of a layer, or of the input, for every sample: `places` rows of `columns`, of which `width` count. */
export interface Images {
  readonly places: number;
  readonly width: number;
  readonly columns: number;
  readonly z: Area;
  /** Derivative of the loss by z, then by h, then by W z; none of the input. */
  readonly d: Area | null;
}

/**
 * Takes the arena for itself; what is reserved is 0 at first.
 * @throws RangeError where the memory is too small.
 */
export function reserveAreas<T>(arena: Arena, reserveAll: (area: ReserveArea) => T): T {
  arena.reset();
  const views: (() => void)[] = [];
  const made = reserveAll((length, integers) => {
    const area = { at: arena.reserve(4 * length), of: new Float32Array(0) };
    // Views are taken once all is reserved: a memory that grows detaches those before.
    views.push(() => {
      area.of = arena.f32(area.at, length).fill(0);
      if (integers !== undefined) arena.i32(area.at, length).set(integers);
    });
    return area;
  });
  for (const take of views) take();
  return made;
}

/** Where number `index` of a sample's image lies from its first one on. */
export function placeOf({ width, columns }: Images, index: number): number {
  return Math.floor(index / width) * columns + (index % width);
}
