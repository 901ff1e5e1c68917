/**
 * The exact image of a polyline under a piecewise-linear network: knots are inserted layer by layer where neurons change their piece, and
 * between knots everything is straight. No sampling error; what is left is the rounding of single precision. The oracle in double
 * precision is `exactImage`; derivation: docs/theory.md, "Exact images and regions".
 *
 * A layer takes one product, as wide as there are knots, one pass that follows each neuron's pre-activation in double precision and notes
 * where it crosses a threshold, and one that writes the image between knots old and new.
 */
import { fanIn, type NetworkSpec } from '../experiment/network.ts';
import { type Pieces, pieceAt, piecesOf } from '../experiment/pieces.ts';
import { type Address, BLOCK_ROWS } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { blocksPerGroup, type PanelLayout, panelLayout } from '../kernels/layout.ts';
import type { KernelsName } from '../kernels/load.ts';
import { ldexp } from '../numeric/scaled.ts';
import { type Group, type Rows, WeightSampler } from './draw.ts';
import {
  betweenIntervals,
  type Crossings,
  crossingsOf,
  cutSteps,
  TOGETHER,
  TOGETHER_SINGLE,
  type Touch,
} from './knots.ts';
import { eachBlock, multiplyPanel, paddedRows } from './panel-product.ts';
import { emptyRecord, type LengthRecord } from './record.ts';
import {
  type Gains,
  inputScale,
  type Largest,
  layerScale,
  ONE,
  overflow,
  type Scales,
  shifted,
  shiftOf,
} from './scale.ts';
import { type Subject, withoutNullWeights } from './subject.ts';

/** Room for knots or crossings ran out: no error, but a reason to take more and begin the network again. */
class TooSmall extends Error {}

/** Bytes of a crossing, of a vector of the processor, and the most columns of a panel; see `assembly/crossings.ts`. */
const EVENT = 24;
const VECTOR = 16;
const WIDEST_PANEL = 64;

/** What goes into a layer: the curve's first point and the steps between its knots. */
interface PiecewiseImage {
  readonly layout: PanelLayout;
  /** Positions of the knots along the input, over its length; column c is the step to knot c, column 0 none. */
  readonly position: Float64Array;
  /** For each knot 1 where it is a breakpoint, and not only a corner of the input. */
  readonly breaks: Uint8Array;
  /** Whether the kernels know where its neurons are zero (`Room.active`, `Room.layerEnds`). */
  readonly zerosKnown: boolean;
  /** Rows that are not zero everywhere, and where they came from: see `compactImage`. */
  readonly rows: number;
  readonly ranks: Address | null;
  readonly scales: Scales;
  readonly largest: Largest;
  /** The steps of an input of few pieces in double precision, rows that are zero left out; null for all other images. */
  readonly edges: readonly Float64Array[] | null;
}

/** Inputs of up to so many pieces are followed in double precision throughout. */
const FEW_EDGES = 64;

/** Networks of one subject, measured exactly. Making a second workspace in the same arena ends the first. */
export class ExactWorkspace {
  readonly #arena: Arena;
  readonly #subject: Subject;
  readonly #spec: NetworkSpec;
  readonly #pieces: Pieces;
  readonly #build: KernelsName;
  #room: Room;

  /**
   * @throws RangeError for a curve that is no line or polyline, an activation that is not piecewise linear, and a curve that does not fit the
   * memory of the kernels.
   */
  constructor(arena: Arena, subject: Subject, kernels: KernelsName = 'simd128') {
    const { kind, vertices } = subject.curve;
    if (kind !== 'line' && kind !== 'polyline') {
      throw new RangeError(`curve: expected a line or polyline for the exact estimator, got ${kind}`);
    }
    const pieces = piecesOf(subject.network.activation);
    if (pieces === null) {
      const { name } = subject.network.activation;
      throw new RangeError(
        `activation: expected a piecewise-linear one for the exact estimator, got ${name}`,
      );
    }
    this.#arena = arena;
    this.#subject = subject;
    this.#spec = withoutNullWeights(subject.network);
    this.#pieces = pieces;
    this.#build = kernels;
    // A neuron changes its piece about once on every half turn that its layer sees of the curve.
    const neurons = this.#spec.widths.reduce((sum, width) => sum + width, 0);
    this.#room = this.#reserve(vertices.length + neurons + WIDEST_PANEL);
  }

  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord {
    const depth = this.#spec.widths.length;
    const record = emptyRecord(first, networks, depth);
    for (let i = 0; i < networks; ) {
      try {
        this.#measureNetwork(first + i, record, i * depth);
        i++;
      } catch (error) {
        if (!(error instanceof TooSmall)) throw error;
        this.#room = this.#reserve(2 * this.#room.knots);
      }
    }
    return record;
  }

