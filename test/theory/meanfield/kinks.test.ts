/** Activations given by functions that have kinks. */
import { describe, expect, it } from 'vitest';
import type { Activation } from '../../../src/network/index.ts';
import {
  correlationMap,
  covarianceMap,
  lengthMap,
  meanField,
  type OwnActivation,
  phaseDiagram,
} from '../../../src/theory/index.ts';
import { expectClose } from '../fixture.ts';

const clip = (kinks?: readonly number[]): OwnActivation => ({
  value: (h) => Math.max(-1, Math.min(1, h)),
  derivative: (h) => (Math.abs(h) < 1 ? 1 : 0),
  secondDerivative: () => 0,
  ...(kinks === undefined ? {} : { kinks }),
});
const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];
const selu = (kinks?: readonly number[]): OwnActivation => ({
  value: (h) => scale * (h > 0 ? h : alpha * Math.expm1(h)),
  derivative: (h) => scale * (h > 0 ? 1 : alpha * Math.exp(h)),
  secondDerivative: (h) => (h > 0 ? 0 : scale * alpha * Math.exp(h)),
  ...(kinks === undefined ? {} : { kinks }),
});
const clippedRelu: OwnActivation = {
  value: (h) => Math.min(Math.max(h - 0.2, 0), 1.5),
  derivative: (h) => (h > 0.2 && h < 1.7 ? 1 : 0),
  secondDerivative: () => 0,
  kinks: [1.7, 0.2],
};

describe('listed kinks', () => {
  const named: [string, OwnActivation, Activation][] = [
    ['hard-tanh', clip([-1, 1]), { name: 'hard-tanh' }],
    ['clipped-relu', clippedRelu, { name: 'clipped-relu', threshold: 0.2, height: 1.5 }],
  ];
  it.each(named)('%s by its functions is what it is by name', (_, own, known) => {
    for (const [sigmaW, sigmaB] of [
      [2, 0.3],
      [1, 0.5],
    ] as const) {
      const law = (activation: OwnActivation | Activation) => ({ activation, sigmaW, sigmaB });
      const [mine, theirs] = [meanField(law(own)), meanField(law(known))];
      expect([mine.phase, mine.chi2]).toEqual([theirs.phase, null]);
      for (const key of ['qStar', 'chi1', 'lengthMapSlope', 'xiQ'] as const)
        expectClose(mine[key], theirs[key]!, 1e-12);
      for (const key of ['cStar', 'slopeAtCStar', 'xiC'] as const) expectClose(mine[key], theirs[key]!, 1e-7);
      for (const c of [-0.95, -0.2, 0.3, 0.9, 0.9999]) {
        expectClose(correlationMap(law(own), c), correlationMap(law(known), c)!, 1e-9);
        expectClose(covarianceMap(law(own), 3, 0.4, c), covarianceMap(law(known), 3, 0.4, c), 1e-10);
      }
    }
  });

  it('SELU is chaotic where its lengths are kept, as in an independent quadrature', () => {
    // sigma_w = 1 without biases: q* = 1 by design, chi1 = scale^2 (1 + alpha^2 e^2 erfc(sqrt 2)) / 2 =
    // 1.0716.
    const kept = meanField({ activation: selu([0]), sigmaW: 1, sigmaB: 0 });
    expectClose(kept.qStar, 1, 1e-12);
    expectClose(kept.chi1, 1.0715749924557993, 1e-10);
    expect(kept.phase).toBe('chaotic');
    // numpy: polar coordinates, split where either point passes 0.
    const field = meanField({ activation: selu([0]), sigmaW: 1.2, sigmaB: 0.2 });
    expectClose(field.qStar, 6.695540343035704, 1e-12);
    expectClose(field.chi1, 1.1263817736636228, 1e-12);
    expectClose(field.cStar, 0.4272862114285555, 1e-9);
    expectClose(field.slopeAtCStar, 0.926156263606709, 1e-8);
    const ordered = { activation: selu([0]), sigmaW: 1, sigmaB: 0.5 };
    expect(meanField(ordered).phase).toBe('ordered');
    expectClose(correlationMap(ordered, 0.3), 0.38370071001089906, 1e-10);
  });

  it('a jump of phi″ alone leaves chi2 finite', () => {
    // ELU: phi' is continuous. E phi''^2 = E e^(2h) for h < 0 = e^(2q) erfc(sqrt(2q)) / 2.
    const elu: OwnActivation = {
      value: (h) => (h > 0 ? h : Math.expm1(h)),
      derivative: (h) => (h > 0 ? 1 : Math.exp(h)),
      secondDerivative: (h) => (h > 0 ? 0 : Math.exp(h)),
      kinks: [0],
    };
    const { chi2, qStar } = meanField({ activation: elu, sigmaW: 1, sigmaB: 0.5 });
    // erfc by its continued fraction would do; here a sum of 10^5 steps.
    let mean = 0;
    const step = 1e-4;
    for (let z = -10 + step / 2; z < 0; z += step)
      mean += (Math.exp(2 * Math.sqrt(qStar!) * z - (z * z) / 2) * step) / Math.sqrt(2 * Math.PI);
    expectClose(chi2, mean, 1e-7);
  });

  it('phase diagrams read the same from tables', () => {
    const sigmaW = Array.from({ length: 101 }, (_, i) => 1.35 + i / 500);
    const [row] = phaseDiagram(clip([-1, 1]), { sigmaW, sigmaB: [0.2] });
    for (const point of [row![0]!, row![50]!, row![100]!]) {
      const known = meanField({
        activation: { name: 'hard-tanh' },
        sigmaW: point.sigmaW,
        sigmaB: point.sigmaB,
      });
      expect(point.phase).toBe(known.phase);
      expectClose(point.qStar, known.qStar!, 1e-7);
      expectClose(point.cStar, known.cStar!, 1e-6);
    }
  });

  it('where only the second derivative jumps keep pairs to 1e-12: squared ReLU, by its arc-cosine kernel', () => {
    const squared: OwnActivation = {
      value: (h) => Math.max(h, 0) ** 2,
      derivative: (h) => 2 * Math.max(h, 0),
      secondDerivative: (h) => (h > 0 ? 2 : 0),
      kinks: [0],
    };
    const law = { activation: squared, sigmaW: 0.5, sigmaB: 0.5 };
    const { qStar } = meanField(law);
    const q = qStar!;
    expectClose(q, 0.25 * 1.5 * q * q + 0.25, 1e-12);
    for (const c of [-0.5, 0.1, 0.7, 0.99, 0.9999]) {
      const angle = Math.acos(c);
      const bend = 3 * Math.sin(angle) * c + (Math.PI - angle) * (1 + 2 * c * c);
      expectClose(correlationMap(law, c), (0.25 * q * bend) / (2 * Math.PI) + 0.25 / q, 1e-12);
    }
  });
});

