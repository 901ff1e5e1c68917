/**
 * The image of a curve in every layer of one network: evenly spaced samples, and by the chain rule the
 * velocities and accelerations of the curve at them, pushed through the weights that the ensemble draws under
 * that number. What measures, pictures and saved curves look at.
 *
 * With v and a the derivatives of h by the curve's parameter τ, z = phi(h) has phi'(h) v and phi''(h) v² +
 * phi'(h) a; normalisation has its own rule (`normalise-jets.ts`), and residual blocks are links of a chain
 * (`network/unfolded.ts`). No two points are subtracted, so that speeds and curvatures keep their digits however short the
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
  type Chain,
  inputsOf,
  isParted,
  isSmooth,
  type Layer,
  largestDensity,
  layerOf,
  type NetworkSpec,
  piecesOf,
} from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { curveAreas, type Order } from './areas/curve.ts';
import { Families } from './families.ts';
import {
  applyChainRule,
  applyPieces,
  copySamples,
  type JetGains,
  type JetPanel,
  type JetScales,
  type LargestJet,
} from './jet-panel.ts';
import { inputScaleNearZero, type NearZero, nearZero } from './near-zero.ts';
import { normOf } from './norm.ts';
import { normaliseJets } from './normalise-jets.ts';
import { paddedRows } from './panel-product.ts';
import { isPointLayer, pointMap } from './point-layers.ts';
import { stepUnit } from './point-panels.ts';
import { layerScale, ONE, overflow, requireSquares, shiftOf, spreadOf, weightScale } from './scale.ts';
import type { StoredPanels } from './scatter.ts';
import { type Steps, within } from './steps.ts';
import { measuredChain, type Subject } from './subject.ts';
import { inUnits } from './weight-source.ts';

/**
 * Vectors at the samples, one after the other: entry `t * width + i` belongs to sample t, neuron i. Empty
 * beyond the order asked for.
 */
