/**
 * Wide tiles of the dense product: 16 columns of a panel, six rows at a time. Engines that join two
 * neighbouring 128-bit operations into one of 256 bits (`--kernels turbo`) keep the 24 accumulators in twelve
 * registers; others cannot keep them all, and are not given panels that need them. Stores are adjacent and
 * even in number: that is where V8 begins to pair.
 */
import { madd } from './madd';

/** Arguments as for `denseRows`; z[j] at panel + j * stride. Never touches more than rows rounded up to 2. */
export function rows6x16(
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
    tile6x16(panel, stride, weights, rowBytes, fanIn, out, outStride);
    weights += 6 * rowBytes;
    out += 6 * outStride;
  }
  for (; rows > 0; rows -= 2) {
    tile2x16(panel, stride, weights, rowBytes, fanIn, out, outStride);
    weights += rowBytes << 1;
    out += outStride << 1;
  }
}

function tile6x16(
  panel: usize,
  stride: usize,
  w0: usize,
  rowBytes: usize,
  fanIn: i32,
  out: usize,
  outStride: usize,
): void {
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
    const z0 = v128.load(panel);
    const z1 = v128.load(panel, 16);
    const z2 = v128.load(panel, 32);
    const z3 = v128.load(panel, 48);
    panel += stride;
    let w = v128.load32_splat(w0);
    a0 = madd(w, z0, a0);
    a1 = madd(w, z1, a1);
    a2 = madd(w, z2, a2);
    a3 = madd(w, z3, a3);
    w = v128.load32_splat(w1);
    b0 = madd(w, z0, b0);
    b1 = madd(w, z1, b1);
    b2 = madd(w, z2, b2);
    b3 = madd(w, z3, b3);
    w = v128.load32_splat(w2);
    c0 = madd(w, z0, c0);
    c1 = madd(w, z1, c1);
    c2 = madd(w, z2, c2);
    c3 = madd(w, z3, c3);
    w = v128.load32_splat(w3);
    d0 = madd(w, z0, d0);
    d1 = madd(w, z1, d1);
    d2 = madd(w, z2, d2);
    d3 = madd(w, z3, d3);
    w = v128.load32_splat(w4);
    e0 = madd(w, z0, e0);
    e1 = madd(w, z1, e1);
    e2 = madd(w, z2, e2);
    e3 = madd(w, z3, e3);
    w = v128.load32_splat(w5);
    f0 = madd(w, z0, f0);
    f1 = madd(w, z1, f1);
    f2 = madd(w, z2, f2);
    f3 = madd(w, z3, f3);
    w0 += 4;
    w1 += 4;
    w2 += 4;
    w3 += 4;
    w4 += 4;
    w5 += 4;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  out += outStride;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  v128.store(out, b2, 32);
  v128.store(out, b3, 48);
  out += outStride;
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
  out += outStride;
  v128.store(out, d0);
  v128.store(out, d1, 16);
  v128.store(out, d2, 32);
  v128.store(out, d3, 48);
  out += outStride;
  v128.store(out, e0);
  v128.store(out, e1, 16);
  v128.store(out, e2, 32);
  v128.store(out, e3, 48);
  out += outStride;
  v128.store(out, f0);
  v128.store(out, f1, 16);
  v128.store(out, f2, 32);
  v128.store(out, f3, 48);
}

function tile2x16(
  panel: usize,
  stride: usize,
  w0: usize,
  rowBytes: usize,
  fanIn: i32,
  out: usize,
  outStride: usize,
): void {
  let w1 = w0 + rowBytes;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  const end = w0 + ((<usize>fanIn) << 2);
  while (w0 < end) {
    const z0 = v128.load(panel);
    const z1 = v128.load(panel, 16);
    const z2 = v128.load(panel, 32);
    const z3 = v128.load(panel, 48);
    panel += stride;
    let w = v128.load32_splat(w0);
    a0 = madd(w, z0, a0);
    a1 = madd(w, z1, a1);
    a2 = madd(w, z2, a2);
    a3 = madd(w, z3, a3);
    w = v128.load32_splat(w1);
    b0 = madd(w, z0, b0);
    b1 = madd(w, z1, b1);
    b2 = madd(w, z2, b2);
    b3 = madd(w, z3, b3);
    w0 += 4;
    w1 += 4;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  out += outStride;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  v128.store(out, b2, 32);
  v128.store(out, b3, 48);
}