  #measureNetwork(network: number, record: LengthRecord, at: number): void {
    const { kernels } = this.#arena;
    const { squares, zSquares } = this.#room;
    let image = this.#storeInput();
    this.#spec.widths.forEach((_, l) => {
      const { columns } = image.layout;
      const scale = layerScale(this.#spec, l + 1, image.scales, image.largest);
      this.#arena.f64(squares, columns).fill(0);
      const met = this.#multiply(network, l + 1, image, scale.gains);
      // Column 0 is no step.
      this.#arena.f64(squares, 1)[0] = 0;
      const preLength = kernels.sumOfRoots(squares, columns) * scale.gains.stepGain;
      const { crossings, image: next } = this.#split(l + 1, image, met, scale);
      const length = kernels.sumOfRoots(zSquares, next.layout.columns);
      if (!Number.isFinite(preLength + length + next.largest.point)) throw overflow(l + 1);
      const { mantissa, exponent } = scale.next.steps;
      record.preLength[at + l] = preLength * mantissa;
      record.length[at + l] = length * mantissa;
      record.exponent[at + l] = exponent;
      record.transitions![at + l] = crossings.count;
      record.regions![at + l] = next.breaks.reduce((sum, isBreak) => sum + isBreak, 1);
      image = next;
    });
  }

  #reserve(knots: number): Room {
    this.#arena.reset();
    return new Room(this.#arena, this.#subject, this.#spec, knots, this.#build);
  }

  #layout(knots: number): PanelLayout {
    if (knots > this.#room.knots) throw new TooSmall();
    return panelLayout(knots, rowDensity(this.#spec), this.#build);
  }

  /** Writes the vertices as a point and steps. */
  #storeInput(): PiecewiseImage {
    const { vertices } = this.#subject.curve;
    const dim = this.#spec.inputDim;
    const layout = this.#layout(vertices.length);
    const steps = vertices.slice(1).map((vertex, i) => vertex.map((x, j) => x - vertices[i]![j]!));
    const most = (vectors: readonly Float64Array[]) =>
      vectors.reduce((m, vector) => vector.reduce((n, x) => Math.max(n, Math.abs(x)), m), 0);
    const scales = {
      points: inputScale(this.#spec, most(vertices)),
      steps: shifted(ONE, shiftOf(most(steps))),
    };
    const panelColumns = 4 * layout.vectors;
    const edges = steps.map((step) => step.map((x) => ldexp(x, -scales.steps.exponent)));
    const stored = this.#arena.f32(this.#room.image, layout.columns * dim).fill(0);
    edges.forEach((edge, t) => {
      const column = t + 1;
      const at = Math.floor(column / panelColumns) * panelColumns * dim + (column % panelColumns);
      for (let j = 0; j < dim; j++) stored[at + j * panelColumns] = edge[j]!;
    });
    const first = vertices[0]!.map((x) => ldexp(x, -scales.points.exponent));
    const lengths = steps.map((step) => Math.hypot(...step));
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const position = new Float64Array(vertices.length);
    for (let i = 1; i < position.length; i++) position[i] = position[i - 1]! + lengths[i - 1]! / total;
    const largest = {
      point: ldexp(most(vertices), -scales.points.exponent),
      step: ldexp(most(steps), -scales.steps.exponent),
    };
    const image = this.#compacted(
      {
        layout,
        position,
        breaks: new Uint8Array(vertices.length),
        zerosKnown: false,
        scales,
        largest,
        edges: null,
      },
      dim,
      first,
    );
    if (edges.length > FEW_EDGES) return image;
    const rank = this.#arena.u32(this.#room.ranks, dim);
    return { ...image, edges: edges.map((edge) => edge.filter((_, j) => rank[j] !== 0)) };
  }

  /** The image in memory without its rows of zeros, and its first point, in double precision, where the kernels look for it. */
  #compacted(
    image: Omit<PiecewiseImage, 'rows' | 'ranks'>,
    rows: number,
    first: Float64Array,
  ): PiecewiseImage {
    const { image: address, ranks, point } = this.#room;
    const { vectors, panels } = image.layout;
    const row = 4 * vectors;
    // A row that only the first point has anything in must stay: for the time of the search that point stands in column 0.
    const stored = this.#arena.f32(address, row * rows);
    for (let i = 0; i < rows; i++) stored[i * row] = first[i]!;
    const kept = this.#arena.kernels.compactImage(address, panels, VECTOR * vectors, rows, ranks);
    const rank = this.#arena.u32(ranks, rows);
    const points = this.#arena.f64(point, 2 * vectors * kept);
    for (let i = 0; i < rows; i++) {
      if (rank[i] === 0) continue;
      const at = (rank[i]! - 1) / 2;
      points[2 * vectors * at] = first[i]!;
      stored[at * row] = 0;
    }
    return { ...image, rows: kept, ranks: kept < rows ? ranks : null };
  }

  /** Multiplies, follows every neuron along the curve, and returns the crossings. Products and sums of their squares stay in memory. */
  #multiply(network: number, layer: number, image: PiecewiseImage, gains: Gains): Crossings {
    const { kernels } = this.#arena;
    const room = this.#room;
    const { panels, vectors, product } = image.layout;
    const width = this.#spec.widths[layer - 1]!;
    const blocks = Math.ceil(width / BLOCK_ROWS);
    const perGroup = blocksPerGroup(product, fanIn(this.#spec, layer), this.#spec.density);
    const columns = { inputs: fanIn(this.#spec, layer), count: image.rows, ranks: image.ranks };
    const stride = VECTOR * vectors;
    this.#arena.f64(room.largest, 2).fill(0);
    const gain = gains.stepGain * gains.unit;
    const edgeSteps = image.edges?.map(() => new Float64Array(width));
    let events = room.events;
    for (let first = 0; first < blocks; first += perGroup) {
      const group = { network, layer, first, blocks: Math.min(perGroup, blocks - first) };
      const rows = room.sampler.weights(group, columns, stride);
      const row = first * BLOCK_ROWS;
      this.#startPoints(group, rows, image, gains, row);
      if (edgeSteps) this.#edgeSteps(rows, image, gain, row, edgeSteps);
      const { silent, silentBytes } = this.#silentEnds(rows, image);
      for (let panel = 0; panel < panels; panel++) {
        const from = room.image + panel * stride * image.rows;
        const to = room.products + (panel * paddedRows(width) + row) * stride;
        multiplyPanel(kernels, rows, vectors, from, image.rows, to);
        kernels.squareRows(to, vectors, rows.rows, room.squares + 8 * panel * 4 * vectors, room.largest + 8);
        events = kernels.followRows(
          to,
          stride,
          rows.rows,
          row,
          panel * 4 * vectors,
          Math.min(4 * vectors, image.position.length - panel * 4 * vectors),
          gain,
          this.#pieces.thresholds[0] ?? Number.POSITIVE_INFINITY,
          this.#pieces.thresholds[1] ?? Number.POSITIVE_INFINITY,
          silent,
          silentBytes,
          room.points + 8 * row,
          room.rest + 8 * row,
          room.largest,
          events,
          room.eventsEnd,
        );
        if (events === 0) throw new TooSmall();
      }
    }
    if (edgeSteps) return crossingsOf(this.#pieces, this.#arena.f64(room.starts, width), edgeSteps);
    return this.#readCrossings(events);
  }

  /** Bits, and how many bytes of them a row, of the column ends at which a row's inputs are all off; see `assembly/crossings.ts`. */
  #silentEnds(rows: Rows, image: PiecewiseImage): { silent: Address; silentBytes: number } {
    const { layerEnds, silentEnds, active } = this.#room;
    if (!image.zerosKnown) return { silent: 0, silentBytes: 0 };
    // A dense row has all of the layer below for its inputs.
    if (rows.kind === 'dense') return { silent: layerEnds, silentBytes: 0 };
    const words = wordsOf(image.position.length);
    const stride = VECTOR * image.layout.vectors;
    eachBlock(rows, (start, count, counts, offsets) => {
      const out = silentEnds + 4 * words * start;
      return this.#arena.kernels.silentEnds(active, words, stride, layerEnds, counts, offsets, count, out);
    });
    return { silent: silentEnds, silentBytes: 4 * words };
  }

  /** Pre-activations at the curve's first knot, in double precision, for rows from `row` on. */
  #startPoints(group: Group, rows: Rows, image: PiecewiseImage, gains: Gains, row: number): void {
    const room = this.#room;
    const biases = room.sampler.biases(group, gains.biasScale);
    const points = room.points + 8 * row;
    this.#dot(rows, image, biases, points);
    const h = this.#arena.f64(points, rows.rows);
    const rest = this.#arena.f64(room.rest + 8 * row, rows.rows);
    const starts = this.#arena.f64(room.starts + 8 * row, rows.rows);
    const b = this.#arena.f32(biases, rows.rows);
    for (let i = 0; i < rows.rows; i++) {
      rest[i] = b[i]! * gains.pointGain;
      starts[i] = h[i]! * gains.pointGain;
      h[i] = starts[i]!;
    }
  }

  /** Rows times the vector at `Room.point`, plus `biases`, in double precision. */
  #dot(rows: Rows, image: PiecewiseImage, biases: Address, out: Address): void {
    const { kernels } = this.#arena;
    const { point } = this.#room;
    if (rows.kind === 'dense') {
      const stride = VECTOR * image.layout.vectors;
      kernels.densePoint(point, stride, rows.address, rows.rowBytes, image.rows, rows.rows, biases, out);
    } else {
      eachBlock(rows, (row, count, counts, offsets, values) =>
        kernels.sparsePoint(point, counts, offsets, values, count, biases + 4 * row, out + 8 * row),
      );
    }
  }

  /** Steps of the pre-activations of an input's few pieces, in double precision. The input's first point is left where it was. */
  #edgeSteps(
    rows: Rows,
    image: PiecewiseImage,
    gain: number,
    row: number,
    steps: readonly Float64Array[],
  ): void {
    const { point, rest, zeros } = this.#room;
    const stride = 2 * image.layout.vectors;
    const slots = this.#arena.f64(point, stride * image.rows);
    const first = slots.slice();
    image.edges!.forEach((edge, e) => {
      edge.forEach((x, j) => {
        slots[stride * j] = x;
      });
      this.#dot(rows, image, zeros, rest + 8 * row);
      const products = this.#arena.f64(rest + 8 * row, rows.rows);
      steps[e]!.set(
        products.map((x) => x * gain),
        row,
      );
    });
    slots.set(first);
  }

  #readCrossings(end: Address): Crossings {
    const { events } = this.#room;
    const count = (end - events) / EVENT;
    const words = this.#arena.i32(events, 6 * count);
    const reals = this.#arena.f64(events, 3 * count);
    const at = (word: number) => Int32Array.from({ length: count }, (_, i) => words[6 * i + word]!);
    const along = Float64Array.from({ length: count }, (_, i) => reals[3 * i + 1]!);
    return { count, row: at(0), column: at(1), along, before: at(4), after: at(5) };
  }

  /** Writes the layer's image between the knots old and new, with its squares. */
  #split(
    layer: number,
    image: PiecewiseImage,
    met: Crossings,
    { gains, next }: ReturnType<typeof layerScale>,
  ): { crossings: Crossings; image: PiecewiseImage } {
    const { kernels } = this.#arena;
    const room = this.#room;
    const width = this.#spec.widths[layer - 1]!;
    const starts = this.#arena.f64(room.starts, width).slice();
    const pieces = Int32Array.from(starts, (h) => pieceAt(this.#pieces, h));
    // Steps of an input of many pieces are single precision, those of all others as good as double where it matters.
    const together = layer === 1 && image.edges === null ? TOGETHER_SINGLE : TOGETHER;
    const { crossings, atEnds, touches } = betweenIntervals(met, image.position.length, pieces, together);
    const cut = cutSteps(image.position, image.breaks, crossings, together);
    const layout = this.#layout(cut.columns);
    const old = VECTOR * image.layout.vectors;
    const oldColumns = 4 * image.layout.vectors;
    const sources = this.#arena.u32(room.sources, layout.columns).fill(0);
    const shares = this.#arena.f32(room.shares, layout.columns).fill(0);
    for (let column = 1; column < cut.columns; column++) {
      const source = cut.source[column]!;
      const panel = Math.floor(source / oldColumns);
      sources[column] = panel * paddedRows(width) * old + 4 * (source % oldColumns);
      shares[column] = cut.share[column]!;
    }
    this.#storeTurns(pieces, crossings, cut.turn, cut.order);
    kernels.splitRows(
      room.products,
      old,
      width,
      gains.stepGain,
      room.sources,
      room.shares,
      room.turns,
      room.turnEnds,
      room.slopes,
      layout.vectors,
      layout.panels,
      room.image,
    );
    this.#arena.f64(room.zSquares, layout.columns).fill(0);
    this.#arena.f64(room.largest, 2)[1] = 0;
    const panelBytes = VECTOR * layout.vectors * width;
    for (let panel = 0; panel < layout.panels; panel++) {
      const squares = room.zSquares + 8 * panel * 4 * layout.vectors;
      kernels.squareRows(room.image + panel * panelBytes, layout.vectors, width, squares, room.largest + 8);
    }
    const first = Float64Array.from(starts, this.#pieces.value);
    // Only a threshold at zero is where a neuron's value is zero.
    const zerosKnown = this.#pieces.thresholds[0] === 0;
    const largest = {
      point: starts.reduce((most, h) => Math.max(most, Math.abs(h)), this.#arena.f64(room.largest, 1)[0]!),
      step: this.#arena.f32(room.largest + 8, 1)[0]!,
    };
    const { position, breaks } = cut;
    const made = { layout, position, breaks, zerosKnown, scales: next, largest, edges: null };
    const compacted = this.#compacted(made, width, first);
    if (zerosKnown) {
      const knot = new Int32Array(image.position.length);
      cut.source.forEach((source, column) => {
        if (column < cut.columns) knot[source] = column;
      });
      const zeros = touches.map((touch) => ({ row: touch.row, knot: knot[touch.knot]! }));
      this.#storeActive(compacted, pieces, atEnds, zeros);
    }
    return { crossings, image: compacted };
  }

  /** For each row that is left the knots at which it is not zero, from the turns in memory, and the knots at which none is. */
  #storeActive(
    { position, rows, ranks }: PiecewiseImage,
    pieces: Int32Array,
    atEnds: Uint8Array,
    touches: readonly Touch[],
  ): void {
    const touchesOf = new Map<number, number[]>();
    for (const { row, knot } of touches) touchesOf.set(row, [...(touchesOf.get(row) ?? []), knot]);
    const { active, layerEnds, turns, turnEnds } = this.#room;
    const columns = position.length;
    const words = wordsOf(columns);
    const bits = this.#arena.u32(active, words * rows).fill(0);
    const rank = ranks === null ? null : this.#arena.u32(ranks, pieces.length);
    const ends = this.#arena.u32(turnEnds, pieces.length);
    const isOff = this.#pieces.slopes.map((slope) => slope === 0);
    const any = new Uint32Array(words);
    let at = turns;
    pieces.forEach((piece, row) => {
      const turn = this.#arena.u32(at, (ends[row]! - at) / 4);
      at = ends[row]!;
      if (rank !== null && rank[row] === 0) return;
      const of = words * (rank === null ? row : (rank[row]! - 1) / 2);
      // Column 0 ends where the curve begins. On an interval from knot `start` to knot `end` only the inner knots are certain.
      let off = isOff[piece]!;
      let start = atEnds[row]! & 1 ? 0 : -1;
      for (const next of [...turn, columns]) {
        const end = next === columns && !(atEnds[row]! & 2) ? columns : next - 1;
        if (!off) setBits(bits, of, start + 1, end);
        start = next - 1;
        // ReLU is on where it was off; other activations with a threshold at zero are never off.
        off = isOff[0]! && !off;
      }
      for (const knot of touchesOf.get(row) ?? []) bits[of + (knot >>> 5)]! &= ~(1 << (knot & 31));
      // Behind the curve's end nothing is zero.
      setBits(bits, of, columns, 32 * words);
      for (let word = 0; word < words; word++) any[word]! |= bits[of + word]!;
    });
    setBits(any, 0, columns, 32 * words);
    // The curve's first point is known in double precision.
    any[0]! |= 1;
    const stored = this.#arena.u32(layerEnds, words);
    for (let word = 0; word < words; word++) stored[word] = ~any[word]!;
  }

  /** For each row where its piece changes, and the slopes before and after. */
  #storeTurns(pieces: Int32Array, crossings: Crossings, turn: Int32Array, order: Uint32Array): void {
    const { slopes: slopeOf } = this.#pieces;
    const { count, row, after } = crossings;
    const width = pieces.length;
    const ends = new Uint32Array(width);
    for (let i = 0; i < count; i++) ends[row[i]!]!++;
    for (let i = 1; i < width; i++) ends[i]! += ends[i - 1]!;
    const turns = this.#arena.u32(this.#room.turns, count);
    const slopes = this.#arena.f32(this.#room.slopes, count + width);
    const next = Uint32Array.from(ends, (_, i) => (i === 0 ? 0 : ends[i - 1]!));
    for (let i = 0; i < width; i++) slopes[next[i]! + i] = slopeOf[pieces[i]!]!;
    for (const i of order) {
      const at = next[row[i]!]!++;
      turns[at] = turn[i]!;
      slopes[at + row[i]! + 1] = slopeOf[after[i]!]!;
    }
    const { turnEnds, turns: address } = this.#room;
    this.#arena.u32(turnEnds, width).set(ends.map((end) => address + 4 * end));
  }
}

/** The density by which a product is chosen: the sparse one unless rows have all inputs, because its rows know their inputs. */
function rowDensity({ density }: NetworkSpec): number {
  return density === 1 ? 1 : Math.min(density, 0.5);
}

/** Words of 32 bits for as many columns, with at least one bit to spare. */
function wordsOf(columns: number): number {
  return Math.floor(columns / 32) + 1;
}

/** Sets bits `start` … `end` - 1 of the words from `of` on. */
function setBits(words: Uint32Array, of: number, start: number, end: number): void {
  for (let bit = start; bit < end; ) {
    const stop = Math.min(end, (bit | 31) + 1);
    const count = stop - bit;
    const mask = count === 32 ? ~0 : ((1 << count) - 1) << (bit & 31);
    words[of + (bit >>> 5)]! |= mask;
    bit = stop;
  }
}

/** Everything that the workspace keeps in the memory of the kernels, for curves of up to `knots` knots. */
class Room {
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

  constructor(arena: Arena, subject: Subject, spec: NetworkSpec, knots: number, build: KernelsName) {
    const widest = spec.widths.reduce((most, width) => Math.max(most, width), spec.inputDim);
    const columns = knots + WIDEST_PANEL;
    // Beside a crossing at each new knot, all neurons may cross where the layer below dies.
    const crossings = 2 * (knots + 2 * widest);
    this.knots = knots;
    this.sampler = new WeightSampler(arena, spec, subject.seed, panelLayout(knots, rowDensity(spec), build));
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
}
