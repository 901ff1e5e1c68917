/**
 * Divided differences (phi(b) - phi(a)) / (b - a) of the smooth activations, which turn a step of a
 * pre-activation into the step of the activation. `step` is b - a as it is known before a and b are rounded:
 * where steps are far below the digits of a and b, or 0, what comes out is phi' halfway. Nothing that depends
 * on the short step is ever subtracted, so its digits stay.
 *
 * With m = (a + b) / 2, d = step / 2 and eps = 2^-24, for steps from 0 to 100 and whatever a and b
 * (`test/kernels/smooth.test.ts`):
 *
 * - tanh, relative error (8 + 2|m|) eps;
 * - erf, relative error (10 + 2m²) eps, for |m| up to 9;
 * - sin, absolute error (3 + |m| + |d|) eps.
 *
 * What grows with m is the rounding of m, to which phi' answers so. Each lane's result depends on that lane
 * alone: the long way, for long steps, is skipped where no lane needs it.
 */
import { exp, gauss } from './exponential';
import { cos, sin, sinTail } from './sine';
import { erfc, erfNear } from './smooth';

const STEPS_TABLE: usize = memory.data(400, 16);

export function buildStepsTable(): void {
  v128.store(STEPS_TABLE, i32x4.splat(0x80000000));
  v128.store(STEPS_TABLE, f32x4.splat(0.5), 16);
  v128.store(STEPS_TABLE, f32x4.splat(1), 32);
  v128.store(STEPS_TABLE, f32x4.splat(2), 48);
  v128.store(STEPS_TABLE, f32x4.splat(4), 64);
  // tanh d = d + d³ T(d²) on |d| ≤ 1/2
  v128.store(STEPS_TABLE, f32x4.splat(-0.33333149552345276), 80);
  v128.store(STEPS_TABLE, f32x4.splat(0.1332601010799408), 96);
  v128.store(STEPS_TABLE, f32x4.splat(-0.0530543215572834), 112);
  v128.store(STEPS_TABLE, f32x4.splat(0.017259594053030014), 128);
  // Mean of e^(p s - q s²) over s in [-1, 1], less 1, for p² ≤ 1/2 and q ≤ 1/16: p², p⁴, p⁶, q, p² q, p⁴ q,
  // q², p² q², q³
  v128.store(STEPS_TABLE, f32x4.splat(0.16666649281978607), 144);
  v128.store(STEPS_TABLE, f32x4.splat(0.008335311897099018), 160);
  v128.store(STEPS_TABLE, f32x4.splat(0.00019616869394667447), 176);
  v128.store(STEPS_TABLE, f32x4.splat(-0.3333347737789154), 192);
  v128.store(STEPS_TABLE, f32x4.splat(-0.10002855956554413), 208);
  v128.store(STEPS_TABLE, f32x4.splat(-0.00592743419110775), 224);
  v128.store(STEPS_TABLE, f32x4.splat(0.10013885051012039), 240);
  v128.store(STEPS_TABLE, f32x4.splat(0.03595362976193428), 256);
  v128.store(STEPS_TABLE, f32x4.splat(-0.025545161217451096), 272);
  v128.store(STEPS_TABLE, f32x4.splat(1.128379225730896), 288); // 2 / sqrt pi
  v128.store(STEPS_TABLE, f32x4.splat(3.1415927410125732), 304);
}

/** Whether a and b have different signs, as a mask. */
function apart(a: v128, b: v128): v128 {
  return i32x4.shr_s(v128.xor(a, b), 31);
}

/**
 * With t = tanh d: tanh b - tanh a = 2 t / (cosh² m - t² sinh² m), and in w = e^(-2|m|) that is 8 t w / ((1 +
 * w)² - t² (1 - w)²), for
 * |step| ≤ 1, where t² ≤ 0.22. t / d is a polynomial, good to 1.5e-8.
 */
export function tanhSteps(a: v128, b: v128, step: v128): v128 {
  const one = v128.load(STEPS_TABLE, 32);
  const half = f32x4.mul(step, v128.load(STEPS_TABLE, 16));
  const square = f32x4.mul(half, half);
  let tail = f32x4.add(v128.load(STEPS_TABLE, 112), f32x4.mul(square, v128.load(STEPS_TABLE, 128)));
  tail = f32x4.add(v128.load(STEPS_TABLE, 96), f32x4.mul(square, tail));
  tail = f32x4.add(v128.load(STEPS_TABLE, 80), f32x4.mul(square, tail));
  tail = f32x4.add(one, f32x4.mul(square, tail));
  const w = exp(f32x4.neg(f32x4.abs(f32x4.add(a, b))));
  const sum = f32x4.add(one, w);
  const difference = f32x4.sub(one, w);
  const t2 = f32x4.mul(square, f32x4.mul(tail, tail));
  const below = f32x4.sub(f32x4.mul(sum, sum), f32x4.mul(t2, f32x4.mul(difference, difference)));
  const near = f32x4.div(f32x4.mul(f32x4.mul(v128.load(STEPS_TABLE, 64), w), tail), below);
  const long = f32x4.gt(f32x4.abs(step), one);
  return v128.any_true(long) ? v128.bitselect(tanhFar(a, b, step), near, long) : near;
}

