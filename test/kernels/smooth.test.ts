/**
 * tanh, erf and sin in the kernels: the errors that `assembly/smooth.ts` and `assembly/smooth-steps.ts`
 * state.
 */
import { describe, expect, test } from 'vitest';
import { Arena, compileKernels, loadKernels, supportsKernels } from '../../src/kernels/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { activationCode } from '../../src/network/index.ts';
import { runLayer } from './layers.ts';
import { meanSlope, SMOOTH, type Smooth, smooth } from './smooth.ts';

const relaxedRuns = await supportsKernels('relaxed');
const builds = relaxedRuns ? (['simd128', 'relaxed'] as const) : (['simd128'] as const);
const memories = await Promise.all(
  builds.map(async (build) => new Arena(await loadKernels(await compileKernels(build)))),
);
const [memory] = memories as [Arena];

const ORDERS = ['value', 'slope', 'bend'] as const;
type Order = (typeof ORDERS)[number];

function evaluate(name: 'tanh' | 'erf' | 'sin', order: Order, x: readonly number[], arena = memory) {
  const count = 4 * Math.ceil(x.length / 4);
  arena.reset();
  const at = arena.reserve(4 * count);
  arena.f32(at, x.length).set(x);
  arena.kernels.smoothValues(activationCode({ name }).code, ORDERS.indexOf(order), at, count, at, 0, 0);
  return [...arena.f32(at, x.length)];
}

/** Distance of neighbouring f32 around x. */
const ulp = (x: number) => 2 ** Math.max(Math.floor(Math.log2(Math.abs(x))) - 23, -149);

/** `count` arguments in [low, high], log-spaced from a positive low, of either sign in turn. */
function grid(low: number, high: number, count = 20_000): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (i + 0.5) / count;
    const x = low > 0 ? low * (high / low) ** at : high * at;
    return Math.fround(i % 2 === 0 ? x : -x);
  });
}

describe.each([
  ['tanh', [2.5, 4, 6], 42],
  ['erf', [1.5, 2.5, 3.5], 9.2],
  ['sin', [2, 2, 2], 3e6],
] as const)('%s', (name, errors, end) => {
  const exact = smooth({ name })!;
  const grids = [grid(2 ** -140, 1), grid(0, 1), grid(0, 10), grid(0, end), grid(1, end)];

  test.each(ORDERS)('%s within its ulp everywhere', (order) => {
    const most = errors[ORDERS.indexOf(order)]!;
    for (const xs of grids) {
      evaluate(name, order, xs).forEach((y, i) => {
        const expected = exact[order](xs[i]!);
        // Derivatives end at 2^-124.
        if (name !== 'sin' && exact.slope(xs[i]!) < 2 ** -123 && order !== 'value') return;
        const error = Math.abs(y - expected) / ulp(expected);
        if (!(error <= most)) expect.fail(`${order} at ${xs[i]}: ${y} against ${expected}, ${error} ulp`);
      });
    }
  });

  test('is odd, its slope even, to the last bit', () => {
    const xs = grids.flat().slice(0, 40_000).map(Math.abs);
    const mirrored = xs.map((x) => -x);
    expect(evaluate(name, 'value', mirrored)).toEqual(evaluate(name, 'value', xs).map((y) => -y));
    expect(evaluate(name, 'slope', mirrored)).toEqual(evaluate(name, 'slope', xs));
  });

  test('keeps zeros and subnormals', () => {
    const tiny = [0, -0, 2 ** -149, -(2 ** -149), 2 ** -130, -(2 ** -127)];
    const slopes = name === 'erf' ? Math.fround(2 / Math.sqrt(Math.PI)) : 1;
    expect(evaluate(name, 'slope', tiny)).toEqual(tiny.map(() => slopes));
    evaluate(name, 'value', tiny).forEach((y, i) => {
      const expected = Math.fround(slopes * tiny[i]!);
      expect(Math.abs(y - expected), `at ${tiny[i]}`).toBeLessThanOrEqual(2 ** -149);
      expect(Object.is(Math.sign(y), Math.sign(expected)), `at ${tiny[i]}`).toBe(true);
    });
  });

  test('never leaves [-1, 1] and is NaN for NaN alone, if it has a limit', () => {
    const xs = [...grids.flat(), 1e8, -1e10, 1e20, -3e38, Math.fround(Math.PI / 2)];
    const largest = evaluate(name, 'value', xs).reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    expect(largest).toBe(1);
    for (const order of ORDERS) {
      const [nan, up, down] = evaluate(name, order, [Number.NaN, Number.POSITIVE_INFINITY, -Infinity]);
      expect(nan).toBeNaN();
      const limit = order === 'value' ? 1 : 0;
      if (name !== 'sin') expect([Math.abs(up!), Math.abs(down!)]).toEqual([limit, limit]);
      else expect([up, down]).toEqual([Number.NaN, Number.NaN]);
    }
  });

  test('has the same bits in every build, wherever it stands among its neighbours', () => {
    const xs = [...grid(0, 3, 999), ...grid(0, end, 1000)];
    for (const order of ORDERS) {
      const here = evaluate(name, order, xs);
      for (const arena of memories) expect(evaluate(name, order, xs, arena)).toEqual(here);
      expect(evaluate(name, order, xs.slice(1))).toEqual(here.slice(1));
    }
  });
});

