/**
 * Sine and cosine of any four f32; errors are stated in `smooth.ts`.
 *
 * x = k pi + r with |r| ≤ pi/2, sin x = (-1)^k sin r, and sin r = r + r³ S(r²) with S of degree 3: own fit
 * like those of `exponential.ts`, 6.2e-9 before rounding. Turns are taken off in double precision, or r would
 * have no digits near multiples of pi.
 */
const SINE_TABLE: usize = memory.data(176, 16);

export function buildSineTable(): void {
  v128.store(SINE_TABLE, i32x4.splat(0x80000000));
  v128.store(SINE_TABLE, f32x4.splat(-0.16666659712791443), 16);
  v128.store(SINE_TABLE, f32x4.splat(0.008333069272339344), 32);
  v128.store(SINE_TABLE, f32x4.splat(-0.00019809779769275337), 48);
  v128.store(SINE_TABLE, f32x4.splat(2.6061097742058337e-6), 64);
  v128.store(SINE_TABLE, f32x4.splat(1.5707963705062866), 80); // pi / 2
  v128.store(SINE_TABLE, f64x2.splat(0.3183098861837907), 96); // 1 / pi
  v128.store(SINE_TABLE, f64x2.splat(3.1415926534682512), 112); // 33 bits of pi: up to 2^20 times it is exact
  v128.store(SINE_TABLE, f64x2.splat(1.2154201013012384e-10), 128); // pi less the line before
  v128.store(SINE_TABLE, f64x2.splat(6755399441055744), 144); // 1.5 2^52: adding it rounds to an integer
  v128.store(SINE_TABLE, f64x2.splat(0.5), 160);
}

/** k + 1.5 2^52 with k the integer nearest to x / pi - shift, for two f64. */
function halfTurns(x: v128, shift: v128): v128 {
  return f64x2.add(f64x2.sub(f64x2.mul(x, v128.load(SINE_TABLE, 96)), shift), v128.load(SINE_TABLE, 144));
}

/** x - (k + shift) pi. */
function withoutTurns(x: v128, turns: v128, shift: v128): v128 {
  const k = f64x2.add(f64x2.sub(turns, v128.load(SINE_TABLE, 144)), shift);
  return f64x2.sub(
    f64x2.sub(x, f64x2.mul(k, v128.load(SINE_TABLE, 112))),
    f64x2.mul(k, v128.load(SINE_TABLE, 128)),
  );
}

/** (-1)^k sin r where x = (k + shift) pi + r, |r| ≤ pi/2. */
function wave(x: v128, shift: v128): v128 {
  const low = f64x2.promote_low_f32x4(x);
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1));
  const lowTurns = halfTurns(low, shift);
  const highTurns = halfTurns(high, shift);
  const r = i64x2.shuffle(
    f32x4.demote_f64x2_zero(withoutTurns(low, lowTurns, shift)),
    f32x4.demote_f64x2_zero(withoutTurns(high, highTurns, shift)),
    0,
    2,
  );
  const odd = i32x4.shl(i32x4.shuffle(lowTurns, highTurns, 0, 2, 4, 6), 31);
  return v128.xor(sinNear(r), odd);
}

/** sin r, |r| ≤ pi/2; beyond, that of ±pi/2. The sign is put back for -0. */
function sinNear(r: v128): v128 {
  const most = v128.load(SINE_TABLE, 80);
  r = f32x4.pmax(f32x4.pmin(r, most), f32x4.neg(most));
  return v128.or(f32x4.add(r, f32x4.mul(r, sinTail(f32x4.mul(r, r)))), v128.and(r, v128.load(SINE_TABLE)));
}

/** sin r / r - 1 from r², |r| ≤ pi/2. */
export function sinTail(y: v128): v128 {
  let p = f32x4.add(v128.load(SINE_TABLE, 48), f32x4.mul(y, v128.load(SINE_TABLE, 64)));
  p = f32x4.add(v128.load(SINE_TABLE, 32), f32x4.mul(y, p));
  p = f32x4.add(v128.load(SINE_TABLE, 16), f32x4.mul(y, p));
  return f32x4.mul(y, p);
}

export function sin(x: v128): v128 {
  return wave(x, f64x2.splat(0));
}

export function cos(x: v128): v128 {
  return f32x4.neg(wave(x, v128.load(SINE_TABLE, 160)));
}
