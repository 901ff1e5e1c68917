/** What the exact estimator keeps in the memory of the kernels. */
import type { NetworkSpec } from '../../experiment/network.ts';
import type { Address } from '../../kernels/abi.ts';
import type { Arena } from '../../kernels/arena.ts';
import { type PanelLayout, panelLayout } from '../../kernels/layout.ts';
import type { KernelsName } from '../../kernels/load.ts';
import { WeightSampler } from '../draw.ts';
import { paddedRows } from '../panel-product.ts';

/** Room for knots or crossings ran out: no error, but a reason to take more and begin the network again. */
export class TooSmall extends Error {}

/** Bytes of a crossing, of a vector of the processor, and the most columns of a panel; see `assembly/crossings.ts`. */
export const EVENT = 24;
export const VECTOR = 16;
export const WIDEST_PANEL = 64;

/** Places for curves of up to `knots` knots. Making one gives back everything that the arena held. */
export class Room {
  readonly arena: Arena;
  readonly spec: NetworkSpec;
  readonly knots: number;
  readonly sampler: WeightSampler;
  readonly image: Address;
  readonly products: Address;
  readonly ranks: Address;
  /** First point of the image: an f64 at the beginning of what would be a row of a panel. */
  readonly point: Address;
  /** Pre-activations: at the knot reached, at the first knot, and where the layer below is dead. */
  readonly points: Address;
  readonly starts: Address;
  readonly rest: Address;
  /** As many zeros (f32) as a group has rows. */
  readonly zeros: Address;
  /** For each row of the image the knots at which it is not zero; knots at which all rows are, and at which all of a row's inputs are. */
  readonly active: Address;
  readonly layerEnds: Address;
  readonly silentEnds: Address;
  readonly squares: Address;
  readonly zSquares: Address;
  /** Largest |pre-activation| (f64), then largest |step| (f32). */
  readonly largest: Address;
  readonly sources: Address;
  readonly shares: Address;
  readonly turns: Address;
  readonly turnEnds: Address;
  readonly slopes: Address;
  readonly events: Address;
  readonly eventsEnd: Address;
  readonly #build: KernelsName;

  constructor(arena: Arena, spec: NetworkSpec, seed: number, knots: number, build: KernelsName) {
    arena.reset();
    this.arena = arena;
    this.spec = spec;
    this.#build = build;
    this.knots = knots;
    const widest = spec.widths.reduce((most, width) => Math.max(most, width), spec.inputDim);
    const columns = knots + WIDEST_PANEL;
    // Beside a crossing at each new knot, all neurons may cross where the layer below dies.
    const crossings = 2 * (knots + 2 * widest);
    this.sampler = new WeightSampler(arena, spec, seed, this.layout(knots));
    this.image = arena.reserve(4 * columns * widest);
    this.products = arena.reserve(4 * columns * paddedRows(widest));
    this.ranks = arena.reserve(4 * widest);
    this.point = arena.reserve(4 * WIDEST_PANEL * widest);
    this.points = arena.reserve(8 * widest);
    this.starts = arena.reserve(8 * widest);
    this.rest = arena.reserve(8 * widest);
    this.zeros = arena.reserve(4 * widest);
    arena.f32(this.zeros, widest).fill(0);
    const words = wordsOf(columns);
    this.active = arena.reserve(4 * words * widest);
    this.layerEnds = arena.reserve(4 * words);
    this.silentEnds = arena.reserve(4 * words * widest);
    this.squares = arena.reserve(8 * columns);
    this.zSquares = arena.reserve(8 * columns);
    this.largest = arena.reserve(16);
    this.sources = arena.reserve(4 * columns);
    this.shares = arena.reserve(4 * columns);
    this.turns = arena.reserve(4 * crossings);
    this.turnEnds = arena.reserve(4 * widest);
    this.slopes = arena.reserve(4 * (crossings + widest));
    this.events = arena.reserve(EVENT * crossings);
    this.eventsEnd = this.events + EVENT * crossings;
  }

  /** How the image of a curve of so many knots lies in memory. @throws TooSmall */
  layout(knots: number): PanelLayout {
    if (knots > this.knots) throw new TooSmall();
    return panelLayout(knots, rowDensity(this.spec), this.#build);
  }
}

/** The density by which a product is chosen: the sparse one unless rows have all inputs, because its rows know their inputs. */
function rowDensity({ density }: NetworkSpec): number {
  return density === 1 ? 1 : Math.min(density, 0.5);
}

/** Words of 32 bits for as many columns, with at least one bit to spare. */
export function wordsOf(columns: number): number {
  return Math.floor(columns / 32) + 1;
}
