/**
 * Lengths from tangents: at T points of the curve, one at random in each of T equal parts of its parameter,
 * the curve's velocity is pushed through the network by the chain rule, and the mean of its norm is an
 * estimate of the length of the image. Its expectation over the points is the length itself, at any T and for
 * every curve and activation: no polyline, no discretisation (docs/theory.md, "Lengths from tangents").
 *
 * An image is T columns of points and T columns of tangents, in panels of their own behind those of the
 * points, so that one product and one search for rows of zeros serve both. Scales are carried as in
 * `measure.ts`.
 */

import { curveLength, curvePoints } from '../curve/index.ts';
import { largestEntry } from '../curve/vector.ts';
import type { Address } from '../kernels/abi.ts';
import type { Arena, Reserve } from '../kernels/arena.ts';
import { panelLayout } from '../kernels/layout.ts';
import {
  activationCode,
  type Chain,
  inputsOf,
  isParted,
  largestDensity,
  layerOf,
  type NetworkSpec,
} from '../network/index.ts';
import { ldexp, scaledBy } from '../numeric/scaled.ts';
import { networkStream, openStream, PURPOSE, uniform01 } from '../random/index.ts';
import { tangentAreas } from './areas/workspace.ts';
import { isBent, slopeTable } from './bent-slopes.ts';
import {
  energyOf,
  hasEnergies,
  IMAGES,
  type ImageName,
  type MeanSquares,
  meanSquares,
  type Stretches,
  stretchesOf,
} from './energies.ts';
import { Families } from './families.ts';
import { approachOf, keepsPointsNearZero, pointScale } from './near-zero.ts';
import { normOf } from './norm.ts';
import { normaliseTangents } from './normalise.ts';
import { isPointLayer, pointMap } from './point-layers.ts';
import { stepUnit } from './point-panels.ts';
import { requireRange } from './range.ts';
import { type Energies, emptyRecord, type LengthRecord, writeLengths } from './record.ts';
import {
  doubleOf,
  type Largest,
  layerScale,
  liftOf,
  ONE,
  overflow,
  type Scale,
  scaleProduct,
  shifted,
  shiftOf,
  times,
  weightScale,
} from './scale.ts';
import { finished, type Steps, within } from './steps.ts';
import { measuredChain, type Subject } from './subject.ts';
import { inUnits } from './weight-source.ts';

/** Families of columns. */
const [POINTS, TANGENTS] = [0, 1];

interface TangentImage {
  readonly points: Scale;
  readonly tangents: Scale;
  /** What the layer's tangents before the activation were multiplied by, beside what their scale says. */
  readonly slope: number;
  readonly largest: Largest;
}

/**
 * Networks of one subject, measured by tangents. Making a second workspace in the same arena ends the first.
 */
export class TangentWorkspace {
  readonly #arena: Arena;
  readonly #subject: Subject;
  readonly #spec: NetworkSpec;
  readonly #shown: Chain['shown'];
  readonly #at: ReturnType<typeof curvePoints>;
  readonly #inputLength: number;
  readonly #families: Families;
  readonly #squares: Address;
  readonly #largest: Address;
  readonly #norms: Address;
  readonly #keepsPoints: boolean;
  readonly #meanSquares: readonly MeanSquares[];
  /** Null where the networks are given. */
  readonly #stretches: readonly Stretches[] | null;

  /**
   * @throws RangeError if the points do not fit the memory of the kernels; ExperimentError as `requireRange`.
   */
  constructor(arena: Arena, subject: Subject) {
    requireRange({ ...subject, estimator: 'tangent' });
    const { spec, shown } = measuredChain(subject.network);
    arena.reset();
    this.#arena = arena;
    this.#subject = subject;
    this.#spec = spec;
    this.#shown = shown;
    this.#at = curvePoints(subject.curve);
    this.#inputLength = curveLength(subject.curve);
    const layout = panelLayout(subject.points, largestDensity(spec), arena.build);
    const reserve: Reserve = (bytes) => arena.reserve(bytes);
    const { families, squares, largest, norms } = tangentAreas(reserve, spec, subject, layout, arena.build);
    this.#families = new Families(arena, spec, subject, layout, 2, families);
    this.#keepsPoints = keepsPointsNearZero(spec);
    this.#squares = squares;
    this.#largest = largest;
    this.#norms = norms;
    this.#meanSquares = spec.layers.map(meanSquares);
    this.#stretches = hasEnergies({ ...subject, estimator: 'tangent' })
      ? stretchesOf({ ...subject, network: spec, estimator: 'tangent' })
      : null;
  }

  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord {
    return finished(this.steps(first, networks));
  }

