/**
 * Expected counts given the layer below. The pre-activation of a dense Gaussian neuron is the product of a
 * standard normal vector with (sd z, sigma_b), z being the image below, so the neuron changes its sign 1/pi
 * times the length of that curve's projection on the unit sphere (docs/theory.md, "Transitions"): for exact
 * images a sum of angles between neighbouring knots. Each crossing is a breakpoint of its own, but for those
 * where the curve is at 0, which all neurons of the layer share.
 */
import type { Curve } from '../../curve/index.ts';
import { isParted, type Layer, layerOf, type NetworkSpec, piecesOf } from '../../network/index.ts';
import { exp } from '../../numeric/functions.ts';
import { log1p } from '../../numeric/near-zero.ts';
import { isDenseGaussian } from '../dense-gaussian.ts';
import type { ExpectedCounts } from '../record.ts';
import { liftOf, ONE } from '../scale.ts';
import type { Subject } from '../subject.ts';
import type { ExactMemory } from './exact-memory.ts';
import type { PiecewiseImage } from './image.ts';
import { inputTurn, type Turn, turnOf } from './turn.ts';

/** Whether the crossings of a layer are known from the image below: dense and Gaussian, with a kink at 0. */
function isKnown(layer: Layer): boolean {
  const thresholds = piecesOf(layer.activation)?.thresholds;
  return isDenseGaussian(layer) && thresholds?.length === 1 && thresholds[0] === 0;
}

/** Writes the expected counts of the layers of networks, which are to be given in order, layer by layer. */
export class LayerCounts {
  readonly #spec: NetworkSpec;
  readonly #known: readonly boolean[];
  readonly #input: Turn;
  #turn: Turn;
  #regions = 1;

  private constructor(spec: NetworkSpec, { vertices }: Curve, known: readonly boolean[]) {
    this.#spec = spec;
    this.#known = known;
    this.#input = this.#turn = inputTurn(vertices, liftOf(spec, 1, ONE));
  }

  /** Null where no layer's counts are known. */
  static of(spec: NetworkSpec, { curve, given, measures }: Subject): LayerCounts | null {
    if (given !== undefined || measures?.length === 0 || spec.layers.some(isParted)) return null;
    const known = spec.layers.map(isKnown);
    return known.includes(true) ? new LayerCounts(spec, curve, known) : null;
  }

  /** Writes the counts of a layer, number `at` of the record. The image below is the last one added. */
  write({ transitions, regions }: ExpectedCounts, at: number, layer: number): void {
    if (layer === 1) [this.#turn, this.#regions] = [this.#input, 1];
    const { width } = layerOf(this.#spec, layer);
    const known = this.#known[layer - 1]!;
    transitions[at] = known ? width * (this.#turn.all / Math.PI) : Number.NaN;
    this.#regions += known ? breakpoints(this.#turn, width) : Number.NaN;
    regions[at] = this.#regions;
  }

  /** Adds the image of a layer, whose squares in the memory are then overwritten. */
  add(memory: ExactMemory, layer: number, image: PiecewiseImage, unit: number): void {
    if (this.#known[layer] !== true) return;
    this.#turn = turnOf(memory, image, unit, liftOf(this.#spec, layer + 1, image.scales.points));
  }
}

/** Breakpoints that `width` neurons add on average. */
function breakpoints({ between, passes, corners }: Turn, width: number): number {
  const some = (angle: number) => 1 - exp(width * log1p(-angle / Math.PI));
  return corners.reduce((sum, angle) => sum + some(angle), width * (between / Math.PI) + passes);
}
