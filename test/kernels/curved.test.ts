/**
 * Activations that bend, but for tanh, erf and sin, in the kernels: the errors that `assembly/curved.ts`
 * states, against the twins in double precision.
 */
import { describe, expect, test } from 'vitest';
import { Arena, compileKernels, loadKernels, supportsKernels } from '../../src/kernels/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { type Activation, activationCode, curvedOf, phiOf } from '../../src/network/index.ts';
import { BENT } from '../measure/subjects.ts';
import { runLayer } from './layers.ts';

const builds = (await supportsKernels('relaxed'))
  ? (['simd128', 'relaxed'] as const)
  : (['simd128'] as const);
const memories = await Promise.all(
  builds.map(async (build) => new Arena(await loadKernels(await compileKernels(build)))),
);
const [memory] = memories as [Arena];

/** Those of a kernel of their own; soft-threshold takes that of pieces. */
const CURVED = BENT.filter(({ name }) => name !== 'soft-threshold');
const ORDERS = ['value', 'first', 'second'] as const;
const EPS = 2 ** -24;

function evaluate(activation: Activation, order: number, x: readonly number[], arena = memory): number[] {
  const count = 4 * Math.ceil(x.length / 4);
  arena.reset();
  const at = arena.reserve(4 * count);
  arena.f32(at, x.length).set(x);
  const { code, first, second } = activationCode(activation);
  arena.kernels.smoothValues(code, order, at, count, at, first, second);
  return [...arena.f32(at, x.length)];
}

/** Steps of z over steps of h, by a layer whose every row is a neuron at `a` that moves by `step`. */
function quotients(activation: Activation, a: number[], steps: number[], unit = 1, arena = memory): number[] {
  const { z } = runLayer(arena, panelLayout(2, 1), {
    weights: steps.map((w) => [w]),
    biases: a,
    input: { first: [0], steps: [[0, 1]] },
    pointGain: 1,
    stepGain: 1,
    unit,
    activation,
  });
  return z.steps.map((row, i) => row[1]! / steps[i]!);
}

/** Repeatable numbers, uniform in (0, 1). */
function uniforms(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Gauss and Legendre's rule with 8 nodes on [-1, 1] (Abramowitz & Stegun, table 25.4). */
const RULE = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
].flatMap(([x, w]) => [
  [x!, w!],
  [-x!, w!],
]) as [number, number][];

/** Mean of f over [low, high], in panels that end at the cuts. */
function meanOver(f: (h: number) => number, low: number, high: number, cuts: readonly number[]): number {
  const ends = [low, ...cuts.filter((at) => at > low && at < high), high];
  let sum = 0;
  for (let i = 1; i < ends.length; i++) {
    const panels = Math.max(1, Math.ceil(3 * (ends[i]! - ends[i - 1]!)));
    const half = (ends[i]! - ends[i - 1]!) / panels / 2;
    for (let p = 0; p < panels; p++)
      for (const [x, w] of RULE) sum += w * half * f(ends[i - 1]! + (2 * p + 1 + x) * half);
  }
  return sum / (high - low);
}

const xs = Array.from({ length: 6000 }, (_, i) => {
  const size = i < 3000 ? 2 ** (-30 + (33 * i) / 3000) : (i - 3000) / 120;
  return Math.fround(i % 2 ? -size : size);
});

