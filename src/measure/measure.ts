/**
 * Pushes a sampled curve through networks and measures the length of its image, layer by layer. Pure: what comes out depends on the
 * subject and the numbers of the networks alone.
 *
 * Scale is carried, not lost. Weights are drawn at unit variance; a layer's true values are its stored f32 times `scale`, a
 * double with a separate exponent. For a homogeneous activation the standard deviations only ever enter the scale, and
 * a power of two, the gain, brings each layer back to order one; so no depth overflows or goes subnormal, and the bias
 * is scaled along. For other activations the scale is 1 and the gain the standard deviation itself.
 */
import { samplePoints } from '../curve/index.ts';
import type { NetworkSpec } from '../experiment/network.ts';
import { fanIn, isHomogeneous, weightSd } from '../experiment/network.ts';
import { type Address, activationCode, BLOCK_ROWS } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { blocksPerGroup, type PanelLayout, panelLayout } from '../kernels/layout.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { WeightSampler } from './draw.ts';
import type { LengthRecord } from './record.ts';
import type { Subject } from './subject.ts';

/** A positive number `mantissa * 2 ** exponent`, mantissa in [1, 2). */
interface Scale {
  readonly mantissa: number;
  readonly exponent: number;
}

const ONE: Scale = { mantissa: 1, exponent: 0 };

function times(scale: Scale, factor: number): Scale {
  const product = scale.mantissa * factor;
  const shift = exponentOf(product);
  return { mantissa: ldexp(product, -shift), exponent: scale.exponent + shift };
}

/** A curve that biases dwarf by more than 2^60 is stored as if it were that large; its digits are lost in the sum anyway. */
const LARGEST_BIAS_OVER_INPUT = 2 ** 60;

/** One subject, ready in the memory of one kernel instance. Making a second one in the same arena ends the first. */
export class Workspace {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #layout: PanelLayout;
  readonly #sampler: WeightSampler;
  readonly #input: Address;
  readonly #inputScale: Scale;
  readonly #inputLargest: number;
  readonly #images: readonly [Address, Address];
  readonly #scratch: Address;
  readonly #carry: Address;
  readonly #squares: Address;

  /** @throws RangeError if the curve at this number of points does not fit the memory of the kernels. */
  constructor(arena: Arena, subject: Subject) {
    const { seed, curve, points } = subject;
    const spec = withoutNullWeights(subject.network);
    arena.reset();
    this.#arena = arena;
    this.#spec = spec;
    this.#layout = panelLayout(points, spec.density);
    const { columns, vectors } = this.#layout;
    const image = 4 * columns * spec.widths.reduce((most, width) => Math.max(most, width), 0);
    this.#sampler = new WeightSampler(arena, spec, seed, this.#layout);
    this.#scratch = arena.reserve(BLOCK_ROWS * (16 * vectors + 16) + 64);
    this.#carry = arena.reserve(4 * spec.widths.reduce((most, width) => Math.max(most, width), 0));
    this.#squares = arena.reserve(2 * 8 * columns);
    this.#input = arena.reserve(4 * columns * spec.inputDim);
    // Odd layers are written to the second image, even ones, if there are any, to the first.
    this.#images = [arena.reserve(spec.widths.length > 1 ? image : 0), arena.reserve(image)];
    const samples = samplePoints(curve, points);
    const largest = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    this.#inputScale = inputScale(spec, largest);
    this.#inputLargest = this.#storeInput(samples, points);
  }

  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord {
    const depth = this.#spec.widths.length;
    const record: LengthRecord = {
      first,
      networks,
      depth,
      length: new Float64Array(networks * depth),
      preLength: new Float64Array(networks * depth),
      exponent: new Int32Array(networks * depth),
    };
    for (let i = 0; i < networks; i++) this.#measureNetwork(first + i, record, i * depth);
    return record;
  }

