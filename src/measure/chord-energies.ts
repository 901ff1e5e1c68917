/**
 * Energies of polylines (`energies.ts`), whose chords take the place of tangents. Of dense Gaussian layers
 * with slopes a and b on the two sides of 0 the mean square of a chord is known given the layer below (the
 * arc-cosine kernel; docs/theory.md, "Samples"): with lifted points p = (sd z, sigma_b) at an angle t,
 *
 *     e = n ((a² + b²)/2 sd² |dz|² - (b - a)² |p| |p'| (sin t - t cos t)/pi),
 *
 * and the energy is D = sum (|chord|² / sqrt e - sqrt e) / (sqrt(c) sum |dz|), of mean 0.
 */
import { type SampleSquares, sampleSquares } from '../curve/index.ts';
import type { Arena } from '../kernels/arena.ts';
import { type Layer, layerOf, type NetworkSpec, piecesOf, slopesOf } from '../network/index.ts';
import { angleBetween } from '../numeric/angle-between.ts';
import { sinMinusTcos } from '../numeric/near-zero.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { isDenseGaussian } from './dense-gaussian.ts';
import type { Image } from './input.ts';
import { type Areas, radialSquares } from './radial-squares.ts';
import type { Energies } from './record.ts';
import { liftOf, type Scales } from './scale.ts';
import type { Subject } from './subject.ts';

/** Whether the mean squares of chords are known in all layers. */
export function knowsChords({ network, given }: Pick<Subject, 'network' | 'given'>): boolean {
  return (
    given === undefined &&
    network.layers.every((layer) => isDenseGaussian(layer) && slopesOf(layer.activation) !== null)
  );
}

/** Chords of an image, in stored units of its steps; entry c belongs to the chord to sample c. */
interface Chords {
  readonly lengths: Float64Array;
  /** Their sum. */
  readonly total: number;
  /** Mean squares of the next layer's chords, per neuron and at weights of unit variance. */
  readonly expected: Float64Array;
}

export class ChordEnergies {
  readonly #spec: NetworkSpec;
  readonly #bends: readonly Bend[];
  readonly #input: Chords;
  #below: Chords;

  constructor(subject: Subject, scales: Scales) {
    const { network, curve, points } = subject;
    this.#spec = network;
    this.#bends = network.layers.map(bendOf);
    // On the scale of the largest coordinate nothing leaves the range of a double.
    const largest = curve.vertices.reduce(
      (most, vertex) => vertex.reduce((m, x) => Math.max(m, Math.abs(x)), most),
      0,
    );
    const exponent = exponentOf(largest);
    const squares = sampleSquares(curve, points, ldexp(1, -exponent));
    const lift = liftOf(network, 1, { mantissa: 1, exponent });
    this.#input = this.#below = this.#chords(
      squares,
      1,
      lift,
      ldexp(scales.steps.mantissa, scales.steps.exponent - exponent),
    );
  }

  /** Begins a network. */
  start(): void {
    this.#below = this.#input;
  }

  /** Writes the energies of a layer, number `at` of the record, from the squared chords that it made. */
  write(
    energies: Energies,
    at: number,
    layer: number,
    { hSquares, zSquares, stepGain }: { hSquares: Float64Array; zSquares: Float64Array; stepGain: number },
  ): void {
    const { lengths, total, expected } = this.#below;
    if (total === 0) return;
    const { width } = layerOf(this.#spec, layer);
    const gain2 = stepGain * stepGain;
    let [h, z] = [0, 0];
    for (let c = 1; c < lengths.length; c++) {
      if (lengths[c] === 0) continue;
      h += hSquares[c]! / gain2 / lengths[c]!;
      if (expected[c] === 0) continue;
      const root = Math.sqrt(width * expected[c]!);
      z += zSquares[c]! / gain2 / root - root;
    }
    energies.preLength[at] = h / (width * total) - 1;
    energies.length[at] = z / (Math.sqrt(width * this.#bends[layer - 1]!.mean) * total);
  }

  /** Adds the image of a layer, the squares of whose steps the kernels then overwrite at `squares`. */
  add(arena: Arena, layer: number, image: Image, scales: Scales, unit: number, areas: Areas): void {
    const squares = radialSquares(arena, image, unit, areas, this.#input.lengths.length);
    this.#below = this.#chords(squares, layer + 1, liftOf(this.#spec, layer + 1, scales.points), unit);
  }

  /** `unit`: a stored step in units of the squares. */
  #chords({ first, changes, squares }: SampleSquares, layer: number, lift: number, unit: number): Chords {
    const { mean, kink } = this.#bends[layer - 1]!;
    const lengths = new Float64Array(squares.length);
    const expected = new Float64Array(squares.length);
    const lifted = lift * lift;
    let [square, total] = [first + lifted, 0];
    for (let c = 1; c < squares.length; c++) {
      const next = Math.max(0, square + changes[c]!);
      const step = squares[c]!;
      if (step > 0) {
        total += lengths[c] = Math.sqrt(step) / unit;
        // Far from the origin, and on a ray through it, nothing bends.
        const bends = kink > 0 && square > 0 && next > 0 && next < Number.POSITIVE_INFINITY;
        const t = bends ? angleBetween(square, next, changes[c]!, step) : 0;
        const bent = bends ? kink * Math.sqrt(square) * Math.sqrt(next) * halfMoon(t) : 0;
        expected[c] = Math.max(0, mean * step - bent) / (unit * unit);
      }
      square = next;
    }
    return { lengths, total, expected };
  }
}

/** (a² + b²)/2 and (b - a)²/pi for slopes a and b. */
interface Bend {
  readonly mean: number;
  readonly kink: number;
}

function bendOf({ activation }: Layer): Bend {
  const { slopes } = piecesOf(activation)!;
  const [a, b] = [slopes[0]!, slopes.at(-1)!];
  return { mean: (a * a + b * b) / 2, kink: ((b - a) * (b - a)) / Math.PI };
}

/** sin t - t cos t; for most chords a short series. */
function halfMoon(t: number): number {
  if (t > 0.5) return sinMinusTcos(t);
  const square = t * t;
  let sum = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) sum = SERIES[k]! - sum * square;
  return t * square * sum;
}

/** 2k / (2k + 1)!: up to 1/2 the next term is below 1e-17 of the first. */
const SERIES = [1 / 3, 1 / 30, 1 / 840, 1 / 45_360, 1 / 3_991_680, 1 / 518_918_400, 1 / 93_405_312_000];
