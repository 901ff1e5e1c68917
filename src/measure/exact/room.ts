/** What the exact estimator keeps in the memory of the kernels. */

import type { Address } from '../../kernels/abi.ts';
import type { Arena } from '../../kernels/arena.ts';
import { type PanelLayout, type Product, panelLayout } from '../../kernels/layout.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { openSource } from '../open-source.ts';
import { paddedRows } from '../panel-product.ts';
import type { Subject } from '../subject.ts';
import type { WeightSource } from '../weight-source.ts';
import { EVENT } from './crossings.ts';
import { RowLists } from './lists.ts';

/** Room for knots or crossings ran out: no error, but a reason to take more and begin the network again. */
export class TooSmall extends Error {}

/** Bytes of a vector of the processor, and the most columns of a panel. */
export const VECTOR = 16;
export const WIDEST_PANEL = 64;
/** Words of 32 bits of a turn; see `assembly/split.ts`. */
export const TURN = 3;

/** Numbers in the memory of the kernels that both they and this side look at. The view is made when everything has its place. */
export class Place<View> {
  readonly at: Address;
  readonly #make: () => View;
  #view: View | null = null;

  constructor(at: Address, make: () => View) {
    this.at = at;
    this.#make = make;
  }

  get view(): View {
    return (this.#view ??= this.#make());
  }
}

/** Places for curves of up to `knots` knots. Making one gives back everything that the arena held. */
export class Room {
  readonly arena: Arena;
  readonly spec: NetworkSpec;
  readonly knots: number;
  readonly lists: RowLists;
  readonly source: WeightSource;
  readonly image: Place<Float32Array>;
  readonly products: Address;
  readonly ranks: Place<Uint32Array>;
  /** First point of the image: an f64 at the beginning of what would be a row of a panel. */
  readonly point: Place<Float64Array>;
  /** Pre-activations: at the knot reached, at the first knot, and where the layer below is dead. */
  readonly points: Place<Float64Array>;
  readonly starts: Place<Float64Array>;
  readonly rest: Place<Float64Array>;
  /** As many zeros (f32) as a group has rows. */
  readonly zeros: Place<Float32Array>;
  /** For each row of the image the knots at which it is not zero; knots at which all rows are, and at which all of a row's inputs are. */
  readonly active: Place<Uint32Array>;
  readonly layerEnds: Place<Uint32Array>;
  readonly silentEnds: Address;
  /** A number for each knot. */
  readonly more: Place<Int32Array>;
  readonly squares: Place<Float64Array>;
  readonly zSquares: Place<Float64Array>;
  /** Largest |pre-activation|. */
  readonly peak: Place<Float64Array>;
  /** Largest |step|. */
  readonly largest: Place<Float32Array>;
  readonly sources: Place<Uint32Array>;
  readonly shares: Place<Float32Array>;
  readonly turns: Place<Uint32Array>;
  readonly turnSlopes: Place<Float32Array>;
  readonly scales: Place<Float32Array>;
  readonly events: Address;
  readonly eventsEnd: Address;
  readonly #panelDensity: number;

  constructor(arena: Arena, spec: NetworkSpec, subject: Subject, knots: number) {
    arena.reset();
    this.arena = arena;
    this.spec = spec;
    // Panels that dense layers multiply well are good for sparse ones too.
    this.#panelDensity = spec.layers.some(({ density }) => productAt(density) === 'dense') ? 1 : 0;
    this.knots = knots;
    const widest = widestOf(spec);
    const columns = knots + WIDEST_PANEL;
    const crossings = mostCrossings(knots, widest);
    const words = wordsOf(columns);
    const f32 = (length: number) => place(arena.reserve(4 * length), (at) => arena.f32(at, length));
    const u32 = (length: number) => place(arena.reserve(4 * length), (at) => arena.u32(at, length));
    const f64 = (length: number) => place(arena.reserve(8 * length), (at) => arena.f64(at, length));
    this.lists = new RowLists(widest);
    this.source = openSource(arena, spec, subject, productAt).weights;
    this.image = f32(columns * widest);
    this.products = arena.reserve(4 * columns * paddedRows(widest));
    this.ranks = u32(widest);
    this.point = f64((WIDEST_PANEL / 2) * widest);
    this.points = f64(widest + 1);
    this.starts = f64(widest);
    this.rest = f64(widest + 1);
    this.zeros = f32(widest);
    this.active = u32(words * widest);
    this.layerEnds = u32(words);
    this.silentEnds = arena.reserve(4 * words * widest);
    this.more = place(arena.reserve(4 * columns), (at) => arena.i32(at, columns));
    this.squares = f64(columns);
    this.zSquares = f64(columns);
    this.peak = f64(1);
    this.largest = f32(1);
    this.sources = u32(columns);
    this.shares = f32(columns);
    this.turns = u32(TURN * (crossings + 1));
    this.turnSlopes = place(this.turns.at, (at) => arena.f32(at, TURN * (crossings + 1)));
    this.scales = f32(4 * widest);
    this.events = arena.reserve(EVENT * crossings);
    this.eventsEnd = this.events + EVENT * crossings;
    this.zeros.view.fill(0);
  }

  /** How the image of a curve of so many knots lies in memory. @throws TooSmall */
  layout(knots: number): PanelLayout {
    if (knots > this.knots) throw new TooSmall();
    return panelLayout(knots, this.#panelDensity, this.arena.build);
  }
}

/** About what a `Room` for so many knots takes, but for the few rows of weights that are drawn at a time. */
export function roomBytes(spec: NetworkSpec, knots: number): number {
  const widest = widestOf(spec);
  const columns = knots + WIDEST_PANEL;
  const rows = 4 * (widest + paddedRows(widest)) + widest / 4;
  const columnBytes = rows + 2 * 8 + 3 * 4;
  return (
    columns * columnBytes +
    mostCrossings(knots, widest) * (EVENT + 4 * TURN) +
    (3 * 8 + 24 + 2 * 128) * widest
  );
}

/** Rows of the largest image, the input included. */
function widestOf(spec: NetworkSpec): number {
  return Math.max(spec.inputDim, widestLayer(spec));
}

function place<View>(at: Address, view: (at: Address) => View): Place<View> {
  return new Place(at, () => view(at));
}

/** Beside a crossing at each new knot, all neurons may cross where the layer below dies. */
function mostCrossings(knots: number, widest: number): number {
  return 2 * (knots + 2 * widest);
}

/** The sparse product unless rows have all inputs, because its rows know their inputs. */
export function productAt(density: number): Product {
  return density === 1 ? 'dense' : 'sparse';
}

/** Words of 32 bits for as many columns, with at least one bit to spare, in vectors. */
export function wordsOf(columns: number): number {
  return 4 * (Math.floor(columns / 128) + 1);
}
