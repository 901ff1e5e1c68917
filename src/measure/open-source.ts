import type { Arena, Reserve } from '../kernels/arena.ts';
import type { ProductAt } from '../kernels/layout.ts';
import type { NetworkSpec } from '../network/index.ts';
import { DrawnWeights, drawnAreas } from './draw.ts';
import { GivenWeights, givenAreas } from './given-weights.ts';
import type { Subject } from './subject.ts';
import type { DrawnSource, WeightSource } from './weight-source.ts';

/** The weights of a subject's networks; `streams` are null where they are given. */
export interface Sources {
  readonly weights: WeightSource;
  readonly streams: DrawnSource | null;
}

/** What the weights of a subject take of the memory of the kernels. */
export type SourceAreas = ReturnType<typeof sourceAreas>;

/**
 * @param spec the subject's network, without null weights.
 * @param products the product that rows of a density are drawn for.
 */
export function sourceAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  { given }: Pick<Subject, 'given'>,
  products: ProductAt,
) {
  return given === undefined
    ? { products, drawn: drawnAreas(reserve, spec, products), given: null }
    : { products, drawn: null, given: givenAreas(reserve, spec, products) };
}

/** @param areas what `sourceAreas` reserved in the arena for this network. */
export function openSource(
  arena: Arena,
  spec: NetworkSpec,
  { seed, given }: Pick<Subject, 'seed' | 'given'>,
  { products, ...areas }: SourceAreas,
): Sources {
  if (areas.given !== null) {
    return { weights: new GivenWeights(arena, spec, given!, products, areas.given), streams: null };
  }
  const drawn = new DrawnWeights(arena, spec, seed, products, areas.drawn);
  return { weights: drawn, streams: drawn };
}
