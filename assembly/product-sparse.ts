/**
 * Sparse rows times one panel of C = 4 n columns, n = 1 … 6, 8, 10 or 12 vectors: h[row][c] = sum over kept j
 * of w_rj z[j][c].
 *
 * `panel`: z[j] at panel + offset, `offsets` as `drawMask` made them with stride 4 C. `out`: h[row] at out +
 * row * outStride, 16-aligned. The columns of a row stay in registers while each weight is splatted across
 * them; the sum runs over ascending j. Not unrolled over the weights: V8 would hoist the loads and run out of
 * registers. At least one row. Returns the address behind the last offset.
 *
 * From eight vectors on (`--kernels turbo`) engines that join two neighbouring 128-bit operations into one of
 * 256 bits keep a row in four to six registers; others cannot keep it whole, and are not given panels this
 * wide. Vectors are then even in number and stored adjacently: that is where V8 begins to pair.
 *
 * Long rows of panels that do not fit the first-level cache are taken in parts, all rows of a block through
 * one part of the panel before the next: `parts.ts`.
 *
 * `alike`: for each row (u32) how many rows from it on, itself among them, have its offsets, or 0 where that is
 * not known. Runs of four rows and more are then taken as dense tiles that look their inputs up.
 */
import { Eight, Five, Four, One, Six, Ten, Three, Twelve, Two } from './counts';
import { madd } from './madd';
import { cut, isWhole, partsOf, SIXTEENTHS, taken } from './parts';
import { hasListed, LISTED_ROWS, listedRows } from './product-dense';

/** Type arguments: whether rows are taken whole or in parts, known to the compiler (`isWhole`). */
type Whole = bool;
type Part = u32;

export function sparseRows(
  vectors: i32,
  panel: usize,
  counts: usize,
  offsets: usize,
  values: usize,
  rows: i32,
  out: usize,
  outStride: usize,
  alike: usize,
): usize {
  if (alike !== 0 && hasListed(vectors))
    return alikeRows(vectors, panel, counts, offsets, values, rows, out, outStride, alike);
  const countsEnd = counts + ((<usize>rows) << 2);
  if (vectors === 4)
    return rowsOf<Four, Whole>(panel, counts, countsEnd, offsets, values, 0, 0, out, outStride);
  if (vectors === 3)
    return rowsOf<Three, Whole>(panel, counts, countsEnd, offsets, values, 0, 0, out, outStride);
  if (vectors === 2)
    return rowsOf<Two, Whole>(panel, counts, countsEnd, offsets, values, 0, 0, out, outStride);
  if (vectors === 1)
    return rowsOf<One, Whole>(panel, counts, countsEnd, offsets, values, 0, 0, out, outStride);
  const parts = partsOf(counts, offsets);
  if (parts === 1)
    return wideRows<Whole>(vectors, panel, counts, countsEnd, offsets, values, 0, 0, out, outStride);
  clear(vectors, rows, out, outStride);
  const step = SIXTEENTHS / parts;
  let end = offsets;
  for (let from: u32 = 0; from < SIXTEENTHS; from += step)
    end = wideRows<Part>(
      vectors,
      panel,
      counts,
      countsEnd,
      offsets,
      values,
      from,
      from + step,
      out,
      outStride,
    );
  return end;
}

/** Runs of rows with the same offsets as dense tiles; what is between them row by row. */
function alikeRows(
  vectors: i32,
  panel: usize,
  counts: usize,
  offsets: usize,
  values: usize,
  rows: i32,
  out: usize,
  outStride: usize,
  alike: usize,
): usize {
  while (rows > 0) {
    const run = min(rows, load<i32>(alike));
    const count = load<i32>(counts);
    let end = offsets + ((<usize>(run * count)) << 2);
    if (run < LISTED_ROWS) end = sparseRows(vectors, panel, counts, offsets, values, run, out, outStride, 0);
    else listedRows(vectors, panel, values, offsets, count, run, out, outStride);
    values += end - offsets;
    offsets = end;
    rows -= run;
    const bytes = (<usize>run) << 2;
    counts += bytes;
    alike += bytes;
    out += <usize>run * outStride;
  }
  return offsets;
}

