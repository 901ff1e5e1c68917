/**
 * Pushes a sampled curve through networks and measures the length of its image, layer by layer. Pure: what
 * comes out depends on the subject and the numbers of the networks alone.
 *
 * Digits are kept in two ways. The curve is stored as its first point and the steps from point to point
 * (`assembly/finish.ts`), so that an image far shorter than its distance from the origin, as biases make it,
 * loses nothing to rounding. And scale is carried outside: weights are drawn at unit variance, the first
 * point is `points` times its stored f32, a step `steps` times its own, both doubles with a separate
 * exponent. For a homogeneous activation the standard deviations only ever enter these scales, and powers of
 * two, the gains, bring each layer back to order one: no depth overflows or goes subnormal, and the bias is
 * scaled along. For other activations the scale of points is 1 and their gain the standard deviation itself.
 * Where weights are so small that biases, in units of the product, would leave single precision, points are
 * stored smaller, by another power of two (`scale.ts`).
 */

import type { Address } from '../kernels/abi.ts';
import type { Arena, Reserve } from '../kernels/arena.ts';
import { type PanelLayout, panelLayout, productsOf } from '../kernels/layout.ts';
import {
  type Activation,
  activationCode,
  type Chain,
  inputsOf,
  isParted,
  largestDensity,
  layerOf,
  type NetworkSpec,
  partAt,
} from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { workspaceAreas } from './areas/workspace.ts';
import { ChordEnergies, knowsChords } from './chord-energies.ts';
import { type Image, type Input, storeInput } from './input.ts';
import { approachOf, keepsPointsNearZero } from './near-zero.ts';
import { normOf } from './norm.ts';
import { normalisePoints } from './normalise.ts';
import { openSource } from './open-source.ts';
import { isPointLayer, pointMap } from './point-layers.ts';
import { mapSteps, stepUnit } from './point-panels.ts';
import { ProductMaker } from './products.ts';
import { requireRange } from './range.ts';
import { emptyRecord, type LengthRecord, writeLengths } from './record.ts';
import {
  doubleOf,
  type Gains,
  type Largest,
  layerScale,
  over,
  overflow,
  requireSteps,
  type Scale,
  type Scales,
  scaleProduct,
  times,
} from './scale.ts';
import { finished, type Steps, within } from './steps.ts';
import { measuredChain, type Subject } from './subject.ts';
import { groupsOf, inUnits, type WeightSource } from './weight-source.ts';

/** What became of a layer's input: see `Workspace`. */
interface Made {
  readonly largest: Largest;
  readonly next: Scales;
  /** What a stored step before the activation is worth. */
  readonly pre: Scale;
  readonly slope: number;
  readonly stepGain: number;
  readonly unit: number;
}

/**
 * One subject, ready in the memory of one kernel instance. Making a second one in the same arena ends the
 * first.
 */
export class Workspace {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #shown: Chain['shown'];
  readonly #points: number;
  readonly #layout: PanelLayout;
  readonly #input: Input;
  readonly #source: WeightSource;
  readonly #products: ProductMaker;
  readonly #keepsPoints: boolean;
  readonly #areas: ReturnType<typeof workspaceAreas>;
  /** Null where the mean squares of chords are not known. */
  readonly #energies: ChordEnergies | null;

  /**
   * @throws RangeError if the curve at this number of points does not fit the memory of the kernels;
   * ExperimentError as `requireRange`.
   */
  constructor(arena: Arena, subject: Subject) {
    requireRange(subject);
    const { curve, points, draw = 'weights' } = subject;
    const { spec, shown } = measuredChain(subject.network);
    arena.reset();
    this.#arena = arena;
    this.#spec = spec;
    this.#shown = shown;
    this.#points = points;
    const layout = panelLayout(points, largestDensity(spec), arena.build);
    const reserve: Reserve = (bytes) => arena.reserve(bytes);
    const areas = workspaceAreas(reserve, { ...subject, network: spec }, layout, arena.build);
    this.#keepsPoints = keepsPointsNearZero(spec);
    this.#layout = layout;
    this.#areas = areas;
    this.#input = storeInput(arena, spec, curve, points, layout, areas.input);
    this.#energies = knowsChords(subject) ? new ChordEnergies(subject, this.#input.scales) : null;
    const sources = openSource(arena, spec, subject, areas.source);
    this.#source = sources.weights;
    this.#products = new ProductMaker(arena, spec, draw, layout, sources, areas.products);
  }

  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord {
    return finished(this.steps(first, networks));
  }

