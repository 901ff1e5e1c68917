/**
 * What the WASM kernels export, and the numbers that stand for laws, activations and purposes on both sides.
 */
import { checkEntryLaw, checkLaw, type Law } from '../network/index.ts';

/** A byte address in the memory of the kernels, from 0 to below 2^32. */
export type Address = number;

/**
 * What a build exports: free functions over byte addresses of one memory, which the host lays out. Numbers
 * are f32 unless said otherwise; arrays are 4-aligned, and 16-aligned where said so. Nothing is checked: a
 * wrong address reads or writes something else.
 */
export interface Kernels {
  /** The memory of the instance, which the host lays out from `memoryStart()` on (`Arena` does). */
  readonly memory: WebAssembly.Memory;
  /** Builds the lookup tables. Called once per instance, before anything else; `loadKernels` does. */
  initialise(): void;
  /** First byte that the host may use; below lies static data of the kernels. */
  memoryStart(): Address;
  /**
   * Writes the start state (128 bytes, 16-aligned) of the random stream (seed, network, layer, purpose,
   * block) to `state`. Seed and network are integers below 2^53.
   */
  seedStream(
    state: Address,
    seed: number,
    network: number,
    layer: number,
    purpose: number,
    block: number,
  ): void;
  /**
   * Writes the next `8 * count` outputs (u32) of the stream to `out` (16-aligned) and moves the stream on.
   */
  fillBits(state: Address, out: Address, count: number): void;
  /**
   * Draws `count` variates of unit variance (f32) into `out` (16-aligned), rounded up to a multiple of 8:
   * leave 28 bytes of room. They are the first of their stream, (seed, network, layer, purpose, block); the
   * n-th does not depend on `count`. `law`: `lawNumber`. `table`, `size`: what `lawTable` says, as f32.
   */
  drawVariates(
    seed: number,
    network: number,
    layer: number,
    purpose: number,
    block: number,
    out: Address,
    count: number,
    law: number,
    table: Address,
    size: number,
  ): void;
  /**
   * Draws the mask of `rows` rows of `fanIn` entries, each kept with probability `density` in (0, 1): block
   * `block` of layer `layer` of network `network`. `counts[row]` (u32): kept entries of the row; `offsets`
   * (u32): column * stride, `stride` ≤ 8191 bytes, with room up to `end`. `skips`: geometric skipping, which
   * networks use below density 1/2. Returns the number of kept entries, or -1 if `offsets` has too little
   * room.
   */
  drawMask(
    seed: number,
    network: number,
    layer: number,
    block: number,
    rows: number,
    fanIn: number,
    density: number,
    skips: boolean,
    stride: number,
    counts: Address,
    offsets: Address,
    end: Address,
  ): number;
  /**
   * Writes the kept weights of `rows` rows into dense rows of `rowBytes` bytes (a multiple of 16), all else
   * zero. `offsets` are column * 4; `counts`, `offsets` and `values` are as `drawMask` and `drawVariates`
   * leave them.
   */
  expandRows(
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    dense: Address,
    rowBytes: number,
  ): void;
  /**
   * Writes the kept entries of `rows` rows that all places share as `sparseRows` takes them, and returns how
   * many there are. `indexes`: entry of a patch * 4; `patch`: where its inputs lie (i32, bytes), or -1 where
   * there is none. `whole`: the entries of a patch where each has an input, else 0. The outputs need room for
   * three entries more.
   */
  patchRows(
    counts: Address,
    indexes: Address,
    values: Address,
    rows: number,
    patch: Address,
    outCounts: Address,
    outOffsets: Address,
    outValues: Address,
    whole: number,
  ): number;
  /**
   * Sparse rows times one panel of 4 * vectors columns, vectors = 1 … 6, 8, 10 or 12: h[row][c] = sum over
   * kept j of w_rj z[j][c], j ascending. `panel` (16-aligned): z[j] at panel + offset, with offsets of stride
   * 16 * vectors. `values`: the kept weights (f32), row after row. `out`: h[row] at out + row * outStride,
   * 16-aligned. At least one row. `alike` (u32 per row): how many rows from a row on, itself among them, have
   * the same offsets; left out where that is not known. Returns the address behind the last offset.
   */
  sparseRows(
    vectors: number,
    panel: Address,
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    out: Address,
    outStride: number,
    alike?: Address,
  ): Address;
  /**
   * Dense rows times one panel of 4 * vectors columns, any number of vectors: h[row][c] = sum over j of w_rj
   * z[j][c], j ascending: the bits of `sparseRows`. `panel` (16-aligned): z[j] at panel + j * 16 * vectors.
   * `weights`: row r at weights + r * rowBytes. `out`: h[row] at out + row * outStride, 16-aligned. `weights`
   * and `out` have room for at least eight rows and for an even number; what is in rows past the end does not
   * matter.
   */
  denseRows(
    vectors: number,
    panel: Address,
    weights: Address,
    rowBytes: number,
    fanIn: number,
    rows: number,
    out: Address,
    outStride: number,
  ): void;
  /**
   * Moves the rows that are not zero together, in order, within the same memory: row i of the `rows` rows of
   * panel p, at z + p * rows * stride + i * stride, ends at z + p * alive * stride + rank * stride.
   * `ranks[i]` (u32): 2 rank + 1 of a row that is kept, 0 of one that is not. Returns the number of rows
   * kept.
   */
  compactImage(z: Address, panels: number, stride: number, rows: number, ranks: Address): number;
  /**
   * Sparse rows, in place: offsets 4 j become stride * rank, entries of other columns go, `counts` follow.
   * `ranks` as `compactImage` leaves them. Returns the number of entries left.
   */
  keepEntries(
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    ranks: Address,
    stride: number,
  ): number;
  /**
   * Dense rows of `fanIn` columns, `rowBytes` apart, to rows of the kept columns, `outBytes` apart, with 16
   * bytes of room behind the last. `ranks` as `compactImage` leaves them. `groups`: room for one u32 for
   * every four columns.
   */
  keepColumns(
    from: Address,
    rowBytes: number,
    rows: number,
    fanIn: number,
    ranks: Address,
    groups: Address,
    out: Address,
    outBytes: number,
  ): void;
  /**
   * Factor R of the Gram matrix of the first `columns` columns of `rows` rows, as panels for `denseLayer`:
   * row i of panel p at out + (p * C + i) * 16 * vectors, C = 4 * vectors * panels. `ranks[s]` (i32): rows of
   * R that are not zero somewhere in the strips of four columns up to s. Returns the rank. With n =
   * ceil(columns / 4) room for: `order`, 2 * rows + 2 * n u32; `wide`, 4 n * rows f64; `factor`, 16 n² f64;
   * `tiles`, 16 n f64.
   */
  gramFactor(
    z: Address,
    vectors: number,
    panels: number,
    rows: number,
    columns: number,
    order: Address,
    wide: Address,
    factor: Address,
    tiles: Address,
    out: Address,
    ranks: Address,
  ): number;
  /**
   * For each of `rows` neurons the products z_a z_b, a ≤ b < columns ≤ 4, b slowest, as f64 from `table` on,
   * rows back to back in whole vectors. `z`: column c of neuron j at z + j * stride + 4 c. Returns the bytes
   * of a row.
   */
  productTable(z: Address, stride: number, rows: number, columns: number, table: Address): number;
  /**
   * Rows of W Z drawn from their distribution, for a mask with offsets into `table` (`productTable`):
   * out[row][c] (f32), rows `outBytes` apart, from `columns` standard normals (f32) a row at `normals`.
   */
  maskedRows(
    table: Address,
    columns: number,
    counts: Address,
    offsets: Address,
    rows: number,
    normals: Address,
    out: Address,
    outBytes: number,
  ): void;
  /**
   * W z + b in double precision for one point, rows of kept entries; `biases` f32. Entry j of z is the f64 at
   * z + offset. Returns the address behind the last offset.
   */
  sparsePoint(
    z: Address,
    counts: Address,
    offsets: Address,
    values: Address,
    rows: number,
    biases: Address,
    out: Address,
  ): Address;
  /** The same for dense rows. Entry j of z is the f64 at z + j * stride. */
  densePoint(
    z: Address,
    stride: number,
    weights: Address,
    rowBytes: number,
    fanIn: number,
    rows: number,
    biases: Address,
    out: Address,
  ): void;
  /**
   * Follows the pre-activations of `rows` rows, the first of which is row `firstRow` of the layer, through
   * one panel of an exact image and writes an event for every threshold (`lower`, `upper`) that one of them
   * crosses, from `events` on: row and column (u32), how far along the column's step (f64), piece before and
   * after (i32). Returns the end of the events, or 0 if they do not end before `eventsEnd`. `steps`: row r's
   * products at steps + r * stride, each worth `gain`. `points` (f64 a row): pre-activation at the knot
   * before, moved on to the panel's last. `silent`, if not 0: bits as `silentEnds` writes them, `silentBytes`
   * a row; at such an end the pre-activation is exactly that of `silentPoints` (f64 a row). `largest` (f64):
   * raised to the largest |pre-activation| at a knot.
   */
  followRows(
    steps: Address,
    stride: number,
    rows: number,
    firstRow: number,
    column: number,
    columns: number,
    gain: number,
    lower: number,
    upper: number,
    silent: Address,
    silentBytes: number,
    points: Address,
    silentPoints: Address,
    largest: Address,
    events: Address,
    eventsEnd: Address,
  ): Address;
  /**
   * One panel of points and one of tangents, `rows` rows of 16 * vectors bytes each: h = pointGain (product +
   * bias), dh = tangentGain product. Writes z and dz to `z` and `dz`, adds |dh|² and |dz|² of each column to
   * the f64 at `squares` and `squares + zSquares`, and raises the two f32 at `largest` to the largest |z| and
   * |dz|. `activation`, `first`, `second`: `activationCode`.
   */
  tangentRows(
    activation: number,
    first: number,
    second: number,
    pointGain: number,
    tangentGain: number,
    points: Address,
    tangents: Address,
    biases: Address,
    rows: number,
    vectors: number,
    z: Address,
    dz: Address,
    squares: Address,
    zSquares: number,
    largest: Address,
  ): void;
  /**
   * Writes for each row the bits c (`words` u32, at out + row * 4 * words) of the columns at whose end its
   * inputs are all zero. `active`: bit c of row r, `words` u32 long, is whether input r is anything but zero
   * at the end of column c. Offsets are r * stride. `layerEnds`: the columns at whose end all of the layer
   * below is zero. Returns the end of the offsets.
   */
  silentEnds(
    active: Address,
    words: number,
    stride: number,
    layerEnds: Address,
    counts: Address,
    offsets: Address,
    rows: number,
    out: Address,
  ): Address;
  /**
   * Adds to each of a panel's columns the sum over its rows of the squared steps (f64 a column), and raises
   * `largest` (f32) to the largest |step|.
   */
  squareRows(steps: Address, vectors: number, rows: number, squares: Address, largest: Address): void;
  /**
   * Steps of z between the new knots of an exact image, from the products between the old ones. Row r of the
   * `rows` rows of panel p is written at out + (p * rows + r) * 16 * vectors. `steps`: row r's products at
   * steps + r * stride plus a column's place. `sources` (u32 a new column): place of the old step. `shares`
   * (f32 a new column): part of it. `scales` (four f32 a row): what its products are multiplied with before
   * its first turn. `turns`: column (u32), row (u32) and slope from there on (f32), rising by column, the
   * last one behind all columns. `squares`, `largest`: as in `squareRows`.
   */
  splitRows(
    steps: Address,
    stride: number,
    rows: number,
    sources: Address,
    shares: Address,
    scales: Address,
    turns: Address,
    vectors: number,
    panels: number,
    out: Address,
    squares: Address,
    largest: Address,
  ): void;
  /**
   * What the steps of a panel of an exact image do to the distance from the origin: for each of its 4 *
   * vectors columns the change of |z|² over the step to `changes`, and its squared length to `squares` (f64 a
   * column, 16-aligned). `steps` (16-aligned): row r of the `rows` rows at steps + r * 16 * vectors, each
   * worth `unit`. `points` (f64 a row, 16-aligned): z at the knot before, moved on to the panel's last.
   */
  radialSteps(
    steps: Address,
    vectors: number,
    rows: number,
    unit: number,
    points: Address,
    changes: Address,
    squares: Address,
  ): void;
  /**
   * A group of rows of a layer, over all panels: product, bias, activation, lengths. The curve lies panel
   * after panel and as steps: column c of panel p of neuron j is the f32 at z + p * zPanelBytes + j * 16 *
   * vectors + 4 c; column 0 of panel 0 is the curve's first point, every other column the step from the
   * column before. `counts`, `offsets`, `values`: as for `sparseRows`, those of each 48 rows from the next
   * multiple of 16 bytes on; `alike` as well. `biases`: f32. `scratch`: room for 48 rows of a panel. `carry`: two f32 per row.
   * `zOut`: the group's first row within panel 0 of the image, whose panels are `outPanelBytes` apart. First
   * points: h = pointGain (W z + bias); steps: stepGain W dz, each worth `unit` in terms of h. `activation`,
   * `first`, `second`: `activationCode`. `squares` (f64 a column, panel after panel): |step of h|² is added;
   * of z `zSquares` bytes behind. `largest` (two f32): raised to the largest |z| and |step of z|.
   */
  sparseLayer(
    vectors: number,
    panels: number,
    z: Address,
    zPanelBytes: number,
    counts: Address,
    offsets: Address,
    values: Address,
    biases: Address,
    rows: number,
    scratch: Address,
    carry: Address,
    zOut: Address,
    outPanelBytes: number,
    pointGain: number,
    stepGain: number,
    unit: number,
    activation: number,
    first: number,
    second: number,
    squares: Address,
    zSquares: number,
    largest: Address,
    alike?: Address,
  ): void;
  /**
   * The same for dense rows, as for `denseRows`. `scratch`: room for 56 rows of a panel. `fanIns` (i32 per
   * vector of columns, ascending in a panel): with how many rows of the panel a row is multiplied.
   */
  denseLayer(
    vectors: number,
    panels: number,
    z: Address,
    zPanelBytes: number,
    weights: Address,
    rowBytes: number,
    fanIns: Address,
    biases: Address,
    rows: number,
    scratch: Address,
    carry: Address,
    zOut: Address,
    outPanelBytes: number,
    pointGain: number,
    stepGain: number,
    unit: number,
    activation: number,
    first: number,
    second: number,
    squares: Address,
    zSquares: number,
    largest: Address,
  ): void;
  /**
   * Sum of sqrt(x) over `count` f64 from `squares` (16-aligned), `count` even: first the two lanes' sums,
   * then their total.
   */
  sumOfRoots(squares: Address, count: number): number;
  /**
   * Sum of x / sqrt(y) over pairs of `count` f64 from `squares` and `below` (16-aligned), `count` even, in
   * the order of `sumOfRoots`; 0 where y is.
   */
  sumOfQuotients(squares: Address, below: Address, count: number): number;
  /**
   * phi (order 0), phi' (1) or phi'' (2) of an activation without straight pieces for `count` f32, a multiple
   * of four, from `from` to `to`, both 16-aligned; they may be the same. `activation`, `first`, `second`:
   * `activationCode`.
   */
  smoothValues(
    activation: number,
    order: number,
    from: Address,
    count: number,
    to: Address,
    first: number,
    second: number,
  ): void;
  /**
   * Normalises every column of a curve that is kept as its first point and its steps: y = p / r, r² = square
   * |p|² / rows + epsilon (f64), with `centred` the mean over the rows taken off p. `unit` (f64): worth of a
   * step in units of points. `image`: panels of `panelRows` rows of 16 vectors bytes, the first `rows` of
   * which are read and written over. `work`: room for 8 rows + 96 vectors bytes. `squares`: f64 a column, set
   * to |step of y|². `largest`: two f32, set to the largest |y| and |step of y|. `work` and `squares` are
   * 8-aligned.
   */
  normaliseSteps(
    centred: boolean,
    square: number,
    epsilon: number,
    unit: number,
    vectors: number,
    panels: number,
    rows: number,
    panelRows: number,
    image: Address,
    work: Address,
    squares: Address,
    largest: Address,
  ): void;
  /**
   * The same for one panel of points with as many derivatives by a parameter as `order` says, 0, 1 or 2, in
   * panels of their own. `bend` (f64): worth of the square of a stored velocity in units of stored
   * accelerations times points. `work`: room for 96 vectors bytes. `squares`: f64 a column, |velocity|² is
   * added, after normalisation `outSquares` bytes behind. `largest`: three f32, raised.
   */
  normaliseJets(
    order: number,
    centred: boolean,
    square: number,
    epsilon: number,
    bend: number,
    vectors: number,
    rows: number,
    points: Address,
    velocities: Address,
    accelerations: Address,
    work: Address,
    squares: Address,
    outSquares: number,
    largest: Address,
  ): void;
  /**
   * Takes the mean out of each row of panels and returns the sum of all squares. `from`: panels of `rows` rows
   * of `vectors` vectors of f32, `stride` bytes apart; the first `columns` columns of all panels count. `to`:
   * `rows` rows of f64, each filled with zeros to a multiple of four. Everything is 16-aligned.
   */
  centreRows(
    from: Address,
    stride: number,
    vectors: number,
    rows: number,
    columns: number,
    to: Address,
  ): number;
  /**
   * An orthonormal basis of the Krylov space of X'X by the Lanczos method with full reorthogonalisation. `x`:
   * X', the points as its columns, `rows` rows of `columns` f64 as `centreRows` leaves them; both counts are
   * multiples of four, filled with zeros. Returns the dimension of the space: `steps`, or fewer where X'X
   * maps it into itself. `basis`: room for `steps` + 1 vectors of `rows` f64; the start stands in the place
   * of the first. `images`: X v of each vector of the basis. `projected`: their scalar products, `steps` rows
   * of `steps`; what lies beyond the dimension is not written. Everything is f64 and 16-aligned.
   */
  krylovSpace(
    x: Address,
    rows: number,
    columns: number,
    steps: number,
    basis: Address,
    images: Address,
    projected: Address,
  ): number;
  /**
   * x = (x + bias) gain for `rows` rows of `vectors` vectors of f32 from `from` (16-aligned), with one bias a
   * row (f32), or none where `biases` is 0. Sum and product are taken in f64 and rounded once.
   */
  preActivations(from: Address, vectors: number, rows: number, biases: Address, gain: number): void;
  /** The largest magnitude of `count` f32, a multiple of four, from `from` (16-aligned); NaN where one is. */
  largestMagnitude(from: Address, count: number): number;
  /** Adds `row`, of `columns` numbers, a multiple of four, to each of `count` rows that lie back to back. */
  addRow(rows: Address, count: number, columns: number, row: Address): void;
  /** out[i] = out[i] factors[i] for `count` numbers, a multiple of four. */
  timesInto(out: Address, factors: Address, count: number): void;
  /**
   * The sum of each of `columns` columns, a multiple of four, of `count` rows that lie back to back: in
   * double precision, row after row, rounded once.
   */
  sumColumns(rows: Address, count: number, columns: number, out: Address): void;
  /**
   * An activation of three straight pieces, slope h + start on each, to `values`, and its slope to `slopes`,
   * for `count` numbers, a multiple of four: in double precision, rounded once. The lower pieces end with the
   * thresholds `first` ≤ `second`; infinite ones where there are fewer pieces.
   */
  straightValues(
    h: Address,
    values: Address,
    slopes: Address,
    count: number,
    lowSlope: number,
    lowStart: number,
    first: number,
    middleSlope: number,
    middleStart: number,
    second: number,
    highSlope: number,
    highStart: number,
  ): void;
  /**
   * `rows` rows of `columns` numbers, `stride` bytes apart, become columns of rows `outStride` bytes apart.
   */
  turnRows(
    from: Address,
    stride: number,
    rows: number,
    columns: number,
    out: Address,
    outStride: number,
  ): void;
  /**
   * Gathers `count` pixels of `channels` numbers back to back. `offsets` (i32): where each lies from `image`
   * on, in bytes; -1 for a pixel of zeros. Reads and writes up to three numbers past a pixel.
   */
  gatherPixels(image: Address, offsets: Address, count: number, channels: number, out: Address): void;
  /** Adds `count` pixels that lie back to back to those of `image`, one after the other; -1: to none. */
  addPixels(pixels: Address, offsets: Address, count: number, channels: number, image: Address): void;
  /**
   * A step of Adam (Kingma & Ba, 1412.6980, section 2) for `count` parameters, a multiple of four, in double
   * precision: m = beta1 m + (1 - beta1) g and v = beta2 v + (1 - beta2) g g, parameters less rate m / (√v +
   * epsilon). All are rounded when they are stored. `rate` has the bias corrections.
   */
  adamStep(
    parameters: Address,
    gradient: Address,
    means: Address,
    squares: Address,
    count: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
}

/** Every export, for the test that holds this interface against the real module. */
export const KERNEL_NAMES = [
  'memory',
  'initialise',
  'memoryStart',
  'seedStream',
  'fillBits',
  'drawVariates',
  'drawMask',
  'expandRows',
  'patchRows',
  'sparseRows',
  'denseRows',
  'compactImage',
  'keepEntries',
  'keepColumns',
  'gramFactor',
  'productTable',
  'maskedRows',
  'sparsePoint',
  'densePoint',
  'tangentRows',
  'silentEnds',
  'followRows',
  'squareRows',
  'splitRows',
  'radialSteps',
  'sparseLayer',
  'denseLayer',
  'sumOfRoots',
  'sumOfQuotients',
  'smoothValues',
  'normaliseSteps',
  'normaliseJets',
  'centreRows',
  'krylovSpace',
  'preActivations',
  'largestMagnitude',
  'addRow',
  'timesInto',
  'sumColumns',
  'straightValues',
  'turnRows',
  'gatherPixels',
  'addPixels',
  'adamStep',
] as const satisfies readonly (keyof Kernels)[];

/**
 * Exports whose result is a `usize`: an address or a number of bytes. The result of a WebAssembly function is
 * signed, so addresses above 2 GiB come out negative; `instantiate.ts` makes these results unsigned.
 */
export const UNSIGNED_RESULTS = [
  'memoryStart',
  'sparseRows',
  'productTable',
  'sparsePoint',
  'silentEnds',
  'followRows',
] as const satisfies readonly (keyof Kernels)[];

/**
 * Law numbers of `drawVariates`. A set of two values is ±c, hence ±1 after rescaling: its variates come
 * straight from bits.
 */
export const LAW = {
  gaussian: 0,
  uniform: 1,
  signs: 2,
  table: 3,
  'truncated-normal': 4,
  student: 5,
} as const;

/** The number of a law in `drawVariates`. @throws TypeError, RangeError for an invalid law. */
export function lawNumber(law: Law): number {
  checkEntryLaw('law', law);
  if (law.kind !== 'discrete') return LAW[law.kind];
  return law.values.length === 2 ? LAW.signs : LAW.table;
}

/**
 * What `drawVariates` reads at `table`: the values of law 3; of Student's a = 1/nu and b = nu scale², the
 * scale being that of unit variance, and 1 for nu ≤ 2, where there is no variance; empty for the other laws.
 */
export function lawTable(law: Law): number[] {
  switch (lawNumber(law)) {
    case LAW.table:
      return unitValues(law);
    case LAW.student: {
      const { nu } = law as Law & { kind: 'student' };
      return [1 / nu, nu > 2 ? nu - 2 : nu];
    }
    default:
      return [];
  }
}

/**
 * The values of a discrete law, rescaled to unit variance; empty for the other laws. @throws TypeError,
 * RangeError for an invalid law.
 */
export function unitValues(law: Law): number[] {
  checkLaw('law', law);
  if (law.kind !== 'discrete') return [];
  const meanSquare = law.values.reduce((sum, v) => sum + v * v, 0) / law.values.length;
  return law.values.map((v) => v / Math.sqrt(meanSquare));
}
