/** Kernel memory for the workspaces of sampled curves. */
import type { CurveShape } from '../../curve/index.ts';
import type { Reserve } from '../../kernels/arena.ts';
import { type PanelLayout, productsOf } from '../../kernels/layout.ts';
import type { KernelsName } from '../../kernels/load.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { normsArea } from '../norm.ts';
import type { Subject } from '../subject.ts';
import { familyAreas } from './family.ts';
import { inputAreas, inputLayout } from './input.ts';
import { productAreas } from './product.ts';
import { sourceAreas } from './source.ts';

/** What sizes depend on: the networks, the shape of the curve and its samples. */
export type MeasuredShape = Pick<
  Subject,
  'network' | 'given' | 'points' | 'draw' | 'measures' | 'estimator'
> & {
  readonly curve: CurveShape;
};

/** Where a `Workspace` works. */
export function workspaceAreas(
  reserve: Reserve,
  shape: MeasuredShape,
  layout: PanelLayout,
  build: KernelsName,
) {
  const { network: spec, curve, points, draw = 'weights' } = shape;
  const { columns, vectors } = layout;
  const input = inputLayout(curve, points, layout);
  const widest = widestLayer(spec);
  const image = 4 * columns * widest;
  return {
    input: inputAreas(reserve, spec.inputDim, input, layout),
    source: sourceAreas(reserve, spec, shape, productsOf(build)),
    products: productAreas(reserve, spec, draw, layout, input, points, build),
    ranks: reserve(4 * widest),
    scratch: reserve((BLOCK_ROWS + 8) * 16 * vectors),
    carry: reserve(8 * widest),
    squares: reserve(2 * 8 * columns),
    largest: reserve(8),
    norms: normsArea(reserve, spec, layout),
    // Odd layers are written to the second image, even ones, if there are any, to the first.
    images: [reserve(spec.layers.length > 1 ? image : 0), reserve(image)] as const,
  };
}

/** Where a `TangentWorkspace` works. */
export function tangentAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  subject: Pick<Subject, 'given'>,
  layout: PanelLayout,
  build: KernelsName,
) {
  return {
    families: familyAreas(reserve, spec, subject, layout, 2, build),
    /** Squares of |dh|, and of |dz| in odd and in even layers: those of the layer below stay. */
    squares: reserve(3 * 8 * layout.columns),
    largest: reserve(8),
    norms: normsArea(reserve, spec, layout),
  };
}
