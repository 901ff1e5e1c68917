/** Kernel memory for families of columns. */
import type { Reserve } from '../../kernels/arena.ts';
import { type PanelLayout, productsOf } from '../../kernels/layout.ts';
import type { KernelsName } from '../../kernels/load.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { paddedRows } from '../panel-product.ts';
import type { Subject } from '../subject.ts';
import { sourceAreas } from './source.ts';

/** Where `Families` works. */
export type FamilyAreas = ReturnType<typeof familyAreas>;

/**
 * For `count` families.
 * @param spec the subject's network, without null weights.
 * @param build the build of the kernels that multiplies them.
 */
export function familyAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  subject: Pick<Subject, 'given'>,
  layout: PanelLayout,
  count: number,
  build: KernelsName,
) {
  const widest = Math.max(spec.inputDim, widestLayer(spec));
  const imageBytes = 4 * count * layout.columns;
  return {
    source: sourceAreas(reserve, spec, subject, productsOf(build)),
    image: reserve(imageBytes * widest),
    products: reserve(imageBytes * paddedRows(widest)),
    ranks: reserve(4 * widest),
    biases: reserve(4 * widest),
  };
}
