/** What the exact estimator keeps in the memory of the kernels. */

import type { Address } from '../../kernels/abi.ts';
import type { Arena } from '../../kernels/arena.ts';
import { type PanelLayout, panelLayout } from '../../kernels/layout.ts';
import type { NetworkSpec } from '../../network/index.ts';
import { openSource } from '../open-source.ts';
import type { Subject } from '../subject.ts';
import { productOf, type WeightSource } from '../weight-source.ts';
import { exactAreas, productAt, type Span } from './areas.ts';
import { RowLists } from './lists.ts';

/** Knots or crossings do not fit: no error, but a reason to reserve more and begin the network again. */
export class TooSmall extends Error {}

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
