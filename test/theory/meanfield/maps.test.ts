import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseActivation } from '../../../src/experiment/index.ts';
import {
  correlationMap,
  correlationsByLayer,
  covarianceMap,
  lengthMap,
  lengthMapSteps,
  lengthsByLayer,
  type MeanFieldLaw,
  meanField,
  type OwnActivation,
  type TheoryActivation,
} from '../../../src/theory/index.ts';
import { expectClose } from '../fixture.ts';

const NAMES = ['relu', 'leaky-relu:0.2', 'abs', 'linear', 'hard-tanh', 'tanh', 'erf', 'sin'] as const;
const SATURATING = ['hard-tanh', 'tanh', 'erf', 'sin'] as const;
const law = (name: string, sigmaW: number, sigmaB: number, density = 1): MeanFieldLaw => ({
  activation: parseActivation(name),
  sigmaW,
  sigmaB,
  density,
});
const ownTanh = (odd: boolean): OwnActivation => ({
  value: Math.tanh,
  derivative: (h) => 1 - Math.tanh(h) ** 2,
  secondDerivative: (h) => -2 * Math.tanh(h) * (1 - Math.tanh(h) ** 2),
  odd,
});
const laws = fc
  .record({
    name: fc.constantFrom(...NAMES),
    sigmaW: fc.double({ min: 0.05, max: 20, noNaN: true }),
    sigmaB: fc.double({ min: 0.01, max: 10, noNaN: true }),
    density: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  .map(({ name, sigmaW, sigmaB, density }) => law(name, sigmaW, sigmaB, density));
const properties = { seed: 20160604, numRuns: 40 };

describe('identities', () => {
  it.each(['elu', 'softplus'])('%s at √2 has no q*: V nears the diagonal from above', (name) => {
    const own = law(name, Math.SQRT2, 0);
    for (const q of [0.1, 10, 1e3, 1e5]) expect(lengthMap(own, q)).toBeGreaterThan(q);
    expect(meanField(own)).toMatchObject({ qStar: null, chi1: null, phase: null });
    // Just below, the fixed point is large and is one.
    const qStar = meanField(law(name, 1.41, 0)).qStar!;
    expectClose(lengthMap(law(name, 1.41, 0), qStar), qStar, 1e-10);
  });
  it('q* is a fixed point of the length map, and of the covariance map at correlation 1', () => {
    fc.assert(
      fc.property(laws, (spec) => {
        const { qStar } = meanField(spec);
        if (qStar === null) return;
        // How far rounding of V moves its fixed point.
        const { lengthMapSlope } = meanField(spec);
        const slack = 1e-13 + (1e-14 * lengthMapSlope!) / (1 - lengthMapSlope!);
        expectClose(lengthMap(spec, qStar), qStar, slack);
        expectClose(covarianceMap(spec, qStar, qStar, 1), qStar, slack);
        expectClose(correlationMap(spec, 1), 1, 1e-15);
      }),
      properties,
    );
  });

  it('the slope of the length map is that of its differences', () => {
    fc.assert(
      fc.property(laws, (spec) => {
        const { qStar: q, lengthMapSlope } = meanField(spec);
        if (q === null) return;
        const step = 1e-3 * q;
        const rise = (h: number) => (lengthMap(spec, q + h) - lengthMap(spec, q - h)) / (2 * h);
        // Fourth order: one step of Richardson's extrapolation.
        const slope = (4 * rise(step / 2) - rise(step)) / 3;
        expect(Math.abs(slope - lengthMapSlope!)).toBeLessThan(1e-9 * (1 + lengthMapSlope!));
      }),
      properties,
    );
  });

  it('chi1 is the slope of the correlation map at 1, and slopeAtCStar that at c*', () => {
    fc.assert(
      fc.property(laws, (spec) => {
        const { qStar, chi1, chi2, cStar, slopeAtCStar } = meanField(spec);
        if (qStar === null || chi2 === null) return;
        const c = (x: number) => correlationMap(spec, x)!;
        // One-sided at 1, where the map ends; the curvature of the map there is chi2.
        const scale = chi1! / (chi2 * qStar + chi1!);
        const [far, near] = [1e-3 * scale, 0.5e-3 * scale];
        const backwards = (4 * (c(1) - c(1 - near)) - (c(1) - c(1 - far))) / (4 * near - far);
        expect(Math.abs(backwards / chi1! - 1)).toBeLessThan(1e-4);
        if (cStar! > 0.9) return;
        const step = 1e-4;
        const slope = (c(cStar! + step) - c(cStar! - step)) / (2 * step);
        expect(Math.abs(slope - slopeAtCStar!)).toBeLessThan(1e-5 * (1 + slopeAtCStar!));
      }),
      properties,
    );
  });

  it('the correlation map rises on [0, 1], stays in [-1, 1] and meets c*', () => {
    fc.assert(
      fc.property(laws, (spec) => {
        const { qStar, cStar } = meanField(spec);
        if (qStar === null) return;
        const values = [0, 0.1, 0.3, 0.5, 0.51, 0.8, 0.99, 1].map((c) => correlationMap(spec, c)!);
        for (let i = 1; i < values.length; i++) expect(values[i]!).toBeGreaterThanOrEqual(values[i - 1]!);
        for (const value of [...values, correlationMap(spec, -0.7)!])
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(Math.abs(correlationMap(spec, cStar!)! - cStar!)).toBeLessThan(1e-12);
      }),
      properties,
    );
  });

  it('sparse networks are dense ones of sqrt(density) sigma_w', () => {
    for (const name of NAMES) {
      const sparse = meanField(law(name, 1.1, 0.4, 0.49));
      const dense = meanField(law(name, 1.1 * 0.7, 0.4));
      expect(sparse.phase).toBe(dense.phase);
      for (const key of ['qStar', 'chi1', 'cStar', 'slopeAtCStar', 'lengthMapSlope'] as const)
        expectClose(sparse[key], dense[key]!, 1e-13);
    }
  });

  it('c* = 1 if and only if the phase is not chaotic', () => {
    fc.assert(
      fc.property(laws, (spec) => {
        const { qStar, phase, cStar, chi1, slopeAtCStar } = meanField(spec);
        if (qStar === null) return;
        expect(cStar! < 1).toBe(phase === 'chaotic');
        expect(chi1! > 1).toBe(phase === 'chaotic');
        expect(slopeAtCStar!).toBeLessThanOrEqual(1);
      }),
      properties,
    );
  });
});

describe('layer by layer', () => {
  const tanh = law('tanh', 2.5, 0.3);

  it('lengths and correlations come to their fixed points at the rate of their depth scales', () => {
    const { qStar, cStar, xiQ, xiC } = meanField(tanh);
    const lengths = lengthsByLayer(tanh, qStar! * 1.001, 4);
    expect(lengths).toHaveLength(4);
    const fall = Math.log((lengths[2]! - qStar!) / (lengths[3]! - qStar!));
    expect(Math.abs(fall * xiQ! - 1)).toBeLessThan(1e-3);
    const correlations = correlationsByLayer(tanh, cStar! + 1e-4, 3)!;
    const drop = Math.log((correlations[1]! - cStar!) / (correlations[2]! - cStar!));
    expect(Math.abs(drop * xiC! - 1)).toBeLessThan(1e-3);
  });

  it('autocorrelation of a circle is odd about a quarter of it for odd activations without biases', () => {
    const layers = correlationsByLayer(law('tanh', 2, 0), Math.cos(2), 4)!;
    const mirrored = correlationsByLayer(law('tanh', 2, 0), Math.cos(Math.PI - 2), 4)!;
    for (const [i, c] of layers.entries()) expectClose(c, -mirrored[i]!, 1e-13);
  });

  it('steps to the fixed point are counted', () => {
    const { qStar } = meanField(tanh);
    expect(lengthMapSteps(tanh, qStar!, 1e-6)).toBe(0);
    const steps = lengthMapSteps(tanh, 15, 0.01)!;
    const lengths = lengthsByLayer(tanh, 15, steps + 1);
    const off = (q: number) => Math.abs(q / qStar! - 1);
    expect(steps).toBeGreaterThan(0);
    expect(off(lengths[steps]!)).toBeLessThanOrEqual(0.01);
    expect(off(lengths[steps - 1]!)).toBeGreaterThan(0.01);
    expect(lengthMapSteps(law('relu', 2, 1), 1, 0.01)).toBeNull();
    expect(lengthMapSteps(law('tanh', 0.5, 0), 1, 0.01)).toBeNull();
  });
});

describe('where there is no fixed point', () => {
  const of = (name: string, sigmaW: number, sigmaB: number) => meanField(law(name, sigmaW, sigmaB));

  it('ReLU with biases has none from density sigma_w^2 = 2 on', () => {
    for (const sigmaW of [Math.SQRT2, 1.5, 20]) {
      const { chi1, phase, ...rest } = of('relu', sigmaW, 0.5);
      expectClose(chi1, (sigmaW * sigmaW) / 2);
      expect(phase).toBe(sigmaW === Math.SQRT2 ? 'critical' : 'chaotic');
      const { lengthMapSlope, ...others } = rest;
      expect(Object.values(others)).toEqual(Object.values(others).map(() => null));
      expect(lengthMapSlope === null).toBe(sigmaW !== Math.SQRT2);
    }
    expect(of('relu', Math.SQRT2 - 1e-9, 0.5).qStar).toBeGreaterThan(1e7);
    expect(meanField(law('relu', 2, 0.5, 0.5)).qStar).toBeNull();
    expect(correlationMap(law('relu', 2, 0.5), 0.5)).toBeNull();
    expect(correlationsByLayer(law('relu', 2, 0.5), 0.5, 3)).toBeNull();
  });

  it('ReLU without biases is critical at sqrt 2, where every q is fixed and correlations still go to 1', () => {
    const field = of('relu', Math.SQRT2, 0);
    expect(field).toMatchObject({ qStar: null, cStar: 1, xiQ: null, xiC: null, phase: 'critical' });
    expectClose(correlationMap(law('relu', Math.SQRT2, 0), 0), 1 / Math.PI);
    expect(of('relu', 1, 0)).toMatchObject({ qStar: 0, cStar: 1, phase: 'ordered' });
  });

  it('at q* = 0 the correlation map is the limit of small biases', () => {
    for (const name of ['relu', 'hard-tanh', 'tanh', 'erf']) {
      for (const c of [-0.5, 0.3, 1]) {
        const limit = correlationMap(law(name, 0.6, 1e-6), c)!;
        expect(Math.abs(correlationMap(law(name, 0.6, 0), c)! - limit)).toBeLessThan(1e-10);
      }
    }
  });

  it.each(SATURATING)(
    "%s without biases is ordered, critical, chaotic as sigma_w passes 1/|phi'(0)|",
    (name) => {
      const edge = name === 'erf' ? Math.sqrt(Math.PI) / 2 : 1;
      expect(of(name, edge * (1 - 1e-9), 0)).toMatchObject({ qStar: 0, cStar: 1, phase: 'ordered' });
      expect(of(name, edge, 0)).toMatchObject({
        qStar: expect.any(Number),
        cStar: 1,
        xiC: null,
        phase: 'critical',
      });
      const above = of(name, edge * (1 + 1e-6), 0);
      expect(above).toMatchObject({ cStar: 0, phase: 'chaotic' });
      expect(above.qStar).toBeGreaterThan(0);
    },
  );

  it('tanh just above its critical point has q* = (sigma_w^2 - 1)/2 to leading orders', () => {
    // V(q) = a (q - 2 q^2 + (17/3) q^3 - …) = q, solved for q by orders of e = (a - 1)/a.
    for (const sigmaW of [1 + 1e-10, 1 + 1e-8, 1 + 1e-6]) {
      const excess = sigmaW - 1;
      const a = (1 + excess) ** 2;
      const e = (excess * (2 + excess)) / a;
      expectClose(
        of('tanh', sigmaW, 0).qStar,
        e / 2 + (17 / 24) * e * e,
        4 * e * e + 2e-13 / (excess / 1e-10),
      );
    }
  });

  it('without weights the biases alone are left', () => {
    for (const name of NAMES) {
      expect(of(name, 0, 2)).toMatchObject({ qStar: 4, chi1: 0, cStar: 1, xiQ: 0, xiC: 0, phase: 'ordered' });
      expect(meanField(law(name, 3, 2, 0)).qStar).toBe(4);
      expect(of(name, 0, 0).qStar).toBe(0);
    }
  });
});

it('depth scales keep the digits of small slopes', () => {
  // sin: the slope of the length map is e^(-2q) at q* = sigma_b^2 + (1 - e^(-2q*))/2, so xi_q = 1/(2 q*).
  expectClose(meanField(law('sin', 1, 5)).xiQ, 1 / 51, 1e-14);
  expectClose(meanField(law('sin', 1, 4)).xiQ, 1 / 33, 1e-13);
  // linear: both maps have the slope sigma_w^2.
  expectClose(meanField(law('linear', 1e-8, 1)).xiC, 1 / Math.log(1e16), 1e-14);
});

describe('over the whole range', () => {
  const grid = (top: number) => [
    0,
    1e-9,
    0.003,
    0.3,
    0.999999,
    1,
    1.0000001,
    Math.SQRT2,
    2.7,
    0.7 * top,
    top,
  ];

  it.each(NAMES)('%s gives numbers or null, and numbers in their ranges', (name) => {
    for (const sigmaW of grid(20)) {
      for (const sigmaB of [0, 1e-9, 1e-3, 0.3, 10]) {
        const field = meanField(law(name, sigmaW, sigmaB));
        const where = `${name} ${sigmaW} ${sigmaB} ${JSON.stringify(field)}`;
        for (const value of Object.values(field))
          if (typeof value === 'number') expect(Number.isFinite(value) && value >= 0, where).toBe(true);
        if (field.qStar !== null) expect(field.qStar, where).toBeGreaterThanOrEqual(sigmaB * sigmaB);
        if (field.cStar !== null) expect(field.cStar, where).toBeLessThanOrEqual(1);
      }
    }
  });

  it('c* of two ways agrees on both sides of 1/2, and near 1', () => {
    for (const [sigmaW, sigmaB] of [
      [20, 10],
      [10, 10],
      [5, 10],
      [1.3957, 0.3],
      [1.05, 1e-3],
    ] as const) {
      for (const name of ['tanh', 'erf', 'hard-tanh']) {
        const spec = law(name, sigmaW, sigmaB);
        const { cStar, slopeAtCStar } = meanField(spec);
        if (cStar === 1) continue;
        const miss = correlationMap(spec, cStar!)! - cStar!;
        expect(Math.abs(miss) / (1 - slopeAtCStar!)).toBeLessThan(1e-15 / (1 - slopeAtCStar!) + 1e-12);
      }
    }
  });

  it('numbers far outside stay numbers', () => {
    for (const name of SATURATING) {
      const field = meanField(law(name, 1e6, 1e5));
      expect(field.cStar!).toBeGreaterThan(0);
      expect(field.qStar!).toBeGreaterThan(1e10);
      expect(lengthMap(law(name, 1, 0), 1e100)).toBeLessThanOrEqual(1);
      expect(Number.isFinite(covarianceMap(law(name, 1, 0), 1e9, 1e-9, 0.5))).toBe(true);
    }
  });
});

describe('activations of the user', () => {
  it.each([true, false])('tanh by its functions is tanh (odd: %s)', (odd) => {
    for (const [sigmaW, sigmaB] of [
      [1.3, 0.3],
      [2.5, 0.3],
      [1.8, 0],
    ] as const) {
      const own = meanField({ activation: ownTanh(odd), sigmaW, sigmaB });
      const known = meanField(law('tanh', sigmaW, sigmaB));
      expect(own.phase).toBe(known.phase);
      for (const key of ['qStar', 'chi1', 'chi2', 'slopeAtCStar', 'lengthMapSlope', 'xiQ', 'xiC'] as const)
        expectClose(own[key], known[key]!, 1e-11);
      expect(Math.abs(own.cStar! - known.cStar!)).toBeLessThan(1e-12);
    }
  });

  it('negative correlations of a phi that is not odd', () => {
    const shifted: OwnActivation = { ...ownTanh(false), value: (h) => Math.tanh(h) + 0.5 };
    const plain = covarianceMap(law('tanh', 1, 0), 0.8, 0.8, -0.6);
    expectClose(
      covarianceMap({ activation: shifted, sigmaW: 1, sigmaB: 0 }, 0.8, 0.8, -0.6),
      plain + 0.25,
      1e-11,
    );
    const field = { activation: ownTanh(false), sigmaW: 2, sigmaB: 0.3 };
    expectClose(correlationMap(field, -0.6), correlationMap(law('tanh', 2, 0.3), -0.6)!, 1e-11);
  });

  it('an unbounded one without fixed point gives null everywhere', () => {
    const softplus: OwnActivation = {
      value: (h) => (h > 30 ? h : Math.log1p(Math.exp(h))),
      derivative: (h) => 1 / (1 + Math.exp(-h)),
      secondDerivative: (h) => Math.exp(-Math.abs(h)) / (1 + Math.exp(-Math.abs(h))) ** 2,
    };
    expect(meanField({ activation: softplus, sigmaW: 1, sigmaB: 0.3 }).phase).toBe('ordered');
    const values = Object.values(meanField({ activation: softplus, sigmaW: 2, sigmaB: 0.3 }));
    expect(values).toEqual(values.map(() => null));
  });
});

describe('input', () => {
  const tanh = law('tanh', 2, 0.3);
  const nan = Number.NaN;
  const broken = (changes: object) => ({ ...ownTanh(true), ...changes }) as TheoryActivation;

  it.each([
    [() => meanField({ ...tanh, sigmaW: -1 }), 'sigmaW: expected a finite number >= 0, got -1'],
    [() => meanField({ ...tanh, sigmaB: nan }), 'sigmaB: expected a finite number >= 0, got NaN'],
    [() => meanField({ ...tanh, sigmaB: 1e60 }), 'sigmaB: expected a number up to 1e+50, got 1e+60'],
    [() => meanField({ ...tanh, sigmaW: 1e-60 }), 'sigmaW: expected 0 or a number from 1e-50 on, got 1e-60'],
    [() => meanField({ ...tanh, density: 1.5 }), 'density: expected a number in [0, 1], got 1.5'],
    [
      () => meanField({ ...tanh, activation: { name: 'spline' } as unknown as TheoryActivation }),
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu or soft-threshold:tau, got "spline"',
    ],
    [
      () => meanField({ ...tanh, activation: { name: 'leaky-relu', slope: nan } }),
      'activation.slope: expected a number in [-100, 100], got NaN',
    ],
    [() => lengthMap(tanh, -1), 'q: expected a finite number >= 0, got -1'],
    [() => correlationMap(tanh, 1.01), 'c: expected a number in [-1, 1], got 1.01'],
    [() => covarianceMap(tanh, 1, nan, 0), 'q2: expected a finite number >= 0, got NaN'],
    [() => lengthsByLayer(tanh, 1, 0), 'layers: expected an integer in 1 … 100000, got 0'],
    [
      () => parseActivation('spline'),
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu or soft-threshold:tau, got "spline"',
    ],
    [
      () => parseActivation('leaky-relu:x'),
      'activation: expected leaky-relu:a with a number a in [-100, 100], got "leaky-relu:x"',
    ],
    [
      () => meanField({ ...tanh, activation: broken({ value: () => nan }) }),
      'activation: expected a finite value, derivative and secondDerivative everywhere, got a mean of NaN',
    ],
    [
      () => meanField({ ...tanh, activation: broken({ range: -1 }) }),
      'activation: expected a finite range >= 0, got -1',
    ],
  ])('is refused in one line: %#', (call, message) => {
    expect(call).toThrow(new RangeError(message));
  });

  it('that is no activation is a TypeError', () => {
    expect(() => meanField({ ...tanh, activation: broken({ derivative: 3 }) })).toThrow(
      new TypeError('activation: expected a function derivative, got 3'),
    );
  });
});
