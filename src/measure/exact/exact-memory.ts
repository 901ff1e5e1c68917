/** What the exact estimator keeps in the memory of the kernels. */

import type { Address } from '../../kernels/abi.ts';
import type { Arena, Reserve } from '../../kernels/arena.ts';
import { type PanelLayout, type Product, panelLayout } from '../../kernels/layout.ts';
import { type NetworkSpec, widestLayer } from '../../network/index.ts';
import { openSource, sourceAreas } from '../open-source.ts';
import { paddedRows } from '../panel-product.ts';
import type { Subject } from '../subject.ts';
import { productOf, type WeightSource } from '../weight-source.ts';
import { EVENT } from './crossings.ts';
import { RowLists } from './lists.ts';

/** Knots or crossings do not fit: no error, but a reason to reserve more and begin the network again. */
export class TooSmall extends Error {}

/** Bytes of a vector of the processor, and the most columns of a panel. */
export const VECTOR = 16;
export const WIDEST_PANEL = 64;
/** Words of 32 bits of a turn; see `assembly/split.ts`. */
export const TURN = 3;

/**
 * Numbers in the memory of the kernels that both they and this side look at. The view is made when everything
 * has its place.
 */
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

/** `length` numbers from `at` on. */
interface Span {
  readonly at: Address;
  readonly length: number;
}

/** Reserves what an `ExactMemory` for curves of up to `knots` knots holds. */
export function exactAreas(
  reserve: Reserve,
  spec: NetworkSpec,
  subject: Pick<Subject, 'given'>,
  knots: number,
) {
  const widest = Math.max(spec.inputDim, widestLayer(spec));
  const columns = knots + WIDEST_PANEL;
  const crossings = mostCrossings(knots, widest);
  const words = wordsOf(columns);
  const span = (bytes: number, length: number): Span => ({ at: reserve(bytes * length), length });
  return {
    widest,
    source: sourceAreas(reserve, spec, subject, productAt),
    image: span(4, columns * widest),
    products: reserve(4 * columns * paddedRows(widest)),
    ranks: span(4, widest),
    /** First point of the image: an f64 at the beginning of what would be a row of a panel. */
    point: span(8, (WIDEST_PANEL / 2) * widest),
    /**
     * Pre-activations: at the knot reached, at the first knot, and where all inputs are zero, which is the
     * bias.
     */
    points: span(8, widest + 1),
    starts: span(8, widest),
    silentPoints: span(8, widest + 1),
    /** As many zeros (f32) as a group has rows. */
    zeros: span(4, widest),
    /**
     * For each row of the image the knots at which it is not zero; knots at which all rows are, and at which
     * all of a row's inputs are.
     */
    active: span(4, words * widest),
    layerEnds: span(4, words),
    silentEnds: reserve(4 * words * widest),
    /** At each knot, by how much the number of non-zero rows differs from the knot before. */
    aliveDelta: span(4, columns),
    squares: span(8, columns),
    zSquares: span(8, columns),
    /** Largest |pre-activation|, and largest |step|. */
    peak: span(8, 1),
    largest: span(4, 1),
    sources: span(4, columns),
    shares: span(4, columns),
    turns: span(4, TURN * (crossings + 1)),
    scales: span(4, 4 * widest),
    events: span(1, EVENT * crossings),
  };
}

/** Memory for curves of up to `knots` knots. Making one gives back everything that the arena held. */
export class ExactMemory {
  readonly arena: Arena;
  readonly spec: NetworkSpec;
  readonly knots: number;
  readonly lists: RowLists;
  readonly source: WeightSource;
  /** `exactAreas` describes each. */
  readonly image: Place<Float32Array>;
  readonly products: Address;
  readonly ranks: Place<Uint32Array>;
  readonly point: Place<Float64Array>;
  readonly points: Place<Float64Array>;
  readonly starts: Place<Float64Array>;
  readonly silentPoints: Place<Float64Array>;
  readonly zeros: Place<Float32Array>;
  readonly active: Place<Uint32Array>;
  readonly layerEnds: Place<Uint32Array>;
  readonly silentEnds: Address;
  readonly aliveDelta: Place<Int32Array>;
  readonly squares: Place<Float64Array>;
  readonly zSquares: Place<Float64Array>;
  readonly peak: Place<Float64Array>;
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
    this.#panelDensity = spec.layers.some((layer) => productOf(layer, productAt) === 'dense') ? 1 : 0;
    this.knots = knots;
    const areas = exactAreas((bytes) => arena.reserve(bytes), spec, subject, knots);
    const f32 = ({ at, length }: Span) => new Place(at, () => arena.f32(at, length));
    const u32 = ({ at, length }: Span) => new Place(at, () => arena.u32(at, length));
    const f64 = ({ at, length }: Span) => new Place(at, () => arena.f64(at, length));
    this.lists = new RowLists(areas.widest);
    this.source = openSource(arena, spec, subject, areas.source).weights;
    this.image = f32(areas.image);
    this.products = areas.products;
    this.ranks = u32(areas.ranks);
    this.point = f64(areas.point);
    this.points = f64(areas.points);
    this.starts = f64(areas.starts);
    this.silentPoints = f64(areas.silentPoints);
    this.zeros = f32(areas.zeros);
    this.active = u32(areas.active);
    this.layerEnds = u32(areas.layerEnds);
    this.silentEnds = areas.silentEnds;
    this.aliveDelta = new Place(areas.aliveDelta.at, () =>
      arena.i32(areas.aliveDelta.at, areas.aliveDelta.length),
    );
    this.squares = f64(areas.squares);
    this.zSquares = f64(areas.zSquares);
    this.peak = f64(areas.peak);
    this.largest = f32(areas.largest);
    this.sources = u32(areas.sources);
    this.shares = f32(areas.shares);
    this.turns = u32(areas.turns);
    this.turnSlopes = f32(areas.turns);
    this.scales = f32(areas.scales);
    this.events = areas.events.at;
    this.eventsEnd = areas.events.at + areas.events.length;
    this.zeros.view.fill(0);
  }

  /** Memory layout of the image of a curve with the given number of knots. @throws TooSmall */
  layout(knots: number): PanelLayout {
    if (knots > this.knots) throw new TooSmall();
    return panelLayout(knots, this.#panelDensity, this.arena.build);
  }
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