/**
 * In u = e^(-2|a|) and v = e^(-2|b|): 2 |u - v| / ((1 + u) (1 + v)), or 1 - u v for |u - v| if a and b have
 * different signs.
 */
function tanhFar(a: v128, b: v128, step: v128): v128 {
  const one = v128.load(STEPS_TABLE, 32);
  const two = v128.load(STEPS_TABLE, 48);
  const u = exp(f32x4.neg(f32x4.mul(two, f32x4.abs(a))));
  const v = exp(f32x4.neg(f32x4.mul(two, f32x4.abs(b))));
  const across = f32x4.sub(one, f32x4.mul(u, v));
  const along = f32x4.abs(f32x4.sub(u, v));
  const over = f32x4.mul(two, v128.bitselect(across, along, apart(a, b)));
  const below = f32x4.mul(f32x4.mul(f32x4.add(one, u), f32x4.add(one, v)), f32x4.abs(step));
  return f32x4.div(over, below);
}

/**
 * The mean of phi' = 2 / sqrt pi e^(-x²) over x = m + d s is phi'(m) times that of e^(p s - q s²), p = -2 m
 * d, q = d²: a polynomial in p² and q, good to 4.3e-8 (least squares on a grid, weighted until its largest
 * error was least), for |step| ≤ 1/2 and p² ≤ 1/2.
 */
export function erfSteps(a: v128, b: v128, step: v128): v128 {
  const one = v128.load(STEPS_TABLE, 32);
  const half = v128.load(STEPS_TABLE, 16);
  const m = f32x4.mul(half, f32x4.add(a, b));
  const p = f32x4.mul(m, step);
  const d = f32x4.mul(half, step);
  const x = f32x4.mul(p, p);
  const q = f32x4.mul(d, d);
  let s0 = f32x4.add(v128.load(STEPS_TABLE, 160), f32x4.mul(x, v128.load(STEPS_TABLE, 176)));
  s0 = f32x4.add(v128.load(STEPS_TABLE, 144), f32x4.mul(x, s0));
  let s1 = f32x4.add(v128.load(STEPS_TABLE, 208), f32x4.mul(x, v128.load(STEPS_TABLE, 224)));
  s1 = f32x4.add(v128.load(STEPS_TABLE, 192), f32x4.mul(x, s1));
  const s2 = f32x4.add(v128.load(STEPS_TABLE, 240), f32x4.mul(x, v128.load(STEPS_TABLE, 256)));
  s1 = f32x4.add(s1, f32x4.mul(q, f32x4.add(s2, f32x4.mul(q, v128.load(STEPS_TABLE, 272)))));
  const mean = f32x4.add(one, f32x4.add(f32x4.mul(x, s0), f32x4.mul(q, s1)));
  const near = f32x4.mul(f32x4.mul(v128.load(STEPS_TABLE, 288), gauss(f32x4.abs(m))), mean);
  const long = v128.or(f32x4.gt(f32x4.abs(step), half), f32x4.gt(x, half));
  return v128.any_true(long) ? v128.bitselect(erfFar(a, b, step), near, long) : near;
}

/** Differences of erf near 0 and of erfc far from it; sums if a and b have different signs. */
function erfFar(a: v128, b: v128, step: v128): v128 {
  const x = f32x4.abs(a);
  const y = f32x4.abs(b);
  const one = v128.load(STEPS_TABLE, 32);
  const restOfX = erfc(x);
  const restOfY = erfc(y);
  const erfX = v128.bitselect(erfNear(x), f32x4.sub(one, restOfX), f32x4.lt(x, one));
  const erfY = v128.bitselect(erfNear(y), f32x4.sub(one, restOfY), f32x4.lt(y, one));
  const isNear = f32x4.lt(f32x4.pmin(x, y), v128.load(STEPS_TABLE, 16));
  const along = v128.bitselect(f32x4.sub(erfX, erfY), f32x4.sub(restOfX, restOfY), isNear);
  const over = v128.bitselect(f32x4.add(erfX, erfY), f32x4.abs(along), apart(a, b));
  return f32x4.div(over, f32x4.abs(step));
}

/** sin b - sin a = 2 cos m sin d; for |step| ≤ pi sin d / d is the polynomial of sin. */
export function sinSteps(a: v128, b: v128, step: v128): v128 {
  const half = v128.load(STEPS_TABLE, 16);
  const d = f32x4.mul(half, step);
  const slope = cos(f32x4.mul(half, f32x4.add(a, b)));
  const near = f32x4.add(slope, f32x4.mul(slope, sinTail(f32x4.mul(d, d))));
  const long = f32x4.gt(f32x4.abs(step), v128.load(STEPS_TABLE, 304));
  if (!v128.any_true(long)) return near;
  return v128.bitselect(f32x4.mul(slope, f32x4.div(sin(d), d)), near, long);
}
