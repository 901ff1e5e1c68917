import type { Arena, Reserve } from '../kernels/arena.ts';
import type { ProductAt } from '../kernels/layout.ts';
import type { NetworkSpec } from '../network/index.ts';
import { DrawnWeights, drawnAreas } from './draw.ts';
import { GivenWeights, givenAreas } from './given-weights.ts';
import { PartedRows, partedAreas } from './parted-rows.ts';
import { PatchRows, patchAreas } from './patch-rows.ts';
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
  const patched = patchAreas(reserve, spec, products);
  const parted = partedAreas(reserve, spec, products);
  return given === undefined
    ? { products, patched, parted, drawn: drawnAreas(reserve, spec, products), given: null }
    : { products, patched, parted, drawn: null, given: givenAreas(reserve, spec, products) };
}

/** @param areas what `sourceAreas` reserved in the arena for this network. */
export function openSource(
  arena: Arena,
  spec: NetworkSpec,
  { seed, given }: Pick<Subject, 'seed' | 'given'>,
  { products, patched, parted, ...areas }: SourceAreas,
): Sources {
  const streams = areas.given === null ? new DrawnWeights(arena, spec, seed, products, areas.drawn) : null;
  const own = streams ?? new GivenWeights(arena, spec, given!, products, areas.given!);
  const placed = patched === null ? own : new PatchRows(arena, spec, own, products, patched);
  const weights = parted === null ? placed : new PartedRows(arena, spec, placed, products, parted);
  return { weights, streams };
}
