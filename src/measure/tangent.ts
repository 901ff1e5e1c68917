/**
 * Lengths from tangents: at T points of the curve, one at random in each of T equal parts of its parameter, the curve's velocity is pushed through
 * the network by the chain rule, and the mean of its norm is an estimate of the length of the image. Its expectation over the points is the
 * length itself, at any T and for every curve and activation: no polyline, no discretisation (docs/theory.md, "Lengths from tangents").
 *
 * An image is T columns of points and T columns of tangents, in panels of their own behind those of the points, so that one product
 * and one search for rows of zeros serve both. Scales are carried as in `measure.ts`.
 */
import { curvePoints } from '../curve/index.ts';
import { fanIn, type NetworkSpec } from '../experiment/network.ts';
import { type Address, activationCode, BLOCK_ROWS } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { blocksPerGroup, type PanelLayout, panelLayout } from '../kernels/layout.ts';
import type { KernelsName } from '../kernels/load.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { networkStream, openStream, PURPOSE, uniform01 } from '../random/index.ts';
import { WeightSampler } from './draw.ts';
import { multiplyPanel, paddedRows } from './panel-product.ts';
import { emptyRecord, type LengthRecord } from './record.ts';
import {
  inputScale,
  type Largest,
  layerScale,
  ONE,
  overflow,
  type Scale,
  shifted,
  shiftOf,
} from './scale.ts';
import { type Subject, withoutNullWeights } from './subject.ts';

const VECTOR = 16;

interface TangentImage {
  readonly rows: number;
  readonly ranks: Address | null;
  readonly points: Scale;
  readonly tangents: Scale;
  readonly largest: Largest;
}

/** Networks of one subject, measured by tangents. Making a second workspace in the same arena ends the first. */
export class TangentWorkspace {
  readonly #arena: Arena;
  readonly #subject: Subject;
  readonly #spec: NetworkSpec;
  readonly #layout: PanelLayout;
  readonly #at: ReturnType<typeof curvePoints>;
  readonly #sampler: WeightSampler;
  readonly #image: Address;
  readonly #products: Address;
  readonly #ranks: Address;
  readonly #biases: Address;
  readonly #squares: Address;
  readonly #largest: Address;

  /** @throws RangeError if the points do not fit the memory of the kernels. */
  constructor(arena: Arena, subject: Subject, kernels: KernelsName = 'simd128') {
    const spec = withoutNullWeights(subject.network);
    arena.reset();
    this.#arena = arena;
    this.#subject = subject;
    this.#spec = spec;
    this.#layout = panelLayout(subject.points, spec.density, kernels);
    this.#at = curvePoints(subject.curve);
    this.#sampler = new WeightSampler(arena, spec, subject.seed, this.#layout);
    const widest = spec.widths.reduce((most, width) => Math.max(most, width), spec.inputDim);
    const { columns } = this.#layout;
    this.#image = arena.reserve(2 * 4 * columns * widest);
    this.#products = arena.reserve(2 * 4 * columns * paddedRows(widest));
    this.#ranks = arena.reserve(4 * widest);
    this.#biases = arena.reserve(4 * widest);
    this.#squares = arena.reserve(2 * 8 * columns);
    this.#largest = arena.reserve(8);
  }

  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord {
    const depth = this.#spec.widths.length;
    const record = emptyRecord(first, networks, depth);
    for (let i = 0; i < networks; i++) this.#measureNetwork(first + i, record, i * depth);
    return record;
  }