describe('kinks that are not listed', () => {
  const field = (activation: OwnActivation) => () => meanField({ activation, sigmaW: 2, sigmaB: 0.3 });
  const missing = (name: string, place: number) =>
    `activation: expected kinks to list every jump of a derivative, got one of ${name} near ${place}`;
  const smoothButAt5: OwnActivation = {
    value: (h) => (h > 5 ? (h - 5) ** 2 / 2 : 0) + Math.tanh(h),
    derivative: (h) => (h > 5 ? h - 5 : 0) + 1 - Math.tanh(h) ** 2,
    secondDerivative: (h) => (h > 5 ? 1 : 0) - 2 * Math.tanh(h) * (1 - Math.tanh(h) ** 2),
  };
  it.each<[string, OwnActivation, string]>([
    ['hard-tanh', clip(), missing('derivative', -1)],
    ['one of two', clip([-1]), missing('derivative', 1)],
    ['SELU', selu(), missing('derivative', 0)],
    ['a jump of phi″', smoothButAt5, missing('secondDerivative', 5)],
    [
      'a step',
      { ...clip([0]), value: Math.sign },
      'activation: expected value to be continuous, got a jump near 0',
    ],
    ['no number', clip([Number.NaN]), 'activation: expected finite numbers in kinks, got NaN'],
  ])('are refused: %s', (_, activation, message) => {
    expect(field(activation)).toThrow(new RangeError(message));
  });
  it('but smooth functions are not, steep or large ones either', () => {
    const steep = 200;
    expect(
      field({
        value: (h) => Math.tanh(steep * h),
        derivative: (h) => steep / Math.cosh(steep * h) ** 2,
        secondDerivative: (h) => (-2 * steep * steep * Math.tanh(steep * h)) / Math.cosh(steep * h) ** 2,
      }),
    ).not.toThrow();
    const cube = { value: (h: number) => h ** 3, derivative: (h: number) => 3 * h * h };
    const activation = { ...cube, secondDerivative: (h: number) => 6 * h };
    // E h^6 = 15 q^3.
    expectClose(lengthMap({ activation, sigmaW: 2, sigmaB: 0.3 }, 2), 4 * 15 * 8 + 0.09, 1e-12);
  });
});

it('variances of any size come to an end', () => {
  const law = { activation: clip([-1, 1]), sigmaW: 1, sigmaB: 0 };
  for (const q of [0, 1e-300, 1e-20, 1e8, 1e100]) {
    const [mine, theirs] = [law, { ...law, activation: { name: 'hard-tanh' } as const }].map((x) =>
      lengthMap(x, q),
    );
    expect(Math.abs(mine! - theirs!)).toBeLessThan(1e-3);
  }
});
