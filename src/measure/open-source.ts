import type { Arena, Reserve } from '../kernels/arena.ts';
import type { ProductAt } from '../kernels/layout.ts';
import type { NetworkSpec } from '../network/index.ts';
import { DrawnWeights, drawnRooms } from './draw.ts';
import { GivenWeights, givenRooms } from './given-weights.ts';
import type { Subject } from './subject.ts';
import type { DrawnSource, WeightSource } from './weight-source.ts';

/** The weights of a subject's networks; `streams` are null where they are given. */
export interface Sources {
  readonly weights: WeightSource;
  readonly streams: DrawnSource | null;
}

/** What the weights of a subject take of the memory of the kernels. */
export type SourceRooms = ReturnType<typeof sourceRooms>;

/**
 * @param spec the subject's network, without null weights.
 * @param products the product that rows of a density are drawn for.
 */
export function sourceRooms(
  reserve: Reserve,
  spec: NetworkSpec,
  { given }: Pick<Subject, 'given'>,
  products: ProductAt,
) {
  return given === undefined
    ? { products, drawn: drawnRooms(reserve, spec, products), given: null }
    : { products, drawn: null, given: givenRooms(reserve, spec, products) };
}

/** @param rooms what `sourceRooms` reserved in the arena for this network. */
export function openSource(
  arena: Arena,
  spec: NetworkSpec,
  { seed, given }: Pick<Subject, 'seed' | 'given'>,
  { products, ...rooms }: SourceRooms,
): Sources {
  if (rooms.given !== null) {
    return { weights: new GivenWeights(arena, spec, given!, products, rooms.given), streams: null };
  }
  const drawn = new DrawnWeights(arena, spec, seed, products, rooms.drawn);
  return { weights: drawn, streams: drawn };
}
