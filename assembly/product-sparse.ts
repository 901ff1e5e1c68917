/**
 * Sparse rows times one panel of C = 4 n columns, n = 1 … 6, 8, 10 or 12 vectors: h[row][c] = sum over kept j
 * of w_rj z[j][c].
 *
 * `panel`: z[j] at panel + offset, `offsets` as `drawMask` made them with stride 4 C. `out`: h[row] at out +
 * row * outStride, 16-aligned. The columns of a row stay in registers while each weight is splatted across
 * them; the sum runs over ascending j. Not unrolled over the weights: V8 would hoist the loads and run out of
 * registers. At least one row. Returns the address behind the last offset.
 *
 * Long rows of panels that do not fit the first-level cache are taken in parts, all rows of a block through
 * one part of the panel before the next: `parts.ts`.
 */
import { madd } from './madd';
import { cut, isWhole, partsOf, SIXTEENTHS, taken } from './parts';
import { rows32, rows40, rows48 } from './product-sparse-wide';

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
): usize {
  const countsEnd = counts + ((<usize>rows) << 2);
  if (vectors === 4) return rows16(panel, counts, countsEnd, offsets, values, out, outStride);
  if (vectors === 3) return rows12(panel, counts, countsEnd, offsets, values, out, outStride);
  if (vectors === 2) return rows8(panel, counts, countsEnd, offsets, values, out, outStride);
  if (vectors === 1) return rows4(panel, counts, countsEnd, offsets, values, out, outStride);
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
  offsets: usize,
  values: usize,
  from: u32,
  to: u32,
  out: usize,
  outStride: usize,
): usize {
  if (vectors === 12) return rows48<T>(panel, counts, countsEnd, offsets, values, from, to, out, outStride);
  if (vectors === 10) return rows40<T>(panel, counts, countsEnd, offsets, values, from, to, out, outStride);
  if (vectors === 8) return rows32<T>(panel, counts, countsEnd, offsets, values, from, to, out, outStride);
  if (vectors === 6) return rows24<T>(panel, counts, countsEnd, offsets, values, from, to, out, outStride);
  return rows20<T>(panel, counts, countsEnd, offsets, values, from, to, out, outStride);
}

function rows4(
  panel: usize,
  counts: usize,
  countsEnd: usize,
  at: usize,
  values: usize,
  out: usize,
  outStride: usize,
): usize {
  while (counts < countsEnd) {
    const end = at + ((<usize>load<u32>(counts)) << 2);
    let a = f32x4.splat(0);
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    counts += 4;
    out += outStride;
  }
  return at;
}

function rows8(
  panel: usize,
  counts: usize,
  countsEnd: usize,
  at: usize,
  values: usize,
  out: usize,
  outStride: usize,
): usize {
  while (counts < countsEnd) {
    const end = at + ((<usize>load<u32>(counts)) << 2);
    let a = f32x4.splat(0);
    let b = a;
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    counts += 4;
    out += outStride;
  }
  return at;
}

function rows12(
  panel: usize,
  counts: usize,
  countsEnd: usize,
  at: usize,
  values: usize,
  out: usize,
  outStride: usize,
): usize {
  while (counts < countsEnd) {
    const end = at + ((<usize>load<u32>(counts)) << 2);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    counts += 4;
    out += outStride;
  }
  return at;
}

function rows16(
  panel: usize,
  counts: usize,
  countsEnd: usize,
  at: usize,
  values: usize,
  out: usize,
  outStride: usize,
): usize {
  while (counts < countsEnd) {
    const end = at + ((<usize>load<u32>(counts)) << 2);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      d = madd(w, v128.load(z, 48), d);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    counts += 4;
    out += outStride;
  }
  return at;
}

function rows20<T>(
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
    let b = taken<T>(out, 16);
    let c = taken<T>(out, 32);
    let d = taken<T>(out, 48);
    let e = taken<T>(out, 64);
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      d = madd(w, v128.load(z, 48), d);
      e = madd(w, v128.load(z, 64), e);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    v128.store(out, e, 64);
    if (!isWhole<T>()) {
      values += next - at;
      at = next;
    }
    counts += 4;
    out += outStride;
  }
  return at;
}

function rows24<T>(
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
    let b = taken<T>(out, 16);
    let c = taken<T>(out, 32);
    let d = taken<T>(out, 48);
    let e = taken<T>(out, 64);
    let f = taken<T>(out, 80);
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      d = madd(w, v128.load(z, 48), d);
      e = madd(w, v128.load(z, 64), e);
      f = madd(w, v128.load(z, 80), f);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    v128.store(out, e, 64);
    v128.store(out, f, 80);
    if (!isWhole<T>()) {
      values += next - at;
      at = next;
    }
    counts += 4;
    out += outStride;
  }
  return at;
}