  *steps(first: number, networks: number): Steps<LengthRecord> {
    const depth = this.#depth;
    const record = emptyRecord(first, networks, depth, [], this.#energies !== null);
    for (let i = 0; i < networks; i++) yield* this.#measureNetwork(first + i, record, i * depth);
    return record;
  }

  /** Number of layers of the network. */
  get #depth(): number {
    return this.#shown.at(-1)!;
  }

  *#measureNetwork(network: number, record: LengthRecord, at: number): Steps<void> {
    const { columns } = this.#layout;
    const { kernels } = this.#arena;
    const zSquares = 8 * columns;
    const layers = this.#spec.layers.length;
    let { image, scales, largest } = this.#input;
    this.#energies?.start();
    for (let layer = 1; layer <= layers; layer++) {
      const to = this.#areas.images[layer % 2]!;
      scales = inUnits(this.#source, network, layer, scales);
      const made = this.#layer(network, layer, { image, scales, largest }, to);
      const { slope, next, pre, stepGain, unit, ...found } = yield* within(
        made,
        at / this.#depth + (layer - 1) / layers,
        1 / layers,
      );
      largest = found.largest;
      const h = kernels.sumOfRoots(this.#areas.squares, columns);
      const z = kernels.sumOfRoots(this.#areas.squares + zSquares, columns);
      if (!Number.isFinite(h + z + largest.point)) throw overflow(layer);
      const entry = at + this.#shown[layer - 1]! - 1;
      if (entry >= at) writeLengths(record, entry, [h, pre], [z * slope, next.steps]);
      this.#energies?.write(record.energies!, at + layer - 1, layer, {
        hSquares: this.#arena.f64(this.#areas.squares, columns),
        zSquares: this.#arena.f64(this.#areas.squares + zSquares, columns),
        stepGain,
      });
      scales = { points: times(next.points, slope), steps: times(next.steps, slope) };
      if (layer === layers) break;
      const { width } = layerOf(this.#spec, layer);
      const norm = normOf(layerOf(this.#spec, layer + 1));
      if (norm !== null) {
        const { norms } = this.#areas;
        const worth = doubleOf(scaleProduct(scales.steps, over(1, scales.points)));
        ({ scales, largest } = normalisePoints(
          this.#arena,
          norm,
          this.#layout,
          this.#points,
          width,
          to,
          norms,
          scales,
          largest,
          worth,
        ));
      }
      image = this.#compacted(to, width);
      this.#energies?.add(this.#arena, layer, image, scales, unit, this.#areas);
    }
  }

  /**
   * Writes the image of a layer to `to`, and sums of squares of its steps before and after the activation.
   * `stepGain`: what steps of products were multiplied by; `unit`: what one is worth in units of points.
   */
  *#layer(network: number, layer: number, input: Input, to: Address): Steps<Made> {
    const own = layerOf(this.#spec, layer);
    return isPointLayer(own)
      ? this.#mapped(layer, own, input, to)
      : yield* this.#rows(network, layer, input, to);
  }

  #mapped(
    layer: number,
    own: Parameters<typeof pointMap>[0],
    { image, scales, largest }: Input,
    to: Address,
  ): Made {
    const { panels, vectors } = this.#layout;
    const map = pointMap(own, scales);
    const unit = stepUnit(scales, largest.step);
    const onto = { panels, vectors, points: this.#points, to, squares: this.#areas.squares };
    const inputs = inputsOf(this.#spec, layer);
    const found = mapSteps(this.#arena, map, image, inputs, own.width, unit, onto);
    const { next } = map;
    const unitAfter = stepUnit(next, found.step);
    return { largest: found, next, pre: next.steps, slope: 1, stepGain: 1, unit: unitAfter };
  }

  /** A layer of rows of weights and an activation. */
  *#rows(network: number, layer: number, { image, scales, largest }: Input, to: Address): Steps<Made> {
    requireSteps(this.#spec, layer, scales, largest);
    const approach = approachOf(this.#spec, layer, this.#keepsPoints, scales.points, largest.point);
    const { spec, activation, slope } = approach;
    const { gains, next, pre } = layerScale(spec, layer, scales, largest);
    this.#shiftPoint(image, gains.pointShift);
    this.#arena.f64(this.#areas.squares, 2 * this.#layout.columns).fill(0);
    const found = yield* this.#applyLayer(network, layer, activation, image, to, gains);
    return { largest: found, next, pre, slope, stepGain: gains.stepGain, unit: gains.unit };
  }

  /** The image of a layer of `width` neurons at `address`, without its rows of zeros. */
  #compacted(address: Address, width: number): Image {
    const { panels, vectors } = this.#layout;
    const rows = this.#arena.kernels.compactImage(address, panels, 16 * vectors, width, this.#areas.ranks);
    const ranks = rows < width ? this.#areas.ranks : null;
    return { address, rows, ranks, panels, vectors, columns: this.#points, combinations: null };
  }

  /**
   * Stores the first point anew, 2 ** -by times as large. Inputs, which all networks share, are never
   * shifted: see `inputScale`.
   */
  #shiftPoint({ address, rows, vectors }: Image, by: number): void {
    if (by === 0) return;
    const stored = this.#arena.f32(address, 4 * vectors * rows);
    for (let at = 0; at < stored.length; at += 4 * vectors) stored[at] = ldexp(stored[at]!, -by);
  }

  *#applyLayer(
    network: number,
    layer: number,
    activation: Activation,
    image: Image,
    to: Address,
    { pointGain, stepGain, unit, biasScale }: Gains,
  ): Steps<Largest> {
    const { panels, vectors, columns } = this.#layout;
    const { kernels } = this.#arena;
    const own = layerOf(this.#spec, layer);
    const { width } = own;
    const panelColumns = 4 * vectors;
    this.#arena.f32(this.#areas.largest, 2).fill(0);
    const factors = this.#products.of(layer, image);
    const blocks = Math.ceil(width / BLOCK_ROWS);
    for (const group of groupsOf(this.#spec, network, layer, productsOf(this.#arena.build))) {
      const { first } = group;
      const acting = isParted(own) ? partAt(own, first * BLOCK_ROWS).activation : activation;
      const { code, first: lower, second: upper } = activationCode(acting);
      const rows = factors.rows(group);
      const onwards = [
        this.#source.biases(group, biasScale),
        rows.rows,
        this.#areas.scratch,
        this.#areas.carry,
        to + 4 * panelColumns * first * BLOCK_ROWS,
        4 * panelColumns * width,
        pointGain,
        stepGain,
        unit,
        code,
        lower,
        upper,
        this.#areas.squares,
        8 * columns,
        this.#areas.largest,
      ] as const;
      const { panels: from, panelBytes, fanIns } = factors;
      if (rows.kind === 'dense') {
        kernels.denseLayer(
          vectors,
          panels,
          from,
          panelBytes,
          rows.address,
          rows.rowBytes,
          fanIns,
          ...onwards,
        );
      } else {
        const { counts, offsets, values, alike } = rows;
        kernels.sparseLayer(vectors, panels, from, panelBytes, counts, offsets, values, ...onwards, alike);
      }
      yield (first + group.blocks) / blocks;
    }
    const [point, step] = this.#arena.f32(this.#areas.largest, 2);
    return { point: point!, step: step! };
  }
}
