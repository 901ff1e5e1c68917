/**
 * Dense rows times one panel of C = 4 n columns, any n: h[row][c] = sum over j of w_rj z[j][c], j ascending
 * from 0: the same order as the sparse product, so that a weight of zero changes nothing, and the same bits
 * whatever the width.
 *
 * `panel`: z[j] at panel + j * 4 C. `weights`: row r at weights + r * rowBytes. `out`: h[row] at out + row *
 * outStride, 16-aligned. Panels of 16, 32, 48, … columns are taken six rows × 16 columns at a time
 *, others three rows × 12 columns; eight columns that are left over four rows at a
 * time, and four columns eight rows at a time: eight or nine accumulators hide the latency of the additions
 * and leave room for the operands in V8's fifteen registers. The columns of a tile stay the same while rows
 * go by, and with them its strip of the panel in the cache. `weights` and `out` must have room for eight rows
 * at least, and for an even number; what is in the rows past the end does not matter.
 */
import { Four, Six, Three, Two } from './counts';
import { madd } from './madd';

/**
 * Multiplies some rows with one strip of the panel. Called through a table: merged into its caller, a tile
 * would lose registers to it. `step`: bytes from one input to the next, or the address of their offsets.
 */
type Tile = (
  panel: usize,
  step: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  out: usize,
  outStride: usize,
) => void;

const tile3x12: Tile = (panel, stride, weights, rowBytes, fanIn, out, outStride) =>
  tileOf<Three, Three, Even>(panel, stride, weights, rowBytes, fanIn, out, outStride);

const tile4x8: Tile = (panel, stride, weights, rowBytes, fanIn, out, outStride) =>
  tileOf<Four, Two, Even>(panel, stride, weights, rowBytes, fanIn, out, outStride);

const listed3x12: Tile = (panel, offsets, weights, rowBytes, fanIn, out, outStride) =>
  tileOf<Three, Three, Listed>(panel, offsets, weights, rowBytes, fanIn, out, outStride);

const listed4x8: Tile = (panel, offsets, weights, rowBytes, fanIn, out, outStride) =>
  tileOf<Four, Two, Listed>(panel, offsets, weights, rowBytes, fanIn, out, outStride);

/** Where `denseRows` keeps the one number of inputs of all its columns. */
const FAN_IN: usize = memory.data(4, 4);

export function denseRows(
  vectors: i32,
  panel: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  rows: i32,
  out: usize,
  outStride: usize,
): void {
  store<i32>(FAN_IN, fanIn);
  taperedRows(vectors, panel, weights, rowBytes, FAN_IN, 0, rows, out, outStride);
}

/**
 * The same where columns may have fewer inputs that are not zero than those to their right: vector v of a
 * panel takes the first `fanIns[v]` (i32, `fanInStep` bytes apart; ascending).
 */
export function taperedRows(
  vectors: i32,
  panel: usize,
  weights: usize,
  rowBytes: usize,
  fanIns: usize,
  fanInStep: usize,
  rows: i32,
  out: usize,
  outStride: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const wide = (vectors & 3) === 0;
  while (vectors > 0) {
    const width = wide ? 4 : min(vectors, 3);
    const fanIn = load<i32>(fanIns + <usize>(width - 1) * fanInStep);
    if (wide) rows6x16(panel, stride, weights, rowBytes, fanIn, rows, out, outStride);
    else if (width === 3) strip(tile3x12, 3, panel, stride, weights, rowBytes, fanIn, rows, out, outStride);
    else if (width === 2) strip(tile4x8, 4, panel, stride, weights, rowBytes, fanIn, rows, out, outStride);
    else strip(tile8x4, 8, panel, stride, weights, rowBytes, fanIn, rows, out, outStride);
    vectors -= width;
    fanIns += <usize>width * fanInStep;
    panel += (<usize>width) << 4;
    out += (<usize>width) << 4;
  }
}

/** Rows that `listedRows` takes at least. */
export const LISTED_ROWS: i32 = 4;

/** Whether panels of this width are strips of three vectors and of two. */
export function hasListed(vectors: i32): bool {
  return vectors === 2 || vectors === 3 || vectors === 5 || vectors === 6;
}

/**
 * Rows that all have the same inputs, z[j] at panel + offsets[j] (u32), row after row. At least four rows;
 * `weights` and `out` need room for no more.
 */
