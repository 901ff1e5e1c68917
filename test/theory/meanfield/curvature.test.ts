import { describe, expect, it } from 'vitest';
import {
  curvatureByLayer,
  lengthsByLayer,
  type MeanFieldLaw,
  meanField,
  shallowLengthBound,
  shallowWidthNeeded,
} from '../../../src/theory/index.ts';
import { expectClose, golden } from '../fixture.ts';

const law = (
  name: 'tanh' | 'erf' | 'linear' | 'relu' | 'sin',
  sigmaW: number,
  sigmaB = 0.3,
): MeanFieldLaw => ({
  activation: { name },
  sigmaW,
  sigmaB,
});

describe('curvature by layer', () => {
  it('starts from a circle and follows the two recursions at q*', () => {
    for (const name of ['tanh', 'erf', 'sin'] as const) {
      const spec = law(name, 2);
      const { qStar, chi1, chi2 } = meanField(spec);
      const layers = curvatureByLayer(spec, 8);
      expectClose(layers[0]!.metric, qStar!);
      expectClose(layers[0]!.curvature2, 1 / qStar!);
      expectClose(layers[0]!.gaussMapLength, 2 * Math.PI);
      for (let i = 1; i < layers.length; i++) {
        const [before, { layer, q, metric, curvature2, gaussMapLength }] = [layers[i - 1]!, layers[i]!];
        expect([layer, q]).toEqual([i + 1, qStar]);
        expectClose(metric, chi1! * before.metric!);
        expectClose(curvature2, (3 * chi2!) / chi1! ** 2 + before.curvature2! / chi1!);
        expectClose(gaussMapLength, 2 * Math.PI * Math.sqrt(curvature2! * metric!));
      }
    }
  });

  it('tends to 3 chi2 / (chi1 (chi1 - 1)) in the chaotic phase', () => {
    const last = curvatureByLayer(law('tanh', 4), 60)[59]!;
    expectClose(last.curvature2, golden('tanh_sw4_sb0.3_kappa2star'));
  });

  it('off the fixed point takes chi1 and chi2 at the q of each layer', () => {
    const spec = law('erf', 2);
    const layers = curvatureByLayer(spec, 4, { first: 9 });
    const lengths = lengthsByLayer(spec, 9, 4);
    expect(layers.map(({ q }) => q)).toEqual(lengths);
    // erf in closed form: chi1 = sigma_w^2 (4/pi) / sqrt(1 + 4q).
    const chi1 = (q: number) => 16 / Math.PI / Math.sqrt(1 + 4 * q);
    expectClose(layers[2]!.metric, 9 * chi1(9) * chi1(lengths[1]!));
  });

  it('of a linear network keeps a circle a circle', () => {
    for (const { gaussMapLength } of curvatureByLayer(law('linear', 0.5), 30))
      expectClose(gaussMapLength, 2 * Math.PI);
  });

  it('is infinite behind kinks, and unknown without q*', () => {
    const [first, second] = curvatureByLayer(law('relu', 1), 2);
    expect(first!.curvature2).toBeGreaterThan(0);
    expect(second).toMatchObject({ layer: 2, curvature2: null, gaussMapLength: null });
    expectClose(second!.metric, first!.metric! / 2);
    const unknown = { layer: 1, q: null, metric: null, curvature2: null, gaussMapLength: null };
    expect(curvatureByLayer(law('relu', 3), 1)).toEqual([unknown]);
  });

  it('stays in the range of a double or is null, however deep', () => {
    for (const spec of [
      law('tanh', 0.2),
      law('tanh', 8),
      law('tanh', 0.5, 0),
      law('tanh', 0, 0.3),
      law('erf', 0, 0),
    ]) {
      const layers = curvatureByLayer(spec, 3000);
      for (const layer of layers)
        for (const value of Object.values(layer))
          if (value !== null) expect(Number.isFinite(value)).toBe(true);
      expect(layers).toHaveLength(3000);
    }
    // In the ordered phase the curve shrinks to a point, but its turns add up to a limit.
    const ordered = curvatureByLayer(law('tanh', 0.2), 3000);
    expectClose(ordered[2999]!.gaussMapLength, ordered[50]!.gaussMapLength!);
  });

  it('refuses a depth that is none', () => {
    expect(() => curvatureByLayer(law('tanh', 2), 0)).toThrow(
      new RangeError('depth: expected an integer in 1 … 100000, got 0'),
    );
    expect(() => curvatureByLayer(law('tanh', 2), 2, { first: -1 })).toThrow(RangeError);
  });
});

describe('Theorem 1 of Poole et al.', () => {
  it('bounds what one layer does, for bounded monotone activations', () => {
    expect(shallowLengthBound({ name: 'tanh' }, 100)).toBe(400);
    expect(shallowLengthBound('hard-tanh', 10, { turns: 3 })).toBe(80);
    expect(shallowLengthBound({ name: 'relu' }, 10)).toBeNull();
    expect(shallowLengthBound({ name: 'sin' }, 10)).toBeNull();
    const own = { value: Math.tanh, derivative: () => 1, secondDerivative: () => 0 };
    expect(shallowLengthBound(own, 10)).toBeNull();
    expect(shallowLengthBound({ ...own, range: 5 }, 10, { turns: 0 })).toBe(50);
    expect(() => shallowLengthBound({ name: 'tanh' }, 0)).toThrow(RangeError);
  });

  it('holds for circles through layers of given weights', () => {
    // Large weights drive every neuron from end to end of its range; the bound is met to a few percent, not
    // exceeded.
    const circle = Array.from({ length: 20_001 }, (_, i) => (2 * Math.PI * i) / 20_000);
    for (const scale of [0.5, 3, 100]) {
      const neurons = [0, 1, 2, 3].map((j) => ({ a: scale * Math.cos(j), b: scale * Math.sin(j) }));
      const image = (t: number) => neurons.map(({ a, b }) => Math.tanh(a * Math.cos(t) + b * Math.sin(t)));
      let length = 0;
      for (let i = 1; i < circle.length; i++) {
        const [x, y] = [image(circle[i - 1]!), image(circle[i]!)];
        length += Math.hypot(...x.map((value, k) => value - y[k]!));
      }
      expect(length).toBeLessThanOrEqual(shallowLengthBound({ name: 'tanh' }, 4)!);
      if (scale === 100) expect(length).toBeGreaterThan(0.95 * shallowLengthBound({ name: 'tanh' }, 4)!);
    }
  });

  it('needs exponentially many neurons to match depth', () => {
    const spec = law('tanh', 4);
    const { qStar, chi1 } = meanField(spec);
    const needed = (depth: number) => shallowWidthNeeded(spec, { width: 1000, depth })!;
    expect(needed(1)).toBe(Math.ceil((2 * Math.PI * Math.sqrt(1000 * qStar!)) / 4));
    expectClose(needed(31) / needed(11), chi1! ** 10, 1e-4);
    expect(shallowWidthNeeded(spec, { width: 1000, depth: 100_000 })).toBeNull();
    expect(shallowWidthNeeded(law('relu', 1), { width: 10, depth: 3 })).toBeNull();
    expect(shallowWidthNeeded(law('tanh', 0.1), { width: 10, depth: 50 })).toBe(1);
  });
});
