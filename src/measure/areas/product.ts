/** Kernel memory for the products of a layer. */
import type { Reserve } from '../../kernels/arena.ts';
import { type PanelLayout, productsOf, VECTOR } from '../../kernels/layout.ts';
import type { KernelsName } from '../../kernels/load.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { type Draw, gramPays, isDenseGaussianLayer, MASKED_COLUMNS } from '../draw-rule.ts';
import { largestGroups } from '../weight-source.ts';
import { type InputLayout, SPAN_VECTORS } from './input.ts';

/** Bytes of a neuron's products in the table of `assembly/masked-gram.ts`, at most. */
const TABLE_ROW = 8 * ((MASKED_COLUMNS * (MASKED_COLUMNS + 1)) / 2 + 1);

/** Where a `ProductMaker` works. */
export type ProductAreas = ReturnType<typeof productAreas>;

/** For an image of `points` columns in every layer; `input` is how the first one lies in memory. */
export function productAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  draw: Draw,
  layout: PanelLayout,
  input: InputLayout,
  points: number,
  build: KernelsName,
) {
  const rows = groupRows(spec, build);
  const inputs = Math.max(spec.inputDim, widestLayer(spec));
  const masked = draw === 'law' && Math.min(points, input.columns) <= MASKED_COLUMNS;
  const byGram = draw === 'law' && spec.layers.some(isDenseGaussianLayer);
  const gram = byGram ? gramAreas(reserve, spec, layout, input, points) : null;
  const perRow = Math.max(MASKED_COLUMNS, gram?.columns ?? 0);
  return {
    fanIns: reserve(4 * layout.panels * layout.vectors),
    narrow: reserve(VECTOR * (rows + 8)),
    table: masked ? reserve(TABLE_ROW * inputs + 4 * VECTOR) : 0,
    identity: masked ? reserve(MASKED_COLUMNS * VECTOR * layout.vectors) : null,
    gram,
    normals: draw === 'law' ? reserve(4 * perRow * (rows + 8)) : 0,
  };
}

/** Rows of the largest group of any layer. */
function groupRows(spec: NetworkSpec, build: KernelsName): number {
  const groups = largestGroups(spec, productsOf(build));
  return groups.reduce((most, { blocks }) => Math.max(most, BLOCK_ROWS * blocks), 0);
}

/**
 * Where `gramFactor` works, for images of up to `columns` columns: the input and the later images for which
 * `gramPays`.
 */
function gramAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  layout: PanelLayout,
  input: InputLayout,
  points: number,
) {
  const images = [
    { inputs: spec.inputDim, columns: 4 * input.vectors * input.panels, points: input.columns },
  ];
  for (const { width } of spec.layers) images.push({ inputs: width, columns: layout.columns, points });
  const drawn = images.filter(({ inputs, points: most }) => gramPays(most, inputs));
  const columns = drawn.reduce((most, image) => Math.max(most, image.columns), SPAN_VECTORS);
  const inputs = drawn.reduce((most, image) => Math.max(most, image.inputs), 0);
  return {
    columns,
    order: reserve(8 * inputs + 2 * columns),
    wide: reserve(8 * columns * inputs),
    factor: reserve(8 * columns * columns),
    tiles: reserve(32 * columns),
    panels: reserve(4 * layout.columns * columns + 8 * VECTOR * layout.vectors),
    /** Factor of an input that is combined from a few vectors. */
    spanned: reserve(VECTOR * (SPAN_VECTORS + 8)),
  };
}
