/**
 * Variates of unit variance from a stream's bits. Laws are numbered as in `src/kernels/abi.ts`: 0 Gaussian, 1
 * uniform, 2 signs (±1), 3 uniform over a table of values, 4 truncated normal, 5 Student's t.
 */
import { radii } from './radii';
import { fillBits, STREAM, seedStream } from './random';
import { studentVariates, truncatedNormals } from './tails';

/**
 * Bits are made and transformed in pieces of this many bytes, so that the second pass finds them in the
 * first-level cache.
 */
const PIECE: usize = 4096;

/**
 * Constants of Box–Muller: sine theta + theta^3 S(theta²), cosine 1 + theta² C(theta²) on |theta| ≤ pi/4, own
 * minimax fits (3.6e-9, 3.2e-8).
 */
const WAVE_TABLE: usize = memory.data(160, 16);

export function buildWaveTable(): void {
  v128.store(WAVE_TABLE, f32x4.splat(3.657295198167899e-10)); // pi/4 2^-31
  v128.store(WAVE_TABLE, f32x4.splat(-0.00019517265900503844), 16);
  v128.store(WAVE_TABLE, f32x4.splat(0.008332177996635437), 32);
  v128.store(WAVE_TABLE, f32x4.splat(-0.16666655242443085), 48);
  v128.store(WAVE_TABLE, f32x4.splat(-0.0013597793877124786), 64);
  v128.store(WAVE_TABLE, f32x4.splat(0.04165629297494888), 80);
  v128.store(WAVE_TABLE, f32x4.splat(-0.49999895691871643), 96);
  v128.store(WAVE_TABLE, f32x4.splat(1), 112);
  v128.store(WAVE_TABLE, f32x4.splat(-2), 128);
  v128.store(WAVE_TABLE, i32x4.splat(0x80000000), 144);
}

/**
 * Box–Muller in place over [from, end): of each 32 bytes the first four u32 give the radius sqrt(-2 ln u),
 * the last four the angle. The angle's sign and value give theta in [-pi/4, pi/4]; its three lowest bits pick
 * the octant (swap, two signs), so no range reduction is needed. The largest variate is sqrt(64 ln 2) = 6.66.
 */
function boxMuller(from: usize, end: usize): void {
  radii(from, end, v128.load(WAVE_TABLE, 128));
  for (; from < end; from += 32) {
    const radius = v128.load(from);
    const bits = v128.load(from, 16);
    const theta = f32x4.mul(f32x4.convert_i32x4_s(bits), v128.load(WAVE_TABLE));
    const y = f32x4.mul(theta, theta);
    let s = f32x4.add(f32x4.mul(y, v128.load(WAVE_TABLE, 16)), v128.load(WAVE_TABLE, 32));
    s = f32x4.add(f32x4.mul(y, s), v128.load(WAVE_TABLE, 48));
    s = f32x4.add(theta, f32x4.mul(f32x4.mul(theta, y), s));
    let c = f32x4.add(f32x4.mul(y, v128.load(WAVE_TABLE, 64)), v128.load(WAVE_TABLE, 80));
    c = f32x4.add(f32x4.mul(y, c), v128.load(WAVE_TABLE, 96));
    c = f32x4.add(f32x4.mul(y, c), v128.load(WAVE_TABLE, 112));
    const swap = i32x4.shr_s(i32x4.shl(bits, 31), 31);
    const sign = v128.load(WAVE_TABLE, 144);
    // s and c, or c and s: what they differ in, where they change places.
    const other = v128.and(v128.xor(s, c), swap);
    const first = v128.xor(v128.xor(c, other), v128.and(i32x4.shl(bits, 30), sign));
    const second = v128.xor(v128.xor(s, other), v128.and(i32x4.shl(bits, 29), sign));
    v128.store(from, f32x4.mul(radius, first));
    v128.store(from, f32x4.mul(radius, second), 16);
  }
}

/**
 * In place: the i32 j to sqrt(3) 2^-31 (j | 1): odd integers only, an exactly symmetric grid of unit
 * variance.
 */
function uniform(from: usize, end: usize): void {
  const scale = f32x4.splat(8.065490087349327e-10); // sqrt(3) 2^-31
  const one = i32x4.splat(1);
  while (from < end) {
    v128.store(from, f32x4.mul(f32x4.convert_i32x4_s(v128.or(v128.load(from), one)), scale));
    v128.store(from, f32x4.mul(f32x4.convert_i32x4_s(v128.or(v128.load(from, 16), one)), scale), 16);
    from += 32;
  }
}

/** ±1 from 32 bytes of bits: value 8 b + lane takes bit 31 - b of its lane. */
function signs(bits: usize, out: usize, end: usize): void {
  const sign = i32x4.splat(0x80000000);
  const one = f32x4.splat(1);
  let low = v128.load(bits);
  let high = v128.load(bits, 16);
  while (out < end) {
    v128.store(out, v128.or(v128.and(low, sign), one));
    v128.store(out, v128.or(v128.and(high, sign), one), 16);
    low = i32x4.shl(low, 1);
    high = i32x4.shl(high, 1);
    out += 32;
  }
}

/** In place: u32 to table[floor(size u 2^-32)]; each value has probability 1/size to within 2^-32. */
function pick(from: usize, end: usize, table: usize, size: u32): void {
  while (from < end) {
    const index = <usize>((<u64>load<u32>(from) * <u64>size) >> 32);
    store<f32>(from, load<f32>(table + (index << 2)));
    from += 4;
  }
}

/** Room for the 32 bytes of bits that become 256 signs. */
const SIGN_BITS: usize = memory.data(32, 16);

/** Room for the pairs of normals that become a piece of Student's variates. */
const PAIRS: usize = memory.data(4096, 16);

/**
 * Draws `count` variates of unit variance into `out` (16-aligned), rounded up to a multiple of 8, so leave 28
 * bytes of room. They are the first of their stream, (seed, network, layer, purpose, block); the n-th does
 * not depend on `count`. `table`, `size`: the values of law 3, already of unit variance; a and b of law 5
 * (`studentVariates`).
 */
export function drawVariates(
  seed: f64,
  network: f64,
  layer: i32,
  purpose: i32,
  block: i32,
  out: usize,
  count: i32,
  law: i32,
  table: usize,
  size: i32,
): void {
  seedStream(STREAM, seed, network, layer, purpose, block);
  const end = out + ((<usize>((count + 7) & ~7)) << 2);
  while (out < end) {
    if (law === 2) {
      const stop = min(out + 1024, end);
      fillBits(STREAM, SIGN_BITS, 1);
      signs(SIGN_BITS, out, stop);
      out = stop;
      continue;
    }
    if (law === 5) {
      const stop = min(out + PIECE / 2, end);
      fillBits(STREAM, PAIRS, <i32>((stop - out) >> 4));
      boxMuller(PAIRS, PAIRS + 2 * (stop - out));
      studentVariates(PAIRS, out, stop, load<f32>(table), load<f32>(table, 4));
      out = stop;
      continue;
    }
    const stop = min(out + PIECE, end);
    fillBits(STREAM, out, <i32>((stop - out) >> 5));
    if (law === 0) boxMuller(out, stop);
    else if (law === 1) uniform(out, stop);
    else if (law === 3) pick(out, stop, table, size);
    else truncatedNormals(out, stop);
    out = stop;
  }
}