export function listedRows(
  vectors: i32,
  panel: usize,
  weights: usize,
  offsets: usize,
  fanIn: i32,
  rows: i32,
  out: usize,
  outStride: usize,
): void {
  const rowBytes = (<usize>fanIn) << 2;
  for (; vectors > 2; vectors -= 3) {
    strip(listed3x12, 3, panel, offsets, weights, rowBytes, fanIn, rows, out, outStride);
    panel += 48;
    out += 48;
  }
  if (vectors > 0) strip(listed4x8, 4, panel, offsets, weights, rowBytes, fanIn, rows, out, outStride);
}

/** All rows, `height` at a time; where fewer are left, some are taken again. */
function strip(
  tile: Tile,
  height: i32,
  panel: usize,
  step: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  rows: i32,
  out: usize,
  outStride: usize,
): void {
  for (let row = 0; row < rows; row += height) {
    const from = <usize>max(min(row, rows - height), 0);
    tile(panel, step, weights + from * rowBytes, rowBytes, fanIn, out + from * outStride, outStride);
  }
}

/**
 * All rows of 16 columns, six at a time; z[j] at panel + j * stride. Engines that join two neighbouring 128-bit
 * operations into one of 256 bits (`--kernels turbo`) keep the 24 accumulators in twelve registers; others
 * cannot keep them all, and are not given panels that need them. Stores are adjacent and even in number: that
 * is where V8 begins to pair. Never touches more than rows rounded up to 2.
 */
function rows6x16(
  panel: usize,
  stride: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  rows: i32,
  out: usize,
  outStride: usize,
): void {
  // Five rows are taken for six.
  for (; rows > 4; rows -= 6) {
    tileOf<Six, Four, Even>(panel, stride, weights, rowBytes, fanIn, out, outStride);
    weights += 6 * rowBytes;
    out += 6 * outStride;
  }
  for (; rows > 0; rows -= 2) {
    tileOf<Two, Four, Even>(panel, stride, weights, rowBytes, fanIn, out, outStride);
    weights += rowBytes << 1;
    out += outStride << 1;
  }
}

/** Type arguments: inputs lie `step` bytes apart, or `step` is the address of a list of their offsets. */
type Even = bool;
type Listed = u32;

/**
 * The tile of R rows and V vectors, as many as the type arguments have fields: the compiler knows both, and
 * leaves out what lies beyond. I: `Even` or `Listed`.
 */
