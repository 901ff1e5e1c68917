/**
 * Batch normalisation over given points: means and deviations of every coordinate over the images of these
 * points in the network at hand. All in double precision, one sample after the other along a row.
 */
import type { Arena } from '../kernels/arena.ts';
import type { ProductAt } from '../kernels/layout.ts';
import {
  type Batch,
  biasSd,
  inputsOf,
  isParted,
  type Layer,
  layerOf,
  type NetworkSpec,
  type Norm,
  type PartedLayer,
  partAt,
  phiOf,
  weightSd,
} from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { eachRow } from './each-row.ts';
import { sharedRows } from './norm.ts';
import { isPointLayer, pointMap } from './point-layers.ts';
import { ONE, overflow } from './scale.ts';
import { groupsOf, type WeightSource } from './weight-source.ts';

/** What a layer that normalises over a batch does to row i: factors[i] 2 ** exponent z + biases[i]. */
export interface Affine {
  /** At most 1 in size. */
  readonly factors: Float64Array;
  readonly exponent: number;
  readonly biases: Float64Array;
}

/** Rows of values of the batch, one row after the other. */
type Image = Float64Array;

/** Kept for the network that was asked for last. */
export class BatchStatistics {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #source: WeightSource;
  readonly #products: ProductAt;
  readonly #batch: Batch;
  /** The last layer that is normalised over the batch. */
  readonly #last: number;
  #known: { readonly network: number; readonly layers: ReadonlyMap<number, Affine> } | null = null;

  /**
   * @param source rows of every layer but those that this is about.
   * @param products the product that rows of a density are drawn for.
   */
  constructor(arena: Arena, spec: NetworkSpec, source: WeightSource, products: ProductAt, batch: Batch) {
    this.#arena = arena;
    this.#spec = spec;
    this.#source = source;
    this.#products = products;
    this.#batch = batch;
    this.#last = spec.layers.reduce((last, layer, l) => (overOf(layer) === undefined ? last : l + 1), 0);
  }

