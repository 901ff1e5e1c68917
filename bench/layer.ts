/**
 * One group of rows of a layer in the memory of the kernels: what `sparseLayer` and `denseLayer` are timed on
 * and checked with.
 */

import type { Address } from '../src/kernels/abi.ts';
import type { Arena, KernelsName } from '../src/kernels/index.ts';
import { blocksPerGroup, panelLayout } from '../src/kernels/layout.ts';
import { type ActivationCode, activationCode } from '../src/network/index.ts';
import { BLOCK_ROWS } from '../src/random/definition.ts';
import { openStream } from '../src/random/index.ts';
import { checkEqual } from './check.ts';
import { checkProduct } from './layer-check.ts';
import { consume } from './time.ts';
import { randomRows, symmetric } from './weights.ts';

export interface LayerShape {
  readonly product: 'sparse' | 'dense';
  /** Fan-in, and number of rows up to one group of them. */
  readonly width: number;
  readonly density: number;
  readonly points: number;
  /** The build that multiplies: panels are cut to it. By default `simd128`. */
  readonly kernels?: KernelsName;
}

export interface LayerCase {
  /** Kept weights times points: the multiply-adds that a call is good for. */
  readonly usefulMacs: number;
  /** Where the weights lie: the kept ones, or all of them for the dense product. */
  readonly weights: Address;
  /** The layer once: product, ReLU, store and lengths; returns a number that depends on the result. */
  multiply(): number;
  /**
   * The product alone, 48 rows after 48 rows into the same place, where the layer would go on with them;
   * returns a number of the result.
   */
  product(): number;
  /**
   * Multiplies once without an activation and compares, the layer with a loop in double precision and the
   * product with the layer.
   * @throws Error if an entry is further from a double-precision loop than rounding explains.
   */
  check(): void;
}

/**
 * Lays out as many rows as the package multiplies at a time (they fit the second-level cache). Making a case
 * ends the one before it in the same arena.
 */