function tileOf<R, V, I>(
  panel: usize,
  step: usize,
  w0: usize,
  rowBytes: usize,
  fanIn: i32,
  out: usize,
  outStride: usize,
): void {
  const rows = offsetof<R>();
  const vectors = offsetof<V>();
  let w1 = w0 + rowBytes;
  let w2 = w1 + rowBytes;
  let w3 = w2 + rowBytes;
  let w4 = w3 + rowBytes;
  let w5 = w4 + rowBytes;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let c0 = a0;
  let c1 = a0;
  let c2 = a0;
  let c3 = a0;
  let d0 = a0;
  let d1 = a0;
  let d2 = a0;
  let d3 = a0;
  let e0 = a0;
  let e1 = a0;
  let e2 = a0;
  let e3 = a0;
  let f0 = a0;
  let f1 = a0;
  let f2 = a0;
  let f3 = a0;
  const end = w0 + ((<usize>fanIn) << 2);
  while (w0 < end) {
    const z = isBoolean<I>() ? panel : panel + <usize>load<u32>(step);
    const z0 = v128.load(z);
    const z1 = v128.load(z, 16);
    const z2 = vectors > 2 ? v128.load(z, 32) : z0;
    const z3 = vectors > 3 ? v128.load(z, 48) : z0;
    if (isBoolean<I>()) panel += step;
    else step += 4;
    let w = v128.load32_splat(w0);
    a0 = madd(w, z0, a0);
    a1 = madd(w, z1, a1);
    if (vectors > 2) a2 = madd(w, z2, a2);
    if (vectors > 3) a3 = madd(w, z3, a3);
    w = v128.load32_splat(w1);
    b0 = madd(w, z0, b0);
    b1 = madd(w, z1, b1);
    if (vectors > 2) b2 = madd(w, z2, b2);
    if (vectors > 3) b3 = madd(w, z3, b3);
    if (rows > 2) w = v128.load32_splat(w2);
    if (rows > 2) c0 = madd(w, z0, c0);
    if (rows > 2) c1 = madd(w, z1, c1);
    if (rows > 2 && vectors > 2) c2 = madd(w, z2, c2);
    if (rows > 2 && vectors > 3) c3 = madd(w, z3, c3);
    if (rows > 3) w = v128.load32_splat(w3);
    if (rows > 3) d0 = madd(w, z0, d0);
    if (rows > 3) d1 = madd(w, z1, d1);
    if (rows > 3 && vectors > 2) d2 = madd(w, z2, d2);
    if (rows > 3 && vectors > 3) d3 = madd(w, z3, d3);
    if (rows > 4) w = v128.load32_splat(w4);
    if (rows > 4) e0 = madd(w, z0, e0);
    if (rows > 4) e1 = madd(w, z1, e1);
    if (rows > 4 && vectors > 2) e2 = madd(w, z2, e2);
    if (rows > 4 && vectors > 3) e3 = madd(w, z3, e3);
    if (rows > 5) w = v128.load32_splat(w5);
    if (rows > 5) f0 = madd(w, z0, f0);
    if (rows > 5) f1 = madd(w, z1, f1);
    if (rows > 5 && vectors > 2) f2 = madd(w, z2, f2);
    if (rows > 5 && vectors > 3) f3 = madd(w, z3, f3);
    w0 += 4;
    w1 += 4;
    w2 += 4;
    w3 += 4;
    w4 += 4;
    w5 += 4;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  if (vectors > 2) v128.store(out, a2, 32);
  if (vectors > 3) v128.store(out, a3, 48);
  out += outStride;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  if (vectors > 2) v128.store(out, b2, 32);
  if (vectors > 3) v128.store(out, b3, 48);
  out += outStride;
  if (rows > 2) v128.store(out, c0);
  if (rows > 2) v128.store(out, c1, 16);
  if (rows > 2 && vectors > 2) v128.store(out, c2, 32);
  if (rows > 2 && vectors > 3) v128.store(out, c3, 48);
  out += outStride;
  if (rows > 3) v128.store(out, d0);
  if (rows > 3) v128.store(out, d1, 16);
  if (rows > 3 && vectors > 2) v128.store(out, d2, 32);
  if (rows > 3 && vectors > 3) v128.store(out, d3, 48);
  out += outStride;
  if (rows > 4) v128.store(out, e0);
  if (rows > 4) v128.store(out, e1, 16);
  if (rows > 4 && vectors > 2) v128.store(out, e2, 32);
  if (rows > 4 && vectors > 3) v128.store(out, e3, 48);
  out += outStride;
  if (rows > 5) v128.store(out, f0);
  if (rows > 5) v128.store(out, f1, 16);
  if (rows > 5 && vectors > 2) v128.store(out, f2, 32);
  if (rows > 5 && vectors > 3) v128.store(out, f3, 48);
}

/** Eight rows of four columns: one vector needs no more than its address and the distances of the rows. */
function tile8x4(
  panel: usize,
  stride: usize,
  w: usize,
  rowBytes: usize,
  fanIn: i32,
  out: usize,
  outStride: usize,
): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  const rows2 = rowBytes << 1;
  const rows3 = rowBytes + rows2;
  const half = rowBytes << 2;
  const end = w + ((<usize>fanIn) << 2);
  while (w < end) {
    const z = v128.load(panel);
    panel += stride;
    const lower = w + half;
    a = madd(v128.load32_splat(w), z, a);
    b = madd(v128.load32_splat(w + rowBytes), z, b);
    c = madd(v128.load32_splat(w + rows2), z, c);
    d = madd(v128.load32_splat(w + rows3), z, d);
    e = madd(v128.load32_splat(lower), z, e);
    f = madd(v128.load32_splat(lower + rowBytes), z, f);
    g = madd(v128.load32_splat(lower + rows2), z, g);
    h = madd(v128.load32_splat(lower + rows3), z, h);
    w += 4;
  }
  v128.store(out, a);
  v128.store(out + outStride, b);
  out += outStride << 1;
  v128.store(out, c);
  v128.store(out + outStride, d);
  out += outStride << 1;
  v128.store(out, e);
  v128.store(out + outStride, f);
  out += outStride << 1;
  v128.store(out, g);
  v128.store(out + outStride, h);
}
