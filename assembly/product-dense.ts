/**
 * Dense rows times one panel of C = 4 or 8 columns: h[row][c] = sum over j of w_rj z[j][c], j ascending: the same
 * order as the sparse product, so that a weight of zero changes nothing.
 *
 * `panel`: z[j] at panel + j * 4 C. `weights`: row r at weights + r * rowBytes. `out`: h[row] at out + row * outStride, 16-aligned.
 * Rows are taken four (C = 8) or eight (C = 4) at a time: eight accumulators hide the latency of the additions and leave room for
 * the operands in V8's fifteen registers. `weights` and `out` must have room for rows rounded up to 8; what is in the
 * rows past the end does not matter.
 */
import { madd } from './madd';

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
  if (vectors === 2) {
    for (let row = 0; row < rows; row += 4) {
      tile4x8(panel, weights, rowBytes, fanIn, out, outStride);
      weights += rowBytes << 2;
      out += outStride << 2;
    }
  } else {
    for (let row = 0; row < rows; row += 8) {
      tile8x4(panel, weights, rowBytes, fanIn, out, outStride);
      weights += rowBytes << 3;
      out += outStride << 3;
    }
  }
}

function tile4x8(panel: usize, w0: usize, rowBytes: usize, fanIn: i32, out: usize, outStride: usize): void {
  let w1 = w0 + rowBytes;
  let w2 = w1 + rowBytes;
  let w3 = w2 + rowBytes;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const end = panel + ((<usize>fanIn) << 5);
  while (panel < end) {
    const z0 = v128.load(panel);
    const z1 = v128.load(panel, 16);
    panel += 32;
    let w = v128.load32_splat(w0);
    a0 = madd(w, z0, a0);
    a1 = madd(w, z1, a1);
    w = v128.load32_splat(w1);
    b0 = madd(w, z0, b0);
    b1 = madd(w, z1, b1);
    w = v128.load32_splat(w2);
    c0 = madd(w, z0, c0);
    c1 = madd(w, z1, c1);
    w = v128.load32_splat(w3);
    d0 = madd(w, z0, d0);
    d1 = madd(w, z1, d1);
    w0 += 4;
    w1 += 4;
    w2 += 4;
    w3 += 4;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  out += outStride;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  out += outStride;
  v128.store(out, c0);
  v128.store(out, c1, 16);
  out += outStride;
  v128.store(out, d0);
  v128.store(out, d1, 16);
}

function tile8x4(panel: usize, w: usize, rowBytes: usize, fanIn: i32, out: usize, outStride: usize): void {
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
  const end = panel + ((<usize>fanIn) << 4);
  while (panel < end) {
    const z = v128.load(panel);
    panel += 16;
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