  *steps(first: number, networks: number): Steps<LengthRecord> {
    const depth = this.#shown.at(-1)!;
    const record = emptyRecord(first, networks, depth, [], this.#stretches !== null);
    for (let i = 0; i < networks; i++) yield* this.#measureNetwork(first + i, record, i * depth);
    return record;
  }

  *#measureNetwork(network: number, record: LengthRecord, at: number): Steps<void> {
    const { kernels } = this.#arena;
    const { columns } = this.#families.layout;
    const { points } = this.#subject;
    let image = this.#storeInput(network);
    /** Sum of the stored lengths of the tangents below. */
    let below = kernels.sumOfRoots(this.#squaresOf(0), columns);
    const depth = this.#shown.at(-1)!;
    const layers = this.#spec.layers.length;
    for (let l = 0; l < layers; l++) {
      image = this.#inUnits(network, l + 1, image);
      const { energies } = record;
      const entry = at + this.#shown[l]! - 1;
      const expected = energies === undefined ? null : this.#expectedSquares(l + 1, image);
      // The squares below are those of the stored steps that this layer multiplies.
      const own = layerOf(this.#spec, l + 1);
      const applied = isPointLayer(own)
        ? this.#mapLayer(own, l + 1, image)
        : this.#applyLayer(network, l + 1, image);
      const { stepGain, next, pre } = yield* within(applied, at / depth + l / layers, 1 / layers);
      const squares = { length: this.#squaresOf(l + 1), preLength: this.#squares };
      // Columns that fill the last panel have tangents of zero.
      const h = kernels.sumOfRoots(squares.preLength, columns) / points;
      const roots = kernels.sumOfRoots(squares.length, columns);
      const z = roots / points;
      if (!Number.isFinite(h + z + next.largest.point)) throw overflow(l + 1);
      if (energies !== undefined)
        this.#writeEnergies(energies, entry, l + 1, squares, stepGain, below, image.tangents);
      if (expected !== null && below > 0) {
        const energy = this.#bentEnergy(expected, squares.length, stepGain / next.slope, below, l + 1);
        energies!.length[entry] = l === 0 ? this.#withInput(energy, below, image.tangents, 'length') : energy;
      }
      image = next;
      below = roots;
      if (entry >= at) {
        writeLengths(
          record,
          entry,
          [h / (pre === null ? image.slope : 1), pre ?? image.tangents],
          [z, image.tangents],
        );
      }
      const { width } = layerOf(this.#spec, l + 1);
      if (l + 1 < layers) image = this.#normalised(l + 1, image);
      this.#families.compact(width);
    }
  }

  #inUnits(network: number, layer: number, image: TangentImage): TangentImage {
    const { points, tangents } = image;
    const scales = inUnits(this.#families.source, network, layer, { points, steps: tangents });
    return { ...image, points: scales.points, tangents: scales.steps };
  }

  /** What comes out of a layer as the next one takes it, whose norm may come first. */
  #normalised(layer: number, image: TangentImage): TangentImage {
    const norm = normOf(layerOf(this.#spec, layer + 1));
    if (norm === null) return image;
    const { width } = layerOf(this.#spec, layer);
    const { layout } = this.#families;
    const { scales, largest } = normaliseTangents(
      this.#arena,
      norm,
      layout,
      this.#subject.points,
      width,
      this.#families.image(POINTS, 0, width),
      this.#families.image(TANGENTS, 0, width),
      this.#norms,
      { points: image.points, steps: image.tangents },
      image.largest,
    );
    return { ...image, points: scales.points, tangents: scales.steps, largest };
  }

  /** Squares of |dz| of layer l; of the input's velocities for l = 0. */
  #squaresOf(layer: number): Address {
    return this.#squares + 8 * this.#families.layout.columns * (1 + (layer % 2));
  }

  /**
   * Writes the energies of a layer, number `at` of the record; `roots` is the sum of stored lengths below. In
   * layer 1 they also have what the points miss of the input's length, whose mean is 0 as well: later layers
   * then correct for both.
   */
  #writeEnergies(
    energies: Energies,
    at: number,
    layer: number,
    squares: Readonly<Record<ImageName, Address>>,
    stepGain: number,
    roots: number,
    tangents: Scale,
  ): void {
    const { kernels } = this.#arena;
    const { columns } = this.#families.layout;
    const below = this.#squaresOf(layer - 1);
    const known = this.#meanSquares[layer - 1]!;
    for (const name of IMAGES) {
      const meanSquare = known[name];
      if (meanSquare === null) continue;
      const quotients = kernels.sumOfQuotients(squares[name], below, columns);
      const energy = energyOf(quotients, roots, meanSquare * stepGain ** 2);
      energies[name][at] = layer === 1 ? this.#withInput(energy, roots, tangents, name) : energy;
    }
  }

  /** For each point the mean square of a bent layer's tangent, of weights of unit variance; else null. */
  #expectedSquares(layer: number, { points }: TangentImage): Float64Array | null {
    const spec = this.#spec;
    const { width, ...own } = layerOf(spec, layer);
    if (!isBent({ width, ...own }) || this.#stretches![layer - 1]!.length === null) return null;
    const { squares, products } = this.#families.dots();
    const tangents = this.#arena.f64(this.#squaresOf(layer - 1), this.#families.layout.columns);
    const table = slopeTable(own.activation);
    const lift = liftOf(spec, layer, points);
    const sd = doubleOf(scaleProduct(points, weightScale(spec, layer)));
    return Float64Array.from({ length: this.#subject.points }, (_, t) => {
      const square = squares[t]! + lift * lift;
      const u2 = tangents[t]!;
      if (!(square > 0 && u2 > 0)) return 0;
      const rho2 = Math.min(1, products[t]! ** 2 / square / u2);
      return (table.at(square * sd * sd, rho2) ?? 0) * u2 * width;
    });
  }

  /** Energy over the points whose mean square is known, in units of that before the activation. */
  #bentEnergy(expected: Float64Array, squares: Address, gain: number, roots: number, layer: number): number {
    const found = this.#arena.f64(squares, expected.length);
    let sum = 0;
    expected.forEach((mean, t) => {
      if (!(mean > 0)) return;
      const root = Math.sqrt(mean);
      sum += found[t]! / (gain * gain) / root - root;
    });
    return sum / (Math.sqrt(layerOf(this.#spec, layer).width) * roots);
  }

  #withInput(energy: number, roots: number, tangents: Scale, name: ImageName): number {
    const { share } = this.#stretches![0]![name]!;
    const sampled = doubleOf(times(tangents, roots / this.#subject.points / this.#inputLength));
    return sampled * energy + 2 * share * (sampled - 1);
  }

  /** Draws the parameters of this network's points and stores points and velocities. */
  #storeInput(network: number): TangentImage {
    const { seed, points: count, curve } = this.#subject;
    const stream = openStream(networkStream(seed, network, 0, PURPOSE.sample, 0));
    const samples = Array.from({ length: count }, (_, j) => this.#at((j + uniform01(stream)) / count));
    const velocities = samples.map(({ velocity }) => velocity);
    const [point, velocity] = [largestEntry(curve.vertices), largestEntry(velocities)];
    const points = pointScale(this.#spec, point);
    const tangents = shifted(ONE, shiftOf(velocity));
    this.#families.store(
      [samples.map((sample) => sample.point), velocities],
      [points.exponent, tangents.exponent],
    );
    const squares = this.#arena.f64(this.#squaresOf(0), this.#families.layout.columns).fill(0);
    const scaled = scaledBy(-tangents.exponent);
    velocities.forEach((v, t) => {
      let sum = 0;
      for (const x of v) sum += scaled(x) ** 2;
      squares[t] = sum;
    });
    const largest = { point: ldexp(point, -points.exponent), step: ldexp(velocity, -tangents.exponent) };
    return { points, tangents, slope: 1, largest };
  }

  /** A layer that looks at whole points. */
  *#mapLayer(
    own: Parameters<typeof pointMap>[0],
    layer: number,
    { points, tangents, largest }: TangentImage,
  ): Steps<{ stepGain: number; next: TangentImage; pre: Scale | null }> {
    const scales = { points, steps: tangents };
    const map = pointMap(own, scales);
    const unit = stepUnit(scales, largest.step);
    const { columns } = this.#families.layout;
    const [before, after] = [this.#squares, this.#squaresOf(layer)].map((at) => this.#arena.f64(at, columns));
    let [point, step] = [0, 0];
    this.#families.map(inputsOf(this.#spec, layer), own.width, ([z, v], [outZ, outV], column) => {
      map.value(z!, outZ!);
      map.tangent(z!, v!, unit, outV!);
      let square = 0;
      for (let i = 0; i < own.width; i++) {
        square += outV![i]! ** 2;
        point = Math.max(point, Math.abs(outZ![i]!));
        step = Math.max(step, Math.abs(outV![i]!));
      }
      before![column] = after![column] = square;
    });
    const { next } = map;
    return {
      stepGain: 1,
      pre: null,
      next: { points: next.points, tangents: next.steps, slope: 1, largest: { point, step } },
    };
  }

  *#applyLayer(
    network: number,
    layer: number,
    { points, tangents, largest }: TangentImage,
  ): Steps<{ stepGain: number; next: TangentImage; pre: Scale | null }> {
    const families = this.#families;
    const { panels, vectors, columns } = families.layout;
    const own = layerOf(this.#spec, layer);
    const { width } = own;
    const approach = approachOf(this.#spec, layer, this.#keepsPoints, points, largest.point);
    const { spec, activation, slope } = approach;
    // Tangents have a scale of their own, which nothing depends on: the layer's is taken beside steps worth
    // one.
    const { gains, next, pre } = layerScale(spec, layer, { points, steps: ONE }, largest);
    families.shiftPoints(gains.pointShift);
    yield* families.multiply(network, layer, gains.biasScale);
    const zSquares = this.#squaresOf(layer);
    this.#arena.f64(this.#squares, columns).fill(0);
    this.#arena.f64(zSquares, columns).fill(0);
    this.#arena.f32(this.#largest, 2).fill(0);
    const parts = isParted(own) ? own.parts : [{ first: 0, activation }];
    for (const [p, part] of parts.entries()) {
      const { code, first, second } = activationCode(part.activation);
      const end = parts[p + 1]?.first ?? width;
      const skipped = 16 * vectors * part.first;
      for (let panel = 0; panel < panels; panel++) {
        this.#arena.kernels.tangentRows(
          code,
          first,
          second,
          gains.pointGain,
          gains.stepGain,
          families.products(POINTS, panel, width) + skipped,
          families.products(TANGENTS, panel, width) + skipped,
          families.biases + 4 * part.first,
          end - part.first,
          vectors,
          families.image(POINTS, panel, width) + skipped,
          families.image(TANGENTS, panel, width) + skipped,
          this.#squares + 8 * 4 * vectors * panel,
          zSquares - this.#squares,
          this.#largest,
        );
      }
    }
    const [point, step] = this.#arena.f32(this.#largest, 2);
    const image: TangentImage = {
      points: times(next.points, slope),
      slope,
      tangents: times(scaleProduct(tangents, next.steps), slope),
      largest: { point: point!, step: step! },
    };
    // What a tangent of h is worth, where that of z is worth something else.
    const squared = pre === next.steps ? null : scaleProduct(tangents, pre);
    return { stepGain: gains.stepGain, next: image, pre: squared };
  }
}
