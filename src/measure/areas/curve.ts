/** Kernel memory for the image of a curve and its derivatives. */
import { MEASURES, type MeasureName } from '../../experiment/measures.ts';
import type { Reserve } from '../../kernels/arena.ts';
import type { PanelLayout } from '../../kernels/layout.ts';
import type { KernelsName } from '../../kernels/load.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { normsArea } from '../norm.ts';
import type { Subject } from '../subject.ts';
import { familyAreas } from './family.ts';

/** How many derivatives of the curve are followed. */
export type Order = 0 | 1 | 2;

/** Where a `CurveWorkspace` works. */
export function curveAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  subject: Pick<Subject, 'given'>,
  layout: PanelLayout,
  order: Order,
  build: KernelsName,
) {
  const panel = 16 * layout.vectors * widestLayer(spec);
  return {
    families: familyAreas(reserve, spec, subject, layout, order + 1, build),
    /** phi' and phi'' of the panel in work. */
    slopes: reserve(panel),
    bends: reserve(order === 2 ? panel : 0),
    norms: normsArea(reserve, spec, layout),
  };
}

/** Bytes of one sample in the two images of a layer, which lie beside that memory. */
export function jetBytes(spec: NetworkSpec, order: Order): number {
  return (order + 1) * 2 * 4 * widestLayer(spec);
}

/** How many derivatives of the curve these measures need. */
export function measureOrder(names: readonly MeasureName[]): Order {
  return names.reduce<Order>((most, name) => Math.max(most, MEASURES[name].order) as Order, 0);
}