/** Zeros, to which the first part adds. */
function clear(vectors: i32, rows: i32, out: usize, outStride: usize): void {
  const bytes = (<usize>vectors) << 4;
  const zero = f32x4.splat(0);
  for (; rows > 0; --rows) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, zero);
    out += outStride;
  }
}

function wideRows<T>(
  vectors: i32,
  panel: usize,
  counts: usize,
  countsEnd: usize,
  at: usize,
  values: usize,
  from: u32,
  to: u32,
  out: usize,
  outStride: usize,
): usize {
  if (vectors === 12)
    return rowsOf<Twelve, T>(panel, counts, countsEnd, at, values, from, to, out, outStride);
  if (vectors === 10) return rowsOf<Ten, T>(panel, counts, countsEnd, at, values, from, to, out, outStride);
  if (vectors === 8) return rowsOf<Eight, T>(panel, counts, countsEnd, at, values, from, to, out, outStride);
  if (vectors === 6) return rowsOf<Six, T>(panel, counts, countsEnd, at, values, from, to, out, outStride);
  return rowsOf<Five, T>(panel, counts, countsEnd, at, values, from, to, out, outStride);
}

/**
 * The kernel for every number N of vectors: the compiler knows it, and leaves out what lies beyond. T: whether
 * rows are taken whole. Returns the address behind the last offset.
 */
function rowsOf<N, T>(
  panel: usize,
  counts: usize,
  countsEnd: usize,
  at: usize,
  values: usize,
  from: u32,
  to: u32,
  out: usize,
  outStride: usize,
): usize {
  const vectors = offsetof<N>();
  while (counts < countsEnd) {
    const count = load<u32>(counts);
    const next = at + ((<usize>count) << 2);
    const end = isWhole<T>() ? next : at + cut(count, to);
    if (!isWhole<T>()) {
      const passed = cut(count, from);
      at += passed;
      values += passed;
    }
    let a = taken<T>(out, 0);
    let b = vectors > 1 ? taken<T>(out, 16) : a;
    let c = vectors > 2 ? taken<T>(out, 32) : a;
    let d = vectors > 3 ? taken<T>(out, 48) : a;
    let e = vectors > 4 ? taken<T>(out, 64) : a;
    let f = vectors > 5 ? taken<T>(out, 80) : a;
    let g = vectors > 6 ? taken<T>(out, 96) : a;
    let h = vectors > 7 ? taken<T>(out, 112) : a;
    let i = vectors > 8 ? taken<T>(out, 128) : a;
    let j = vectors > 9 ? taken<T>(out, 144) : a;
    let k = vectors > 10 ? taken<T>(out, 160) : a;
    let l = vectors > 11 ? taken<T>(out, 176) : a;
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      if (vectors > 1) b = madd(w, v128.load(z, 16), b);
      if (vectors > 2) c = madd(w, v128.load(z, 32), c);
      if (vectors > 3) d = madd(w, v128.load(z, 48), d);
      if (vectors > 4) e = madd(w, v128.load(z, 64), e);
      if (vectors > 5) f = madd(w, v128.load(z, 80), f);
      if (vectors > 6) g = madd(w, v128.load(z, 96), g);
      if (vectors > 7) h = madd(w, v128.load(z, 112), h);
      if (vectors > 8) i = madd(w, v128.load(z, 128), i);
      if (vectors > 9) j = madd(w, v128.load(z, 144), j);
      if (vectors > 10) k = madd(w, v128.load(z, 160), k);
      if (vectors > 11) l = madd(w, v128.load(z, 176), l);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    if (vectors > 1) v128.store(out, b, 16);
    if (vectors > 2) v128.store(out, c, 32);
    if (vectors > 3) v128.store(out, d, 48);
    if (vectors > 4) v128.store(out, e, 64);
    if (vectors > 5) v128.store(out, f, 80);
    if (vectors > 6) v128.store(out, g, 96);
    if (vectors > 7) v128.store(out, h, 112);
    if (vectors > 8) v128.store(out, i, 128);
    if (vectors > 9) v128.store(out, j, 144);
    if (vectors > 10) v128.store(out, k, 160);
    if (vectors > 11) v128.store(out, l, 176);
    if (!isWhole<T>()) {
      values += next - at;
      at = next;
    }
    counts += 4;
    out += outStride;
  }
  return at;
}