export interface Jets {
  readonly points: Float32Array;
  readonly velocities: Float32Array;
  readonly accelerations: Float32Array;
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

/** An image as it is stored. */
interface JetImage {
  readonly scales: JetScales;
  readonly largest: LargestJet;
}

/** What a link of the chain makes; copies are empty where they are not kept. */
interface Applied {
  readonly pre: Jets;
  readonly post: Jets;
  readonly stored: StoredPanels;
  readonly next: JetImage;
}

/** @throws RangeError for values of a layer of the network beyond single precision. */
function requireFinite({ point, velocity, acceleration }: LargestJet, layer: number): void {
  if (!Number.isFinite(point + velocity + acceleration)) throw overflow(layer);
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
  readonly #shown: Chain['shown'];
  readonly #samples: number;
  readonly #order: Order;
  readonly #sides: KeptSides;
  readonly #input: readonly (readonly Float64Array[])[];
  readonly #families: Families;
  readonly #slopes: Address;
  readonly #bends: Address;
  readonly #norms: Address;

  /**
   * @param order derivatives of the curve to follow: 0, 1 or 2. Two are for smooth activations; kinks have no
   * second derivative.
   * @param sides which arrays are filled, before and after the activation.
   * @throws RangeError if the samples do not fit the memory of the kernels, and for order 2 with kinks.
   */
  constructor(arena: Arena, subject: Subject, order: Order, sides: KeptSides = 'both') {
    const { curve, points: samples } = subject;
    const { spec, shown } = measuredChain(subject.network);
    this.#arena = arena;
    this.#spec = spec;
    this.#shown = shown;
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
    const { families, slopes, bends, norms } = curveAreas(reserve, spec, subject, layout, order, arena.build);
    this.#families = new Families(arena, spec, subject, layout, order + 1, families);
    this.#slopes = slopes;
    this.#bends = bends;
    this.#norms = norms;
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
    let image = this.#storeInput();
    /** Links of the chain that lead to the next layer of the network, and how many of them are done. */
    let [links, done] = [this.#linksFrom(0), 0];
    for (let l = 0; l < this.#spec.layers.length; l++) {
      const own = layerOf(this.#spec, l + 1);
      const layer = this.#shown[l + links - done - 1]!;
      image = this.#inUnits(network, l + 1, image);
      const applied = isPointLayer(own)
        ? this.#map(own, l + 1, image)
        : this.#apply(network, own, l + 1, layer, image);
      const { pre, post, stored, next } = yield* within(applied, done / links, 1 / links);
      image = next;
      const { width } = own;
      if (++done === links) {
        yield { layer, width, samples: this.#samples, pre, post, stored, scales: image.scales };
        [links, done] = [this.#linksFrom(l + 1), 0];
      }
      if (l + 1 < this.#spec.layers.length) image = this.#normalised(l + 1, layer, image);
      this.#families.compact(width);
    }
  }

  /** Links from this one, counted from 0, to the first that a layer of the network ends with. */
  #linksFrom(link: number): number {
    let links = 1;
    while (this.#shown[link + links - 1] === 0) links++;
    return links;
  }

  #inUnits(network: number, link: number, { scales, largest }: JetImage): JetImage {
    const { points, velocities, accelerations } = scales;
    const units = inUnits(this.#families.source, network, link, { points, steps: ONE });
    // Units of derivatives are powers of two, as those of weights are.
    const by = units.steps.exponent;
    const derivatives = { velocities: velocities + by, accelerations: accelerations + by };
    return { scales: { points: units.points, ...derivatives }, largest };
  }

  /** What comes out of a link as the next one takes it, whose norm may come first. */
  #normalised(link: number, layer: number, image: JetImage): JetImage {
    const norm = normOf(layerOf(this.#spec, link + 1));
    if (norm === null) return image;
    const { width } = layerOf(this.#spec, link);
    const made = normaliseJets(
      this.#arena,
      norm,
      this.#families.layout,
      this.#samples,
      width,
      this.#input.map((_, order) => this.#families.image(order, 0, width)),
      this.#norms,
      image.scales,
      image.largest,
    );
    requireFinite(made.largest, layer);
    return made;
  }

  /** Multiplies an image by the weights of a link, and applies the activations of its rows. */
  *#apply(network: number, own: Layer, link: number, layer: number, image: JetImage): Steps<Applied> {
    const { width } = own;
    const { scales, largest } = image;
    const near = nearZero(this.#spec, link, scales.points, largest.point);
    const { gains, biasScale, pointShift, next } = this.#gains(link, scales, largest, near);
    this.#families.shiftPoints(pointShift);
    yield* this.#families.multiply(network, link, biasScale);
    const isShown = this.#shown[link - 1] !== 0;
    const pre = this.#jets(isShown && this.#sides !== 'none' ? width : 0);
    const post = this.#jets(isShown && this.#sides === 'both' ? width : 0);
    const found = this.#activate(own, gains, near, pre, post);
    requireFinite(found, layer);
    const stored = this.#families.storedProducts(paddedRows(width));
    return { pre, post, stored, next: { scales: next, largest: found } };
  }

  /** A layer that looks at whole points; what comes out is both what stands before an activation and after. */
  *#map(own: Parameters<typeof pointMap>[0], link: number, { scales, largest }: JetImage): Steps<Applied> {
    const { points, velocities } = scales;
    const units = { points, steps: { mantissa: 1, exponent: velocities } };
    const map = pointMap(own, units);
    const unit = stepUnit(units, largest.velocity);
    const image = this.#jets(own.width);
    let [point, velocity] = [0, 0];
    this.#families.map(inputsOf(this.#spec, link), own.width, ([z, v], [outZ, outV], column) => {
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
      pre: image,
      post: image,
      stored: this.#families.storedProducts(own.width),
      // Scales of velocities are powers of two, which such a layer keeps.
      next: {
        scales: { points: next.points, velocities: next.steps.exponent, accelerations: scales.accelerations },
        largest: { point, velocity, acceleration: 0 },
      },
    };
  }

  #jets(width: number): Jets {
    const [points, velocities, accelerations] = [0, 1, 2].map(
      (order) => new Float32Array(order <= this.#order ? this.#samples * width : 0),
    );
    return { points: points!, velocities: velocities!, accelerations: accelerations! };
  }

  #storeInput(): JetImage {
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

  #gains(layer: number, scales: JetScales, largest: LargestJet, near: NearZero | null) {
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
  #activate(own: Layer, gains: JetGains, near: NearZero | null, pre: Jets, post: Jets): LargestJet {
    const { panels, vectors } = this.#families.layout;
    const { width } = own;
    const parts = isParted(own) ? own.parts : [{ first: 0, activation: own.activation }];
    const stride = 4 * vectors;
    const { kernels } = this.#arena;
    const count = stride * width;
    const largest = { point: 0, velocity: 0, acceleration: 0 };
    for (let number = 0; number < panels; number++) {
      this.#scaleProducts(number, width, gains);
      parts.forEach(({ first, activation }, p) => {
        const end = parts[p + 1]?.first ?? width;
        const pieces = piecesOf(activation);
        const rows = this.#panel(number, width, first, end, pieces === null);
        const straight = near?.pieces ?? pieces;
        if (straight === null) this.#applySmooth(activation, number, width, first, end);
        else applyPieces(rows, straight, bendNear(near));
        applyChainRule(rows, gains);
      });
      const largestIn = (order: Order) =>
        order > this.#order ? 0 : kernels.largestMagnitude(this.#families.image(order, number, width), count);
      largest.point = Math.max(largest.point, largestIn(0));
      largest.velocity = Math.max(largest.velocity, largestIn(1));
      largest.acceleration = Math.max(largest.acceleration, largestIn(2));
      if (pre.points.length === 0) continue;
      const panel = this.#panel(number, width, 0, width, false);
      const first = number * stride;
      const columns = Math.min(stride, this.#samples - first);
      copySamples(panel.h, stride, columns, pre.points, first);
      copySamples(panel.hv, stride, columns, pre.velocities, first);
      copySamples(panel.ha, stride, columns, pre.accelerations, first);
      if (post.points.length === 0) continue;
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

  /** Rows `first` … `end` - 1 of a panel. */
  #panel(number: number, width: number, first: number, end: number, bends: boolean): JetPanel {
    const stride = 4 * this.#families.layout.vectors;
    const [size, skipped] = [stride * (end - first), 4 * stride * first];
    const array = (address: Address, order: Order) =>
      this.#arena.f32(order <= this.#order ? address : 0, order <= this.#order ? size : 0);
    const products = (order: Order) => array(this.#families.products(order, number, width) + skipped, order);
    const image = (order: Order) => array(this.#families.image(order, number, width) + skipped, order);
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

  #applySmooth(activation: Activation, panel: number, width: number, begin: number, end: number): void {
    const { kernels } = this.#arena;
    const { code, first, second } = activationCode(activation);
    const stride = 4 * this.#families.layout.vectors;
    const count = stride * (end - begin);
    const h = this.#families.products(0, panel, width) + 4 * stride * begin;
    const apply = (order: Order, to: Address) =>
      kernels.smoothValues(code, order, h, count, to, first, second);
    apply(0, this.#families.image(0, panel, width) + 4 * stride * begin);
    if (this.#order > 0) apply(1, this.#slopes);
    if (this.#order > 1) apply(2, this.#bends);
  }
}
