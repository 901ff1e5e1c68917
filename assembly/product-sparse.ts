/**
 * Sparse rows times one panel of C = 4 n columns, n = 1 … 6 vectors: h[row][c] = bias[row] + sum over kept j of w_rj z[j][c].
 *
 * `panel`: z[j] at panel + offset, `offsets` as `drawMask` made them with stride 4 C. `out`: h[row] at out + row * outStride, 16-aligned.
 * The columns of a row stay in registers while each weight is splatted across them; the sum runs over ascending j, the bias first. Returns the bytes of `offsets` (and of `values`) that
 * were read.
 * Not unrolled over the weights: V8 would hoist the loads and run out of registers.
 */
import { madd } from './madd';

export function sparseRows(
  vectors: i32,
  panel: usize,
  counts: usize,
  offsets: usize,
  values: usize,
  biases: usize,
  rows: i32,
  out: usize,
  outStride: usize,
): usize {
  const start = offsets;
  for (let row = 0; row < rows; ++row) {
    const end = offsets + ((<usize>load<u32>(counts + ((<usize>row) << 2))) << 2);
    const bias = biases + ((<usize>row) << 2);
    if (vectors === 6) row6(panel, offsets, end, values, bias, out);
    else if (vectors === 5) row5(panel, offsets, end, values, bias, out);
    else if (vectors === 4) row4(panel, offsets, end, values, bias, out);
    else if (vectors === 3) row3(panel, offsets, end, values, bias, out);
    else if (vectors === 2) row2(panel, offsets, end, values, bias, out);
    else row1(panel, offsets, end, values, bias, out);
    values += end - offsets;
    offsets = end;
    out += outStride;
  }
  return offsets - start;
}

function row1(panel: usize, at: usize, end: usize, values: usize, bias: usize, out: usize): void {
  let a = v128.load32_splat(bias);
  while (at < end) {
    const z = panel + <usize>load<u32>(at);
    a = madd(v128.load32_splat(values), v128.load(z), a);
    at += 4;
    values += 4;
  }
  v128.store(out, a);
}

function row2(panel: usize, at: usize, end: usize, values: usize, bias: usize, out: usize): void {
  let a = v128.load32_splat(bias);
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
}

function row3(panel: usize, at: usize, end: usize, values: usize, bias: usize, out: usize): void {
  let a = v128.load32_splat(bias);
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
}

function row4(panel: usize, at: usize, end: usize, values: usize, bias: usize, out: usize): void {
  let a = v128.load32_splat(bias);
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
}

function row5(panel: usize, at: usize, end: usize, values: usize, bias: usize, out: usize): void {
  let a = v128.load32_splat(bias);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
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
}

function row6(panel: usize, at: usize, end: usize, values: usize, bias: usize, out: usize): void {
  let a = v128.load32_splat(bias);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
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
}