export function layerCase(
  arena: Arena,
  { product, width, density, points, kernels: build = 'simd128' }: LayerShape,
): LayerCase {
  arena.reset();
  // The layout chooses the product by density; at the ends of the scale it has no choice.
  const layout = panelLayout(points, product === 'dense' ? 1 : 0, build);
  const { vectors, panels, columns } = layout;
  const panelColumns = 4 * vectors;
  const rows = Math.min(width, blocksPerGroup(product, width, density) * BLOCK_ROWS);
  const host = randomRows(rows, width, density);

  const biases = arena.reserve(4 * rows + 32);
  const z = arena.reserve(4 * columns * width);
  const out = arena.reserve(4 * columns * rows);
  const scratch = arena.reserve((BLOCK_ROWS + 8) * 16 * vectors);
  const carry = arena.reserve(8 * rows);
  const squares = arena.reserve(16 * columns);
  const largest = arena.reserve(8);
  const fanIns = arena.reserve(4 * panels * vectors);
  const stored = product === 'dense' ? storeDense() : storeSparse();
  arena.u32(fanIns, panels * vectors).fill(width);
  const stream = openStream(1n);
  const input = arena.f32(z, columns * width).map(() => symmetric(stream));
  arena.f32(z, columns * width).set(input);
  const bias = arena.f32(biases, rows).map(() => symmetric(stream));
  arena.f32(biases, rows).set(bias);

  function storeDense() {
    const rowBytes = 16 * Math.ceil(width / 4);
    const weights = arena.reserve((rows + 8) * rowBytes);
    for (let row = 0; row < rows; row++) {
      const dense = arena.f32(weights + row * rowBytes, width).fill(0);
      for (let i = host.starts[row]!; i < host.starts[row + 1]!; i++)
        dense[host.columns[i]!] = host.values[i]!;
    }
    return { weights, rowBytes, counts: 0, offsets: 0 };
  }

  /** Offsets and values of each 48 rows begin on a multiple of 16 bytes. */
  function storeSparse() {
    const room = host.values.length + 4 * Math.ceil(rows / BLOCK_ROWS);
    const [counts, offsets] = [arena.reserve(4 * rows), arena.reserve(4 * room)];
    const weights = arena.reserve(4 * room);
    let at = 0;
    for (let row = 0; row < rows; row++) {
      if (row % BLOCK_ROWS === 0) at = Math.ceil(at / 4) * 4;
      const [start, end] = [host.starts[row]!, host.starts[row + 1]!];
      const count = end - start;
      arena.u32(counts + 4 * row, 1)[0] = count;
      arena.u32(offsets + 4 * at, count).set(host.columns.subarray(start, end).map((c) => c * 16 * vectors));
      arena.f32(weights + 4 * at, count).set(host.values.subarray(start, end));
      at += count;
    }
    return { weights, rowBytes: 0, counts, offsets };
  }

  const { kernels } = arena;
  const { weights, counts, offsets, rowBytes } = stored;
  const before = [vectors, panels, z, 4 * panelColumns * width] as const;
  const between = [biases, rows, scratch, carry, out, 4 * panelColumns * rows, 1, 1, 1] as const;
  const after = [squares, 8 * columns, largest] as const;
  const run = ({ code, first, second }: ActivationCode) =>
    product === 'dense'
      ? kernels.denseLayer(...before, weights, rowBytes, fanIns, ...between, code, first, second, ...after)
      : kernels.sparseLayer(...before, counts, offsets, weights, ...between, code, first, second, ...after);
  const image = arena.f32(out, columns * rows);
  const products = arena.f32(scratch, 1);
  const stride = 16 * vectors;

  function multiplyDense(panel: Address): void {
    for (let row = 0; row < rows; row += BLOCK_ROWS) {
      const step = Math.min(BLOCK_ROWS, rows - row);
      kernels.denseRows(vectors, panel, weights + row * rowBytes, rowBytes, width, step, scratch, stride);
    }
  }

  const panelWords = arena.u32(z, columns * width);

  /**
   * As `sparseLayer` does with an image that the second-level cache does not hold (`FAR` in
   * assembly/layer.ts).
   */
  function fetchPanel(panel: Address): void {
    const from = (panel - z) / 4;
    let sum = 0;
    for (let i = from; i < from + panelColumns * width; i += 16) sum += panelWords[i]!;
    consume(sum);
  }

  function multiplySparse(panel: Address): void {
    if (4 * columns * width > 2 ** 19) fetchPanel(panel);
    let at = 0;
    for (let row = 0; row < rows; row += BLOCK_ROWS) {
      const step = Math.min(BLOCK_ROWS, rows - row);
      const [from, values] = [offsets + at, weights + at];
      const end = kernels.sparseRows(vectors, panel, counts + 4 * row, from, values, step, scratch, stride);
      at = 16 * Math.ceil((end - offsets) / 16);
    }
  }

  return {
    usefulMacs: host.values.length * points,
    weights,
    multiply() {
      run(activationCode({ name: 'relu' }));
      return image[0]!;
    },
    product() {
      for (let panel = 0; panel < panels; panel++) {
        const from = z + panel * stride * width;
        if (product === 'dense') multiplyDense(from);
        else multiplySparse(from);
      }
      return products[0]!;
    },
    check() {
      run(activationCode({ name: 'linear' }));
      checkProduct(image, { layout, points, width, rows, host, input, bias });
      this.product();
      // What is left in `scratch`: the last rows in the last panel. A curve's first point is another thing
      // than its product.
      const last = ((rows - 1) % BLOCK_ROWS) + 1;
      const products = arena.f32(scratch, last * panelColumns).slice();
      const stored = image.slice((panels * rows - last) * panelColumns);
      if (panels === 1)
        for (let row = 0; row < last; row++) products[row * panelColumns] = stored[row * panelColumns]!;
      checkEqual('product alone', products, stored);
    },
  };
}