  #measureNetwork(network: number, record: LengthRecord, at: number): void {
    const { panels, vectors, columns } = this.#layout;
    const kernels = this.#arena.kernels;
    const zSquares = 8 * columns;
    let from = this.#input;
    let scale = this.#inputScale;
    let largest = this.#inputLargest;
    for (let layer = 1; layer <= this.#spec.widths.length; layer++) {
      const { unit, gain, biasScale, next } = this.#scales(layer, scale, largest);
      const to = this.#images[layer % 2]!;
      this.#arena.f64(this.#squares, 2 * columns).fill(0);
      largest = this.#applyLayer(network, layer, from, to, gain, biasScale);
      const h = kernels.sumOfRoots(this.#squares, panels * 4 * vectors);
      const z = kernels.sumOfRoots(this.#squares + zSquares, panels * 4 * vectors);
      if (!Number.isFinite(h) || !Number.isFinite(z)) {
        throw new RangeError(
          `trajectory: expected values within single precision, got an overflow in network ${network}, layer ${layer}; use a smaller sigmaW, sigmaB or input (scale ${unit})`,
        );
      }
      record.preLength[at + layer - 1] = h * next.mantissa;
      record.length[at + layer - 1] = z * next.mantissa;
      record.exponent[at + layer - 1] = next.exponent;
      scale = next;
      from = to;
    }
  }

  /**
   * With z = scale * stored, the kernels' sum of products and bias is h / unit; the stored pre-activation is that times `gain`.
   */
  #scales(layer: number, scale: Scale, largest: number) {
    const { sigmaB, density, activation } = this.#spec;
    const sd = weightSd(this.#spec, layer);
    if (!isHomogeneous(activation)) {
      return { unit: sd, gain: Math.fround(sd), biasScale: sigmaB / sd, next: ONE };
    }
    const unit = times(scale, sd);
    const biasScale = flushTiny(ldexp(sigmaB / unit.mantissa, -unit.exponent));
    const spread = largest * Math.sqrt(Math.max(1, density * fanIn(this.#spec, layer)));
    const size = Math.max(spread, biasScale);
    const shift = size > 0 ? exponentOf(size) : 0;
    const next = { mantissa: unit.mantissa, exponent: unit.exponent + shift };
    return { unit: unit.mantissa, gain: ldexp(1, -shift), biasScale, next };
  }

  #applyLayer(
    network: number,
    layer: number,
    from: Address,
    to: Address,
    gain: number,
    biasScale: number,
  ): number {
    const { product, panels, vectors, columns } = this.#layout;
    const kernels = this.#arena.kernels;
    const width = this.#spec.widths[layer - 1]!;
    const inputs = fanIn(this.#spec, layer);
    const panelColumns = 4 * vectors;
    const { code, slope } = activationCode(this.#spec.activation);
    let largest = 0;
    const blocks = Math.ceil(width / BLOCK_ROWS);
    const perGroup = blocksPerGroup(product, inputs, this.#spec.density);
    for (let block = 0; block < blocks; block += perGroup) {
      const count = Math.min(perGroup, blocks - block);
      const drawn = this.#sampler.draw(network, layer, block, count, biasScale);
      const out = to + 4 * panelColumns * block * BLOCK_ROWS;
      const outPanelBytes = 4 * panelColumns * width;
      const inPanelBytes = 4 * panelColumns * inputs;
      const groupLargest =
        product === 'dense'
          ? kernels.denseLayer(
              vectors,
              panels,
              from,
              inPanelBytes,
              drawn.dense,
              drawn.rowBytes,
              inputs,
              drawn.biases,
              drawn.rows,
              this.#scratch,
              this.#carry,
              out,
              outPanelBytes,
              gain,
              code,
              slope,
              this.#squares,
              8 * columns,
            )
          : kernels.sparseLayer(
              vectors,
              panels,
              from,
              inPanelBytes,
              drawn.counts,
              drawn.offsets,
              drawn.values,
              drawn.biases,
              drawn.rows,
              this.#scratch,
              this.#carry,
              out,
              outPanelBytes,
              gain,
              code,
              slope,
              this.#squares,
              8 * columns,
            );
      largest = Math.max(largest, groupLargest);
    }
    return largest;
  }

  /** Writes the samples, divided by the input's scale, panel-major; the last one is repeated to fill the last panel. */
  #storeInput(samples: Float64Array, points: number): number {
    const { columns, vectors } = this.#layout;
    const dim = this.#spec.inputDim;
    const panelColumns = 4 * vectors;
    const stored = this.#arena.f32(this.#input, columns * dim);
    const { mantissa, exponent } = this.#inputScale;
    let largest = 0;
    for (let column = 0; column < columns; column++) {
      const panel = Math.floor(column / panelColumns);
      const at = panel * panelColumns * dim + (column % panelColumns);
      const sample = Math.min(column, points - 1) * dim;
      for (let j = 0; j < dim; j++) {
        const value = ldexp(samples[sample + j]! / mantissa, -exponent);
        stored[at + j * panelColumns] = value;
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}

/** Weights of standard deviation 0 are no weights at all: density 0, so that nothing is divided by 0. */
function withoutNullWeights(spec: NetworkSpec): NetworkSpec {
  return spec.sigmaW === 0 ? { ...spec, sigmaW: 1, density: 0 } : spec;
}

/** The power of two that brings the input's largest coordinate to order one, or nearer to the biases if they dwarf it. */
function inputScale(spec: NetworkSpec, largest: number): Scale {
  if (!isHomogeneous(spec.activation)) return ONE;
  const sd = weightSd(spec, 1);
  const floor = spec.sigmaB / sd / LARGEST_BIAS_OVER_INPUT;
  return { mantissa: 1, exponent: exponentOf(Math.max(largest, floor)) };
}

/** A bias this far below values of order one cannot change them; as a subnormal it would only be slow. */
function flushTiny(x: number): number {
  return x < 2 ** -100 ? 0 : x;
}
