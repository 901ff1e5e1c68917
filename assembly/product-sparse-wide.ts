/**
 * Wide rows of the sparse product: 32, 40 and 48 columns of a panel. Engines that join two neighbouring
 * 128-bit operations into one of 256 bits (`--kernels turbo`) keep a row in four to six registers; others
 * cannot keep it whole, and are not given panels this wide. Vectors are even in number and stored adjacently:
 * that is where V8 begins to pair. Arguments and result as for `sparseRows`.
 */
import { madd } from './madd';
import { cut, isWhole, taken } from './parts';

export function rows32<T>(
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
    let g = taken<T>(out, 96);
    let h = taken<T>(out, 112);
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      d = madd(w, v128.load(z, 48), d);
      e = madd(w, v128.load(z, 64), e);
      f = madd(w, v128.load(z, 80), f);
      g = madd(w, v128.load(z, 96), g);
      h = madd(w, v128.load(z, 112), h);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    v128.store(out, e, 64);
    v128.store(out, f, 80);
    v128.store(out, g, 96);
    v128.store(out, h, 112);
    if (!isWhole<T>()) {
      values += next - at;
      at = next;
    }
    counts += 4;
    out += outStride;
  }
  return at;
}

export function rows40<T>(
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
    let g = taken<T>(out, 96);
    let h = taken<T>(out, 112);
    let i = taken<T>(out, 128);
    let j = taken<T>(out, 144);
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      d = madd(w, v128.load(z, 48), d);
      e = madd(w, v128.load(z, 64), e);
      f = madd(w, v128.load(z, 80), f);
      g = madd(w, v128.load(z, 96), g);
      h = madd(w, v128.load(z, 112), h);
      i = madd(w, v128.load(z, 128), i);
      j = madd(w, v128.load(z, 144), j);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    v128.store(out, e, 64);
    v128.store(out, f, 80);
    v128.store(out, g, 96);
    v128.store(out, h, 112);
    v128.store(out, i, 128);
    v128.store(out, j, 144);
    if (!isWhole<T>()) {
      values += next - at;
      at = next;
    }
    counts += 4;
    out += outStride;
  }
  return at;
}

export function rows48<T>(
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
    let g = taken<T>(out, 96);
    let h = taken<T>(out, 112);
    let i = taken<T>(out, 128);
    let j = taken<T>(out, 144);
    let k = taken<T>(out, 160);
    let l = taken<T>(out, 176);
    while (at < end) {
      const z = panel + <usize>load<u32>(at);
      const w = v128.load32_splat(values);
      a = madd(w, v128.load(z), a);
      b = madd(w, v128.load(z, 16), b);
      c = madd(w, v128.load(z, 32), c);
      d = madd(w, v128.load(z, 48), d);
      e = madd(w, v128.load(z, 64), e);
      f = madd(w, v128.load(z, 80), f);
      g = madd(w, v128.load(z, 96), g);
      h = madd(w, v128.load(z, 112), h);
      i = madd(w, v128.load(z, 128), i);
      j = madd(w, v128.load(z, 144), j);
      k = madd(w, v128.load(z, 160), k);
      l = madd(w, v128.load(z, 176), l);
      at += 4;
      values += 4;
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    v128.store(out, e, 64);
    v128.store(out, f, 80);
    v128.store(out, g, 96);
    v128.store(out, h, 112);
    v128.store(out, i, 128);
    v128.store(out, j, 144);
    v128.store(out, k, 160);
    v128.store(out, l, 176);
    if (!isWhole<T>()) {
      values += next - at;
      at = next;
    }
    counts += 4;
    out += outStride;
  }
  return at;
}
