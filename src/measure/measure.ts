/**
 * Pushes a sampled curve through networks and measures the length of its image, layer by layer. Pure: what comes out depends on the
 * subject and the numbers of the networks alone.
 *
 * Digits are kept in two ways. The curve is stored as its first point and the steps from point to point (`assembly/finish.ts`), so that an
 * image far shorter than its distance from the origin, as biases make it, loses nothing to rounding. And scale is carried outside:
 * weights are drawn at unit variance, the first point is `points` times its stored f32, a step `steps` times its own, both doubles with
 * a separate exponent. For a homogeneous activation the standard deviations only ever enter these scales, and powers of two,
 * the gains, bring each layer back to order one: no depth overflows or goes subnormal, and the bias is scaled along. For other
 * activations the scale of points is 1 and their gain the standard deviation itself.
 */
import { samplePoints } from '../curve/index.ts';
import { fanIn, type NetworkSpec } from '../experiment/network.ts';
import { type Address, activationCode, BLOCK_ROWS } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { blocksPerGroup, type PanelLayout, panelLayout } from '../kernels/layout.ts';
import { ldexp } from '../numeric/scaled.ts';
import { WeightSampler } from './draw.ts';
import type { LengthRecord } from './record.ts';
import {
  type Gains,
  inputScale,
  type Largest,
  layerScale,
  ONE,
  overflow,
  type Scales,
  shifted,
  shiftOf,
} from './scale.ts';
import type { Subject } from './subject.ts';

/** One subject, ready in the memory of one kernel instance. Making a second one in the same arena ends the first. */
export class Workspace {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #layout: PanelLayout;
  readonly #sampler: WeightSampler;
  readonly #input: Address;
  readonly #inputScales: Scales;
  readonly #inputLargest: Largest;
  readonly #images: readonly [Address, Address];
  readonly #scratch: Address;
  readonly #carry: Address;
  readonly #squares: Address;
  readonly #largest: Address;

  /** @throws RangeError if the curve at this number of points does not fit the memory of the kernels. */
  constructor(arena: Arena, subject: Subject) {
    const { seed, curve, points } = subject;
    const spec = withoutNullWeights(subject.network);
    arena.reset();
    this.#arena = arena;
    this.#spec = spec;
    this.#layout = panelLayout(points, spec.density);
    const { columns, vectors } = this.#layout;
    const widest = spec.widths.reduce((most, width) => Math.max(most, width), 0);
    const image = 4 * columns * widest;
    this.#sampler = new WeightSampler(arena, spec, seed, this.#layout);
    this.#scratch = arena.reserve((BLOCK_ROWS + 8) * 16 * vectors);
    this.#carry = arena.reserve(8 * widest);
    this.#squares = arena.reserve(2 * 8 * columns);
    this.#largest = arena.reserve(8);
    this.#input = arena.reserve(4 * columns * spec.inputDim);
    // Odd layers are written to the second image, even ones, if there are any, to the first.
    this.#images = [arena.reserve(spec.widths.length > 1 ? image : 0), arena.reserve(image)];
    const { scales, largest } = this.#storeInput(samplePoints(curve, points), points);
    this.#inputScales = scales;
    this.#inputLargest = largest;
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
    const { columns } = this.#layout;
    const kernels = this.#arena.kernels;
    const zSquares = 8 * columns;
    let from = this.#input;
    let scales = this.#inputScales;
    let largest = this.#inputLargest;
    for (let layer = 1; layer <= this.#spec.widths.length; layer++) {
      const { gains, next } = layerScale(this.#spec, layer, scales, largest);
      const to = this.#images[layer % 2]!;
      this.#arena.f64(this.#squares, 2 * columns).fill(0);
      largest = this.#applyLayer(network, layer, from, to, gains);
      const h = kernels.sumOfRoots(this.#squares, columns);
      const z = kernels.sumOfRoots(this.#squares + zSquares, columns);
      if (!Number.isFinite(h + z + largest.point)) throw overflow(layer);
      record.preLength[at + layer - 1] = h * next.steps.mantissa;
      record.length[at + layer - 1] = z * next.steps.mantissa;
      record.exponent[at + layer - 1] = next.steps.exponent;
      scales = next;
      from = to;
    }
  }

  #applyLayer(
    network: number,
    layer: number,
    from: Address,
    to: Address,
    { pointGain, stepGain, unit, biasScale }: Gains,
  ): Largest {
    const { product, panels, vectors, columns } = this.#layout;
    const kernels = this.#arena.kernels;
    const width = this.#spec.widths[layer - 1]!;
    const inputs = fanIn(this.#spec, layer);
    const panelColumns = 4 * vectors;
    const { code, slope } = activationCode(this.#spec.activation);
    this.#arena.f32(this.#largest, 2).fill(0);
    const inPanelBytes = 4 * panelColumns * inputs;
    const blocks = Math.ceil(width / BLOCK_ROWS);
    const perGroup = blocksPerGroup(product, inputs, this.#spec.density);
    for (let block = 0; block < blocks; block += perGroup) {
      const count = Math.min(perGroup, blocks - block);
      const drawn = this.#sampler.draw(network, layer, block, count, biasScale);
      const onwards = [
        drawn.biases,
        drawn.rows,
        this.#scratch,
        this.#carry,
        to + 4 * panelColumns * block * BLOCK_ROWS,
        4 * panelColumns * width,
        pointGain,
        stepGain,
        unit,
        code,
        slope,
        this.#squares,
        8 * columns,
        this.#largest,
      ] as const;
      const { dense, rowBytes, counts, offsets, values } = drawn;
      if (product === 'dense') {
        kernels.denseLayer(vectors, panels, from, inPanelBytes, dense, rowBytes, inputs, ...onwards);
      } else {
        kernels.sparseLayer(vectors, panels, from, inPanelBytes, counts, offsets, values, ...onwards);
      }
    }
    const [point, step] = this.#arena.f32(this.#largest, 2);
    return { point: point!, step: step! };
  }

  /** Writes the first sample and the steps between samples, panel-major; steps of zero fill the last panel. */
  #storeInput(samples: Float64Array, points: number): { scales: Scales; largest: Largest } {
    const { columns, vectors } = this.#layout;
    const dim = this.#spec.inputDim;
    const panelColumns = 4 * vectors;
    let point = 0;
    let step = 0;
    for (let i = 0; i < samples.length; i++) {
      point = Math.max(point, Math.abs(samples[i]!));
      if (i >= dim) step = Math.max(step, Math.abs(samples[i]! - samples[i - dim]!));
    }
    const scales = { points: inputScale(this.#spec, point), steps: shifted(ONE, shiftOf(step)) };
    const stored = this.#arena.f32(this.#input, columns * dim);
    for (let column = 0; column < columns; column++) {
      const at = Math.floor(column / panelColumns) * panelColumns * dim + (column % panelColumns);
      for (let j = 0; j < dim; j++) {
        const i = column * dim + j;
        stored[at + j * panelColumns] =
          column === 0
            ? ldexp(samples[i]!, -scales.points.exponent)
            : column < points
              ? ldexp(samples[i]! - samples[i - dim]!, -scales.steps.exponent)
              : 0;
      }
    }
    const largest = {
      point: ldexp(point, -scales.points.exponent),
      step: ldexp(step, -scales.steps.exponent),
    };
    return { scales, largest };
  }
}

/** Weights of standard deviation 0 are no weights at all: density 0, so that nothing is divided by 0. */
function withoutNullWeights(spec: NetworkSpec): NetworkSpec {
  return spec.sigmaW === 0 ? { ...spec, sigmaW: 1, density: 0 } : spec;
}
