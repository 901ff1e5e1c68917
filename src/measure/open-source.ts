import type { Arena } from '../kernels/arena.ts';
import type { NetworkSpec } from '../network/index.ts';
import type { SourceAreas } from './areas/source.ts';
import { DrawnWeights } from './draw.ts';
import { GivenWeights } from './given-weights.ts';
import { PartedRows } from './parted-rows.ts';
import { PatchRows } from './patch-rows.ts';
import type { Subject } from './subject.ts';
import type { DrawnSource, WeightSource } from './weight-source.ts';

/** The weights of a subject's networks; `streams` are null where they are given. */
export interface Sources {
  readonly weights: WeightSource;
  readonly streams: DrawnSource | null;
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