  #measureNetwork(network: number, record: LengthRecord, at: number): void {
    const { kernels } = this.#arena;
    const { columns } = this.#layout;
    const { points } = this.#subject;
    let image = this.#storeInput(network);
    this.#spec.widths.forEach((_, l) => {
      image = this.#applyLayer(network, l + 1, image);
      // Columns that fill the last panel have tangents of zero.
      const h = kernels.sumOfRoots(this.#squares, columns) / points;
      const z = kernels.sumOfRoots(this.#squares + 8 * columns, columns) / points;
      if (!Number.isFinite(h + z + image.largest.point)) throw overflow(l + 1);
      const { mantissa, exponent } = image.tangents;
      record.preLength[at + l] = h * mantissa;
      record.length[at + l] = z * mantissa;
      record.exponent[at + l] = exponent;
    });
  }

  /** Draws the parameters of this network's points and writes points and velocities. */
  #storeInput(network: number): TangentImage {
    const { seed, points, curve } = this.#subject;
    const { inputDim } = this.#spec;
    const { columns, vectors } = this.#layout;
    const stream = openStream(networkStream(seed, network, 0, PURPOSE.sample, 0));
    const samples = Array.from({ length: points }, (_, j) => this.#at((j + uniform01(stream)) / points));
    const most = (vectorsOf: readonly Float64Array[]) =>
      vectorsOf.reduce((m, vector) => vector.reduce((n, x) => Math.max(n, Math.abs(x)), m), 0);
    const point = most(curve.vertices);
    const velocity = most(samples.map((sample) => sample.velocity));
    const pointScale = inputScale(this.#spec, point);
    const tangentScale = shifted(ONE, shiftOf(velocity));
    const panelColumns = 4 * vectors;
    const half = columns * inputDim;
    const stored = this.#arena.f32(this.#image, 2 * half).fill(0);
    samples.forEach((sample, t) => {
      const start = Math.floor(t / panelColumns) * panelColumns * inputDim + (t % panelColumns);
      for (let j = 0; j < inputDim; j++) {
        const to = start + j * panelColumns;
        stored[to] = ldexp(sample.point[j]!, -pointScale.exponent);
        stored[half + to] = ldexp(sample.velocity[j]!, -tangentScale.exponent);
      }
    });
    return {
      ...this.#compacted(inputDim),
      points: pointScale,
      tangents: tangentScale,
      largest: {
        point: ldexp(point, -pointScale.exponent),
        step: ldexp(velocity, -tangentScale.exponent),
      },
    };
  }

  #compacted(rows: number): { rows: number; ranks: Address | null } {
    const { panels, vectors } = this.#layout;
    const { kernels } = this.#arena;
    const kept = kernels.compactImage(this.#image, 2 * panels, VECTOR * vectors, rows, this.#ranks);
    return { rows: kept, ranks: kept < rows ? this.#ranks : null };
  }

  #applyLayer(network: number, layer: number, image: TangentImage): TangentImage {
    const { kernels } = this.#arena;
    const { product, panels, vectors, columns } = this.#layout;
    const { activation, density, widths } = this.#spec;
    const width = widths[layer - 1]!;
    const stride = VECTOR * vectors;
    const inputs = fanIn(this.#spec, layer);
    // Tangents have a scale of their own, which nothing depends on: the layer's is taken beside steps worth one.
    const { gains, next } = layerScale(
      this.#spec,
      layer,
      { points: image.points, steps: ONE },
      image.largest,
    );
    const perGroup = blocksPerGroup(product, inputs, density);
    const blocks = Math.ceil(width / BLOCK_ROWS);
    const biases = this.#arena.f32(this.#biases, width);
    for (let first = 0; first < blocks; first += perGroup) {
      const group = { network, layer, first, blocks: Math.min(perGroup, blocks - first) };
      const rows = this.#sampler.weights(group, { inputs, count: image.rows, ranks: image.ranks }, stride);
      const row = first * BLOCK_ROWS;
      biases.set(this.#arena.f32(this.#sampler.biases(group, gains.biasScale), rows.rows), row);
      for (let panel = 0; panel < 2 * panels; panel++) {
        const from = this.#image + panel * stride * image.rows;
        const to = this.#products + (panel * paddedRows(width) + row) * stride;
        multiplyPanel(kernels, rows, vectors, from, image.rows, to);
      }
    }
    this.#arena.f64(this.#squares, 2 * columns).fill(0);
    this.#arena.f32(this.#largest, 2).fill(0);
    const { code, slope } = activationCode(activation);
    for (let panel = 0; panel < panels; panel++) {
      const [point, tangent] = [panel, panels + panel];
      kernels.tangentRows(
        code,
        slope,
        gains.pointGain,
        gains.stepGain,
        this.#products + point * paddedRows(width) * stride,
        this.#products + tangent * paddedRows(width) * stride,
        this.#biases,
        width,
        vectors,
        this.#image + point * width * stride,
        this.#image + tangent * width * stride,
        this.#squares + 8 * 4 * vectors * panel,
        8 * columns,
        this.#largest,
      );
    }
    const [point, step] = this.#arena.f32(this.#largest, 2);
    return {
      ...this.#compacted(width),
      points: next.points,
      tangents: combined(image.tangents, next.steps),
      largest: { point: point!, step: step! },
    };
  }
}

function combined(a: Scale, b: Scale): Scale {
  const mantissa = a.mantissa * b.mantissa;
  const shift = exponentOf(mantissa);
  return { mantissa: ldexp(mantissa, -shift), exponent: a.exponent + b.exponent + shift };
}