test('tanh and erf are exactly ±1 from where they are said to be', () => {
  expect(new Set(evaluate('tanh', 'value', grid(9.02, 1e30).map(Math.abs)))).toEqual(new Set([1]));
  expect(new Set(evaluate('erf', 'value', grid(3.93, 1e30).map(Math.abs)))).toEqual(new Set([1]));
  expect(evaluate('tanh', 'value', [8])[0]).toBeLessThan(1);
  expect(evaluate('erf', 'value', [3.8])[0]).toBeLessThan(1);
});

test('sin and cos of large arguments lose no more than is said', () => {
  const exact = smooth({ name: 'sin' })!;
  const xs = grid(3e6, 1e12);
  for (const order of ['value', 'slope'] as const) {
    evaluate('sin', order, xs).forEach((y, i) => {
      const error = Math.abs(y - exact[order](xs[i]!));
      if (!(error <= 2 ** -22 + 2 ** -51 * Math.abs(xs[i]!)))
        expect.fail(`${order} at ${xs[i]}: off by ${error}`);
    });
  }
});

/** Steps of z over steps of h, by a layer whose every row is a neuron at `a` that moves by `step`. */
function quotients(name: 'tanh' | 'erf' | 'sin', a: number[], steps: number[], unit = 1, arena = memory) {
  const layer = {
    weights: steps.map((w) => [w]),
    biases: a,
    input: { first: [0], steps: [[0, 1]] },
    pointGain: 1,
    stepGain: 1,
    unit,
    activation: { name },
  };
  const { z } = runLayer(arena, panelLayout(2, 1), layer);
  return z.steps.map((row, i) => row[1]! / steps[i]!);
}

/** Repeatable numbers, uniform in (0, 1). */
function* uniforms(seed = 1) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield (state + 0.5) / 2 ** 32;
  }
}

describe('a step keeps its digits', () => {
  const EPS = 2 ** -24;
  /** Errors that `smooth-steps.ts` states; the last rounding, of the product with the step, comes on top. */
  const tolerance = {
    tanh: (m: number, _: number, slope: number) => (9 + 2 * Math.abs(m)) * EPS * slope,
    erf: (m: number, _: number, slope: number) => (11 + 2 * m * m) * EPS * slope,
    sin: (m: number, d: number) => (4 + Math.abs(m) + Math.abs(d)) * EPS,
  };
  const lengths = [
    1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.75, 1, 1.5, 3, 4, 10, 40,
  ];

  test.each(SMOOTH)('of $name from 1e-12 to 40, wherever it begins', ({ name }) => {
    const phi = smooth({ name }) as Smooth;
    const random = uniforms();
    const next = () => random.next().value as number;
    let checked = 0;
    for (const length of lengths) {
      const steps = Array.from({ length: 1500 }, () => length * (0.5 + next()) * (next() < 0.5 ? -1 : 1)).map(
        Math.fround,
      );
      const a = steps.map(() => Math.fround((name === 'erf' ? 5 : 9) * (2 * next() - 1) * next()));
      quotients(name, a, steps).forEach((quotient, i) => {
        // The kernel knows the end of the step as the f32 that it stores: that is where its truth lies, give
        // or take the step.
        const b = Math.fround(a[i]! + steps[i]!);
        const m = (a[i]! + b) / 2;
        const expected = meanSlope(phi, m - steps[i]! / 2, steps[i]!);
        if (expected < 2 ** -100 && name !== 'sin') return;
        const most = tolerance[name](m, steps[i]! / 2, expected);
        const error = Math.abs(quotient - expected);
        if (!(error <= most))
          expect.fail(`from ${a[i]} by ${steps[i]}: ${quotient} against ${expected}, ${error / most}`);
        checked++;
      });
    }
    expect(checked).toBeGreaterThan(20_000);
  });

  test.each(SMOOTH)('of $name where it is too short to move h: the slope', ({ name }) => {
    const a = grid(0, 4, 600);
    for (const unit of [0, 2 ** -60]) {
      const slopes = evaluate(name, 'slope', a);
      quotients(
        name,
        a,
        a.map(() => 1),
        unit,
      ).forEach((quotient, i) => {
        expect(Math.abs(quotient - slopes[i]!), `at ${a[i]}`).toBeLessThanOrEqual(8 * EPS);
      });
    }
  });

  test.each(SMOOTH)('of $name, and its bits do not depend on the neighbours or the build', ({ name }) => {
    const random = uniforms(7);
    const next = () => random.next().value as number;
    const a = Array.from({ length: 60 }, () => Math.fround(6 * next() - 3));
    const path = Array.from({ length: 40 }, (_, t) =>
      t === 0 ? 0 : Math.fround(next() ** 6 - 0.2 * next()),
    );
    const of = (steps: number[], arena: Arena) => {
      const layer = {
        weights: a.map((_, i) => [i % 3 === 0 ? 8 : 0.25]),
        biases: a,
        input: { first: [0], steps: [steps] },
        pointGain: 1,
        stepGain: 1,
        unit: 1,
        activation: { name },
      };
      return runLayer(arena, panelLayout(steps.length, 1), layer).z.steps;
    };
    const whole = of(path, memory);
    for (const arena of memories) expect(of(path, arena)).toEqual(whole);
    // Fewer points are cut into other panels.
    const part = of(path.slice(0, 21), memory);
    part.forEach((row, i) => {
      expect(row.slice(0, 21)).toEqual(whole[i]!.slice(0, 21));
    });
  });
});