  /** Ends rows and biases that the source has handed out. @throws RangeError as `affineOf` */
  of(network: number, layer: number): Affine {
    if (this.#known?.network !== network) this.#known = { network, layers: this.#measure(network) };
    return this.#known.layers.get(layer)!;
  }

  #measure(network: number): Map<number, Affine> {
    const layers = new Map<number, Affine>();
    const count = this.#batch.length;
    let image: Image = new Float64Array(this.#spec.inputDim * count);
    for (const [t, point] of this.#batch.entries())
      for (const [j, x] of point.entries()) image[j * count + t] = x;
    for (let layer = 1; layer <= this.#last; layer++) {
      const own = layerOf(this.#spec, layer);
      const over = overOf(own);
      if (over !== undefined) {
        const { parts } = own as PartedLayer;
        const isAlone = parts.length === 1 && parts[0]!.adds.length === 1;
        const affine = affineOf(image, count, over, layer, isAlone);
        layers.set(layer, affine);
        image = mapped(image, affine, count, own as PartedLayer);
      } else if (isPointLayer(own)) {
        const map = pointMap(own, { points: ONE, steps: ONE });
        image = byPoint(image, inputsOf(this.#spec, layer), own.width, count, map.value);
      } else {
        if (isParted(own) && own.norm !== null)
          normalise(image.subarray(0, own.norm.rows * count), count, own.norm);
        image = this.#rows(network, layer, image);
      }
    }
    return layers;
  }

  /** The image of a layer of rows of weights. */
  #rows(network: number, layer: number, image: Image): Image {
    const own = layerOf(this.#spec, layer);
    const inputs = inputsOf(this.#spec, layer);
    const columns = { inputs, count: inputs, ranks: null };
    const count = this.#batch.length;
    const [sd, bias] = [weightSd(this.#spec, layer), biasSd(this.#spec, layer)];
    const out = new Float64Array(own.width * count);
    for (const group of groupsOf(this.#spec, network, layer, this.#products)) {
      const first = group.first * BLOCK_ROWS;
      const rows = this.#source.weights(group, columns, 4);
      const phi = phiOf(isParted(own) ? partAt(own, first).activation : own.activation);
      let at = first * count;
      const visit = (input: number, value: number) => addRow(out, at, value, image, input * count, count);
      const end = () => {
        at += count;
      };
      eachRow(this.#arena, rows, inputs, visit, end);
      const biases = this.#arena.f32(this.#source.biases(group, 1), rows.rows);
      for (let i = 0; i < rows.rows; i++) {
        const b = biases[i]! * bias;
        const row = out.subarray((first + i) * count, (first + i + 1) * count);
        for (let t = 0; t < count; t++) row[t] = phi(row[t]! * sd + b);
      }
    }
    return out;
  }
}

/** A loop of its own, which engines compile well. */
function addRow(out: Image, at: number, value: number, from: Image, first: number, count: number): void {
  for (let t = 0; t < count; t++) out[at + t]! += value * from[first + t]!;
}

/** What a layer of a chain is normalised over, if it is a batch. */
export function overOf(layer: Layer): PartedLayer['over'] {
  return isParted(layer) ? layer.over : undefined;
}

/** One over the root of the mean square of `values` about `mean` plus epsilon; 0 where that is 0. */
function inverseDeviation(values: Float64Array, mean: number, epsilon: number): number {
  // Brought to order one: squares of very small or large numbers leave the range of a double.
  const size = values.reduce((most, x) => Math.max(most, Math.abs(x - mean)), 0);
  const unit = size === 0 ? 1 : ldexp(1, exponentOf(size));
  const variance = values.reduce((sum, x) => sum + ((x - mean) / unit) ** 2, 0) / values.length;
  const added = epsilon / unit / unit;
  const root = added > LARGE ? Math.sqrt(epsilon) : unit * Math.sqrt(variance + added);
  return root === 0 ? 0 : 1 / root;
}

/** Beside this, numbers up to 4 are nothing. */
const LARGE = 2 ** 60;

function meanOf(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/**
 * @param isAlone whether no rows are handed on as they are, with a factor of 1.
 * @throws RangeError for images that leave the range of a double.
 */
function affineOf(
  image: Image,
  count: number,
  over: NonNullable<PartedLayer['over']>,
  layer: number,
  isAlone: boolean,
): Affine {
  const { rows, epsilon } = over;
  const [factors, biases] = [new Float64Array(rows), new Float64Array(rows)];
  let most = isAlone ? 0 : 1;
  for (const group of sharedRows(over)) {
    const values = new Float64Array(group.length * count);
    for (const [k, i] of group.entries()) values.set(image.subarray(i * count, (i + 1) * count), k * count);
    const mean = meanOf(values);
    const factor = inverseDeviation(values, mean, epsilon);
    if (!Number.isFinite(factor + mean * factor)) throw overflow(layer);
    most = Math.max(most, factor);
    for (const i of group) [factors[i], biases[i]] = [factor, -mean * factor];
  }
  const exponent = most === 0 ? 0 : exponentOf(most) + 1;
  return { factors: factors.map((factor) => ldexp(factor, -exponent)), exponent, biases };
}

/** What comes out of a layer of a chain that normalises over the batch. */
function mapped(image: Image, affine: Affine, count: number, { parts, width }: PartedLayer): Image {
  const { factors, exponent, biases } = affine;
  const out = new Float64Array(width * count);
  parts.forEach(({ first, rows, activation, adds }, p) => {
    const phi = phiOf(activation);
    for (let i = 0; i < rows * count; i++) {
      const row = Math.floor(i / count);
      let sum = 0;
      adds.forEach(({ from, factor }, k) => {
        const x = image[from * count + i]!;
        const normalised = p === 0 && k === 0;
        sum += factor * (normalised ? ldexp(factors[row]!, exponent) * x + biases[row]! : x);
      });
      out[first * count + i] = phi(sum);
    }
  });
  return out;
}

/** Every point of the batch by itself. */
function byPoint(
  image: Image,
  inputs: number,
  width: number,
  count: number,
  map: (z: Float64Array, out: Float64Array) => void,
): Image {
  const [z, made] = [new Float64Array(inputs), new Float64Array(width)];
  const out = new Float64Array(width * count);
  for (let t = 0; t < count; t++) {
    for (let j = 0; j < inputs; j++) z[j] = image[j * count + t]!;
    map(z, made);
    for (let i = 0; i < width; i++) out[i * count + t] = made[i]!;
  }
  return out;
}

/** Over the coordinates of every point, in place. */
function normalise(image: Image, count: number, { type, epsilon }: Norm): void {
  const column = new Float64Array(image.length / count);
  for (let t = 0; t < count; t++) {
    for (let i = 0; i < column.length; i++) column[i] = image[i * count + t]!;
    const mean = type === 'layer-norm' ? meanOf(column) : 0;
    const factor = inverseDeviation(column, mean, epsilon);
    for (let i = 0; i < column.length; i++) image[i * count + t] = (column[i]! - mean) * factor;
  }
}
