/**
 * Random bits: hash-keyed streams of eight sfc32 lanes.
 *
 * The definition stands in `src/random/stream.ts`, the scalar twin: key = splitmix64-style hash of the words
 * (seed, network, layer, purpose, block); lane j starts from words 2j and 2j+1 of the splitmix64 sequence of
 * the key; output n of the stream is the next output of lane n mod 8.
 *
 * State of a stream, 128 bytes, 16-aligned: a, b, c, counter of lanes 0–3, then the same of lanes 4–7, each a
 * vector of four u32.
 */
/** What a stream of a layer is for; the same numbers as in `src/random/stream.ts`. */
export const PURPOSE_MASK: u32 = 0;

/** State of the stream that is being read: a stream never outlives the call that reads it. */
export const STREAM: usize = memory.data(128, 16);

export const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** Finaliser of splitmix64: a bijection of the 64-bit words. */
export function mix64(x: u64): u64 {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/**
 * Key of the stream of (seed, network, layer, purpose, block). Seed and network are integers below 2^53,
 * exact in f64.
 */
export function streamKey(seed: f64, network: f64, layer: u32, purpose: u32, block: u32): u64 {
  let key = mix64(<u64>seed + GOLDEN);
  key = mix64((key ^ <u64>network) + GOLDEN);
  key = mix64((key ^ <u64>layer) + GOLDEN);
  key = mix64((key ^ <u64>purpose) + GOLDEN);
  return mix64((key ^ <u64>block) + GOLDEN);
}

/** Writes the start state of a stream to `state`: eight lanes, 15 steps of warm-up. */
export function seedStream(
  state: usize,
  seed: f64,
  network: f64,
  layer: u32,
  purpose: u32,
  block: u32,
): void {
  let word = streamKey(seed, network, layer, purpose, block);
  for (let lane: usize = 0; lane < 8; ++lane) {
    const at = state + ((lane >> 2) << 6) + ((lane & 3) << 2);
    word += GOLDEN;
    const first = mix64(word);
    word += GOLDEN;
    const second = mix64(word);
    store<u32>(at, <u32>first);
    store<u32>(at, <u32>(first >> 32), 16);
    store<u32>(at, <u32>second, 32);
    store<u32>(at, 1, 48);
  }
  for (let half: usize = 0; half < 2; ++half) {
    const at = state + (half << 6);
    let a = v128.load(at);
    let b = v128.load(at, 16);
    let c = v128.load(at, 32);
    let counter = v128.load(at, 48);
    const one = i32x4.splat(1);
    for (let i = 0; i < 15; ++i) {
      const out = i32x4.add(i32x4.add(a, b), counter);
      counter = i32x4.add(counter, one);
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), out);
    }
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, c, 32);
    v128.store(at, counter, 48);
  }
}

/**
 * Writes the next `8 * count` outputs (u32) of the stream to `out` (16-aligned) and moves the stream on.
 * Both halves of the lanes are stepped side by side: one alone is bound by its own latency.
 */
export function fillBits(state: usize, out: usize, count: i32): void {
  let a0 = v128.load(state);
  let b0 = v128.load(state, 16);
  let c0 = v128.load(state, 32);
  let n0 = v128.load(state, 48);
  let a1 = v128.load(state, 64);
  let b1 = v128.load(state, 80);
  let c1 = v128.load(state, 96);
  let n1 = v128.load(state, 112);
  const one = i32x4.splat(1);
  const end = out + ((<usize>count) << 5);
  while (out < end) {
    const t0 = i32x4.add(i32x4.add(a0, b0), n0);
    const t1 = i32x4.add(i32x4.add(a1, b1), n1);
    v128.store(out, t0);
    v128.store(out, t1, 16);
    n0 = i32x4.add(n0, one);
    n1 = i32x4.add(n1, one);
    a0 = v128.xor(b0, i32x4.shr_u(b0, 9));
    a1 = v128.xor(b1, i32x4.shr_u(b1, 9));
    b0 = i32x4.add(c0, i32x4.shl(c0, 3));
    b1 = i32x4.add(c1, i32x4.shl(c1, 3));
    c0 = i32x4.add(v128.or(i32x4.shl(c0, 21), i32x4.shr_u(c0, 11)), t0);
    c1 = i32x4.add(v128.or(i32x4.shl(c1, 21), i32x4.shr_u(c1, 11)), t1);
    out += 32;
  }
  v128.store(state, a0);
  v128.store(state, b0, 16);
  v128.store(state, c0, 32);
  v128.store(state, n0, 48);
  v128.store(state, a1, 64);
  v128.store(state, b1, 80);
  v128.store(state, c1, 96);
  v128.store(state, n1, 112);
}
