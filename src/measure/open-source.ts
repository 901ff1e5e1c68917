import type { Arena } from '../kernels/arena.ts';
import type { NetworkSpec } from '../network/index.ts';
import { DrawnWeights } from './draw.ts';
import { GivenWeights } from './given-weights.ts';
import type { Subject } from './subject.ts';
import type { DrawnSource, ProductAt, WeightSource } from './weight-source.ts';

/** The weights of a subject's networks; `streams` are null where they are given. */
export interface Sources {
  readonly weights: WeightSource;
  readonly streams: DrawnSource | null;
}

/** @param spec the subject's network, without null weights. @throws RangeError if a group of rows does not fit the memory of the kernels. */
export function openSource(
  arena: Arena,
  spec: NetworkSpec,
  { seed, given }: Pick<Subject, 'seed' | 'given'>,
  productAt: ProductAt,
): Sources {
  if (given !== undefined) return { weights: new GivenWeights(arena, spec, given, productAt), streams: null };
  const drawn = new DrawnWeights(arena, spec, seed, productAt);
  return { weights: drawn, streams: drawn };
}