describe.each(CURVED)('$name', (activation) => {
  const { at, jumps } = curvedOf(activation)!;

  test.each(ORDERS)('%s within its error, tails included', (order) => {
    const beside = [-0.5, -0.25, 0, 0.25, 0.5];
    const value = order === 'value';
    evaluate(activation, ORDERS.indexOf(order), xs).forEach((y, i) => {
      const x = xs[i]!;
      const expected = at(x)[order];
      if (jumps.includes(x) || Math.abs(expected) < 2 ** -100) return;
      const size = value ? Math.abs(expected) : Math.max(...beside.map((d) => Math.abs(at(x + d)[order])));
      const most = 6 * EPS * size * (1 + (value && x > 0 ? 0 : x * x));
      if (!(Math.abs(y - expected) <= most)) expect.fail(`${order} at ${x}: ${y} against ${expected}`);
    });
  });

  test('is 0 or h, with the slopes of that, far from 0', () => {
    if (activation.name === 'squared-relu') return;
    const far = [500, 1e6, 1e12, 1e30];
    const [up, down] = [
      evaluate(activation, 0, far),
      evaluate(
        activation,
        0,
        far.map((x) => -x),
      ),
    ];
    const scale = activation.name === 'selu' ? Math.fround(1.0507009873554805) : 1;
    if (activation.name === 'sigmoid') expect(up).toEqual([1, 1, 1, 1]);
    else expect(up).toEqual(far.map((x) => Math.fround(scale * Math.fround(x))));
    const floor = { elu: -1, celu: -0.4, selu: -1.7580993408473766 }[activation.name as string] ?? 0;
    for (const y of down) expect(Math.abs(y - floor)).toBeLessThan(1e-6);
    const slopes = evaluate(activation, 1, [...far, ...far.map((x) => -x)]);
    const ends = activation.name === 'sigmoid' ? 0 : scale;
    expect(slopes.map(Math.abs)).toEqual([ends, ends, ends, ends, 0, 0, 0, 0]);
    expect(evaluate(activation, 2, [...far, ...far.map((x) => -x)]).every((y) => Math.abs(y) === 0)).toBe(
      true,
    );
  });

  test('a step from 1e-12 to 40 keeps its digits, wherever it begins', () => {
    const next = uniforms();
    const slope = (h: number) => at(h).first;
    let checked = 0;
    for (const length of [1e-12, 1e-8, 1e-6, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 10, 40]) {
      const steps = Array.from({ length: 150 }, () =>
        Math.fround(length * (0.5 + next()) * (next() < 0.5 ? -1 : 1)),
      );
      const a = steps.map(() => Math.fround(12 * (2 * next() - 1) * next()));
      quotients(activation, a, steps).forEach((quotient, i) => {
        // The end of the step is the f32 that the kernel stores.
        const m = (a[i]! + Math.fround(a[i]! + steps[i]!)) / 2;
        const half = Math.abs(steps[i]!) / 2;
        const [low, high] = [m - half, m + half];
        // Across a jump what counts is where the f32 lie.
        if (jumps.some((jump) => Math.abs(low - jump) < 1e-5 || Math.abs(high - jump) < 1e-5)) return;
        const expected = meanOver(slope, low, high, jumps);
        if (Math.abs(expected) < 2 ** -80) return;
        const reach = 2 * half + 0.6;
        const near = Array.from({ length: 9 }, (_, k) => Math.abs(slope(low - 0.3 + (reach * k) / 8)));
        const size = Math.max(Math.abs(expected), Math.max(...near) * Math.min(1, 1 / reach));
        const most = 6 * EPS * size * (1 + Math.abs(m) + (m * m) / 2);
        if (!(Math.abs(quotient - expected) <= most))
          expect.fail(`from ${a[i]} by ${steps[i]}: ${quotient} against ${expected}`);
        checked++;
      });
    }
    expect(checked).toBeGreaterThan(1000);
  });

  test('a step that is too short to move h has the slope', () => {
    const a = xs.filter((x) => Math.abs(x) < 8 && !jumps.includes(x)).slice(0, 1000);
    const slopes = evaluate(activation, 1, a);
    for (const unit of [0, 2 ** -60]) {
      quotients(
        activation,
        a,
        a.map(() => 1),
        unit,
      ).forEach((quotient, i) => {
        const most = 12 * EPS * (1 + Math.abs(a[i]!)) * Math.max(1, Math.abs(slopes[i]!));
        expect(Math.abs(quotient - slopes[i]!), `at ${a[i]}`).toBeLessThanOrEqual(most);
      });
    }
  });

  test('has the same bits in every build, wherever it stands among its neighbours', () => {
    const some = xs.filter((_, i) => i % 20 === 3);
    const steps = some.map((x) => Math.fround(0.3 - x / 7));
    for (const [order] of ORDERS.entries()) {
      const here = evaluate(activation, order, some);
      for (const arena of memories) expect(evaluate(activation, order, some, arena)).toEqual(here);
      expect(evaluate(activation, order, some.slice(1))).toEqual(here.slice(1));
    }
    const here = quotients(activation, some, steps);
    for (const arena of memories) expect(quotients(activation, some, steps, 1, arena)).toEqual(here);
    expect(quotients(activation, some.slice(1), steps.slice(1))).toEqual(here.slice(1));
  });
});

describe('soft-threshold', () => {
  const activation = { name: 'soft-threshold', threshold: 0.75 } as const;
  const phi = phiOf(activation);

  test('steps of any length are those of its pieces', () => {
    const next = uniforms(5);
    const a = Array.from({ length: 500 }, () => Math.fround(4 * next() - 2));
    const steps = a.map(() => Math.fround(4 * next() - 2));
    quotients(activation, a, steps).forEach((quotient, i) => {
      const b = Math.fround(a[i]! + steps[i]!);
      const expected = (phi(b) - phi(a[i]!)) / steps[i]!;
      expect(Math.abs(quotient - expected) * Math.abs(steps[i]!)).toBeLessThan(1e-6);
    });
    const short = quotients(
      activation,
      a,
      a.map(() => 1),
      2 ** -60,
    );
    expect(short).toEqual(a.map((h) => (Math.abs(h) > 0.75 ? 1 : 0)));
  });
});
