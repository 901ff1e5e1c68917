/**
 * The image of a curve in every layer of one network: evenly spaced samples, and by the chain rule the
 * velocities and accelerations of the curve at them, pushed through the weights that the ensemble draws under
 * that number. What measures, pictures and saved curves look at.
 *
 * With v and a the derivatives of h by the curve's parameter τ, z = phi(h) has phi'(h) v and phi''(h) v² +
 * phi'(h) a. No two points are subtracted, so that speeds and curvatures keep their digits however short the
 * image. Velocities are stored as v 2^-e and accelerations as a 2^-f, e and f carried outside: both stay in
 * the range of single precision at any depth.
 */

import { curvePoints, parameterSpan, samplePoints } from '../curve/index.ts';
import { largestEntry } from '../curve/vector.ts';
import { valueFault } from '../input/faults.ts';
import type { Address } from '../kernels/abi.ts';
import type { Arena, Reserve } from '../kernels/arena.ts';
import { panelLayout } from '../kernels/layout.ts';
import {
  type Activation,
  activationCode,
  inputsOf,
  isSmooth,
  largestDensity,
  layerOf,
  type NetworkSpec,
  piecesOf,
  requireNoBlocks,
} from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { curveAreas, type Order } from './areas/curve.ts';
import { Families } from './families.ts';
import { applyChainRule, applyPieces, copySamples, type JetGains, type JetPanel } from './jet-panel.ts';
import { inputScaleNearZero, type NearZero, nearZero } from './near-zero.ts';
import { paddedRows } from './panel-product.ts';
import { isPointLayer, pointMap } from './point-layers.ts';
import { stepUnit } from './point-panels.ts';
import {
  layerScale,
  ONE,
  overflow,
  requireSquares,
  type Scale,
  shiftOf,
  spreadOf,
  weightScale,
} from './scale.ts';
import type { StoredPanels } from './scatter.ts';
import { type Subject, withoutNullWeights } from './subject.ts';

/**
 * Vectors at the samples, one after the other: entry `t * width + i` belongs to sample t, neuron i. Empty
 * beyond the order asked for.
 */
export interface Jets {
  readonly points: Float32Array;
  readonly velocities: Float32Array;
  readonly accelerations: Float32Array;
}

/** What one stored unit is worth. */
export interface JetScales {
  readonly points: Scale;
  /** Powers of two. */
  readonly velocities: number;
  readonly accelerations: number;
}

/** Copies that a `CurveWorkspace` makes of each image; those that it does not stay empty. */
export type KeptSides = 'both' | 'pre' | 'none';

/** The image in one layer. */
export interface CurveLayer {
  /** From 1. */
  readonly layer: number;
  readonly width: number;
  readonly samples: number;
  /** Before the activation: h and its derivatives by τ. */
  readonly pre: Jets;
  /** After it. */
  readonly post: Jets;
  /** Where the points before the activation stand until the next layer is asked for. */
  readonly stored: StoredPanels;
  readonly scales: JetScales;
}

/** Largest stored magnitudes. */
interface Largest {
  readonly point: number;
  readonly velocity: number;
  readonly acceleration: number;
}

/** phi'' near 0, in units of h where it is so many times h. */
function bendNear(near: NearZero | null): (h: number) => number {
  if (near === null) return () => 0;
  const { seconds, third } = near;
  return seconds === null ? (h) => third * h : (h) => seconds[h > 0 ? 1 : 0];
}

/**
 * A curve, ready to be followed through networks by number. Reserves its memory in the arena behind whatever
 * is there.
 */
export class CurveWorkspace {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #samples: number;
  readonly #order: Order;
  readonly #sides: KeptSides;
  readonly #input: readonly (readonly Float64Array[])[];
  readonly #families: Families;
  readonly #slopes: Address;
  readonly #bends: Address;

