/** Kernel memory for the weights of a network. */
import type { Reserve } from '../../kernels/arena.ts';
import type { ProductAt } from '../../kernels/layout.ts';
import type { NetworkSpec } from '../../network/index.ts';
import type { Subject } from '../subject.ts';
import { drawnAreas } from './drawn.ts';
import { givenAreas } from './given.ts';
import { partedAreas } from './parted.ts';
import { patchAreas } from './patch.ts';

/** Where the weights of a subject lie, and the product they are for. */
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