  /**
   * @param order derivatives of the curve to follow: 0, 1 or 2. Two are for smooth activations; kinks have no
   * second derivative.
   * @param sides which arrays are filled, before and after the activation.
   * @throws RangeError if the samples do not fit the memory of the kernels, and for order 2 with kinks.
   */
  constructor(arena: Arena, subject: Subject, order: Order, sides: KeptSides = 'both') {
    const { curve, points: samples } = subject;
    requireNoBlocks(subject.network);
    const spec = withoutNullWeights(subject.network);
    this.#arena = arena;
    this.#spec = spec;
    this.#samples = samples;
    this.#order = order;
    this.#sides = sides;
    const kinked = order === 2 && spec.layers.find((layer) => isPointLayer(layer) || !isSmooth(layer));
    if (kinked) {
      const name = isPointLayer(kinked) ? kinked.type : kinked.activation.name;
      throw valueFault('activation', 'a smooth one for second derivatives', name);
    }
    const dim = spec.inputDim;
    const flat = samplePoints(curve, samples);
    const at = curvePoints(curve);
    const span = parameterSpan(curve);
    const jets = order === 0 ? [] : Array.from({ length: samples }, (_, j) => at(j / (samples - 1)));
    this.#input = [
      Array.from({ length: samples }, (_, j) => flat.subarray(j * dim, (j + 1) * dim)),
      jets.map(({ velocity }) => velocity.map((x) => x / span)),
      jets.map(({ acceleration }) => acceleration.map((x) => x / span / span)),
    ].slice(0, order + 1);
    const layout = panelLayout(samples, largestDensity(spec), arena.build);
    const reserve: Reserve = (bytes) => arena.reserve(bytes);
    const { families, slopes, bends } = curveAreas(reserve, spec, subject, layout, order, arena.build);
    this.#families = new Families(arena, spec, subject, layout, order + 1, families);
    this.#slopes = slopes;
    this.#bends = bends;
  }

  /**
   * The image of network number `network`, layer by layer.
   * @throws RangeError where values leave single precision.
   */
  *layers(network: number): Generator<CurveLayer> {
    for (const step of this.steps(network)) if (typeof step === 'object') yield step;
  }

  /** The same in steps: before each layer, how much of its products is done. */
  *steps(network: number): Generator<CurveLayer | number> {
    let { scales, largest } = this.#storeInput();
    for (const [l, own] of this.#spec.layers.entries()) {
      const { width, activation } = own;
      if (isPointLayer(own)) {
        const mapped = this.#map(own, l + 1, scales, largest);
        ({ scales, largest } = mapped);
        const { image: pre, stored } = mapped;
        yield { layer: l + 1, width, samples: this.#samples, pre, post: pre, stored, scales };
        this.#families.compact(width);
        continue;
      }
      const near = nearZero(this.#spec, l + 1, scales.points, largest.point);
      const { gains, biasScale, pointShift, next } = this.#gains(l + 1, scales, largest, near);
      this.#families.shiftPoints(pointShift);
      yield* this.#families.multiply(network, l + 1, biasScale);
      const pre = this.#jets(this.#sides === 'none' ? 0 : width);
      const post = this.#jets(this.#sides === 'both' ? width : 0);
      largest = this.#activate(width, activation, gains, near, pre, post);
      if (!Number.isFinite(largest.point + largest.velocity + largest.acceleration)) throw overflow(l + 1);
      scales = next;
      const stored = this.#families.storedProducts(paddedRows(width));
      yield { layer: l + 1, width, samples: this.#samples, pre, post, stored, scales };
      this.#families.compact(width);
    }
  }

  /** A layer that looks at whole points; what comes out is both what stands before an activation and after. */
  #map(own: Parameters<typeof pointMap>[0], layer: number, scales: JetScales, largest: Largest) {
    const { points, velocities } = scales;
    const units = { points, steps: { mantissa: 1, exponent: velocities } };
    const map = pointMap(own, units);
    const unit = stepUnit(units, largest.velocity);
    const image = this.#jets(own.width);
    let [point, velocity] = [0, 0];
    this.#families.map(inputsOf(this.#spec, layer), own.width, ([z, v], [outZ, outV], column) => {
      map.value(z!, outZ!);
      if (v !== undefined) map.tangent(z!, v, unit, outV!);
      point = outZ!.reduce((most, x) => Math.max(most, Math.abs(x)), point);
      velocity = outV?.reduce((most, x) => Math.max(most, Math.abs(x)), velocity) ?? 0;
      if (column >= this.#samples) return;
      image.points.set(outZ!, column * own.width);
      if (outV !== undefined) image.velocities.set(outV, column * own.width);
    });
    const { next } = map;
    return {
      image,
      stored: this.#families.storedProducts(own.width),
      // Scales of velocities are powers of two, which such a layer keeps.
      scales: { points: next.points, velocities: next.steps.exponent, accelerations: scales.accelerations },
      largest: { point, velocity, acceleration: 0 },
    };
  }

  #jets(width: number): Jets {
    const [points, velocities, accelerations] = [0, 1, 2].map(
      (order) => new Float32Array(order <= this.#order ? this.#samples * width : 0),
    );
    return { points: points!, velocities: velocities!, accelerations: accelerations! };
  }

  #storeInput(): { scales: JetScales; largest: Largest } {
    const [point = 0, velocity = 0, acceleration = 0] = this.#input.map(largestEntry);
    const scales = {
      points: inputScaleNearZero(this.#spec, point),
      velocities: shiftOf(velocity),
      accelerations: shiftOf(acceleration),
    };
    this.#families.store(this.#input, [scales.points.exponent, scales.velocities, scales.accelerations]);
    return {
      scales,
      largest: {
        point: ldexp(point, -scales.points.exponent),
        velocity: ldexp(velocity, -scales.velocities),
        acceleration: ldexp(acceleration, -scales.accelerations),
      },
    };
  }

  #gains(layer: number, scales: JetScales, largest: Largest, near: NearZero | null) {
    const { gains, next } = layerScale(
      near?.spec ?? this.#spec,
      layer,
      { points: scales.points, steps: ONE },
      { point: largest.point, step: largest.velocity },
      false,
    );
    requireSquares(this.#spec, layer, scales.points, largest.point);
    const sd = weightScale(this.#spec, layer);
    const size = sd.mantissa * spreadOf(this.#spec, layer);
    const velocities = scales.velocities + sd.exponent + shiftOf(largest.velocity * size);
    // An acceleration is the old one, and v² through phi'': the larger of the two sets the scale.
    const carried = scales.accelerations + sd.exponent + shiftOf(largest.acceleration * size);
    // phi'' itself, or so many times h.
    const bend = near === null || near.seconds !== null ? ONE : next.points;
    const made = 2 * velocities + bend.exponent;
    const bends = piecesOf(layerOf(this.#spec, layer).activation) === null;
    const accelerations = !bends ? carried : largest.acceleration === 0 ? made : Math.max(carried, made);
    return {
      gains: {
        point: gains.pointGain,
        velocity: ldexp(sd.mantissa, sd.exponent + scales.velocities - velocities),
        acceleration:
          largest.acceleration === 0
            ? 0
            : ldexp(sd.mantissa, sd.exponent + scales.accelerations - accelerations),
        square: ldexp(bend.mantissa, made - accelerations),
      },
      biasScale: gains.biasScale,
      pointShift: gains.pointShift,
      next: { points: next.points, velocities, accelerations },
    };
  }

  /** Makes the layer's image of its products, panel by panel, and copies both to the samples. */
  #activate(
    width: number,
    activation: Activation,
    gains: JetGains,
    near: NearZero | null,
    pre: Jets,
    post: Jets,
  ): Largest {
    const { panels, vectors } = this.#families.layout;
    const pieces = piecesOf(activation);
    const stride = 4 * vectors;
    const { kernels } = this.#arena;
    const count = stride * width;
    const largest = { point: 0, velocity: 0, acceleration: 0 };
    for (let number = 0; number < panels; number++) {
      const panel = this.#panel(number, width, pieces === null);
      this.#scaleProducts(number, width, gains);
      const straight = near?.pieces ?? pieces;
      if (straight === null) this.#applySmooth(activation, number, width);
      else applyPieces(panel, straight, bendNear(near));
      applyChainRule(panel, gains);
      const largestIn = (order: Order) =>
        order > this.#order ? 0 : kernels.largestMagnitude(this.#families.image(order, number, width), count);
      largest.point = Math.max(largest.point, largestIn(0));
      largest.velocity = Math.max(largest.velocity, largestIn(1));
      largest.acceleration = Math.max(largest.acceleration, largestIn(2));
      if (this.#sides === 'none') continue;
      const first = number * stride;
      const columns = Math.min(stride, this.#samples - first);
      copySamples(panel.h, stride, columns, pre.points, first);
      copySamples(panel.hv, stride, columns, pre.velocities, first);
      copySamples(panel.ha, stride, columns, pre.accelerations, first);
      if (this.#sides === 'pre') continue;
      copySamples(panel.z, stride, columns, post.points, first);
      copySamples(panel.zv, stride, columns, post.velocities, first);
      copySamples(panel.za, stride, columns, post.accelerations, first);
    }
    return largest;
  }

  /** Makes h and its derivatives of the products in a panel. */
  #scaleProducts(number: number, width: number, { point, velocity, acceleration }: JetGains): void {
    const { vectors } = this.#families.layout;
    for (const [order, gain] of [point, velocity, acceleration].slice(0, this.#order + 1).entries()) {
      const biases = order === 0 ? this.#families.biases : 0;
      const products = this.#families.products(order, number, width);
      this.#arena.kernels.preActivations(products, vectors, width, biases, gain);
    }
  }

  #panel(number: number, width: number, bends: boolean): JetPanel {
    const size = 4 * this.#families.layout.vectors * width;
    const array = (address: Address, order: Order) =>
      this.#arena.f32(order <= this.#order ? address : 0, order <= this.#order ? size : 0);
    const products = (order: Order) => array(this.#families.products(order, number, width), order);
    const image = (order: Order) => array(this.#families.image(order, number, width), order);
    return {
      h: products(0),
      hv: products(1),
      ha: products(2),
      z: image(0),
      zv: image(1),
      za: image(2),
      slopes: this.#arena.f32(this.#slopes, size),
      bends: bends ? array(this.#bends, 2) : array(0, 2).subarray(0, 0),
    };
  }

  #applySmooth(activation: Activation, panel: number, width: number): void {
    const { kernels } = this.#arena;
    const { code, first, second } = activationCode(activation);
    const count = 4 * this.#families.layout.vectors * width;
    const h = this.#families.products(0, panel, width);
    const apply = (order: Order, to: Address) =>
      kernels.smoothValues(code, order, h, count, to, first, second);
    apply(0, this.#families.image(0, panel, width));
    if (this.#order > 0) apply(1, this.#slopes);
    if (this.#order > 1) apply(2, this.#bends);
  }
}
