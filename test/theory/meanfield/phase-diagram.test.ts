import { describe, expect, it } from 'vitest';
import {
  edgeOfChaos,
  meanField,
  type OwnActivation,
  type PhasePoint,
  phaseDiagram,
  type TheoryActivation,
} from '../../../src/theory/index.ts';
import { expectClose } from '../fixture.ts';

const line = (n: number, from: number, to: number) =>
  Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1));
const NAMES = ['relu', 'hard-tanh', 'tanh', 'erf', 'sin'] as const;

function agree(activation: TheoryActivation, point: PhasePoint, density: number): void {
  const { sigmaW, sigmaB } = point;
  const known = meanField({ activation, sigmaW, sigmaB, density });
  const where = JSON.stringify({ ...point, known });
  expect(point.phase, where).toBe(known.phase);
  for (const key of ['qStar', 'chi1', 'cStar'] as const) {
    const [value, expected] = [point[key], known[key]];
    if (expected === null || expected === 0) expect(value, where).toBe(expected);
    else if (key === 'cStar') expect(Math.abs(value! - expected), where).toBeLessThan(2e-11);
    else expectClose(value, expected, 1e-11);
  }
  for (const key of ['xiQ', 'xiC'] as const) {
    const [value, expected] = [point[key], known[key]];
    if (expected === null || expected === 0) expect(value, where).toBe(expected);
    else expect(Math.abs(1 / value! - 1 / expected), where).toBeLessThan(1e-9 * Math.max(1, 1 / expected));
  }
}

describe('phase diagram', () => {
  it.each(NAMES)('of %s has the points of meanField in its rows, tabulated or not', (name) => {
    for (const [n, top] of [
      [24, 20],
      [24, 2],
      [4, 3],
    ] as const) {
      const [sigmaW, sigmaB] = [line(n, 0, top), line(n, 0, top / 2)];
      const rows = phaseDiagram({ name }, { sigmaW, sigmaB, density: 0.8 });
      expect(rows.map((row) => row[0]!.sigmaB)).toEqual(sigmaB);
      expect(rows[1]!.map((point) => point.sigmaW)).toEqual(sigmaW);
      for (let i = 0; i < n; i += 3)
        for (let j = 0; j < n; j += i % 2 === 0 ? 4 : 5) agree({ name }, rows[i]![j]!, 0.8);
    }
  });

  it('takes activations of the user, and tabulates them', () => {
    const own: OwnActivation = {
      value: (h) => Math.tanh(h) + 0.1,
      derivative: (h) => 1 - Math.tanh(h) ** 2,
      secondDerivative: (h) => -2 * Math.tanh(h) * (1 - Math.tanh(h) ** 2),
    };
    const rows = phaseDiagram(own, { sigmaW: line(12, 0.5, 2.5), sigmaB: line(10, 0.1, 0.6) });
    for (const [i, j] of [
      [0, 0],
      [3, 11],
      [9, 7],
      [5, 9],
    ] as const)
      agree(own, rows[i]![j]!, 1);
  });

  it('changes its phase on the edge of chaos', () => {
    for (const name of ['tanh', 'erf', 'hard-tanh', 'sin'] as const) {
      for (const sigmaB of [0.01, 0.3, 2, 10]) {
        const { sigmaW, qStar } = edgeOfChaos({ name }, { sigmaB })!;
        const [row] = phaseDiagram(
          { name },
          { sigmaW: [sigmaW * (1 - 1e-6), sigmaW, sigmaW * (1 + 1e-6)], sigmaB: [sigmaB] },
        );
        expect(row!.map(({ phase }) => phase)).toEqual(['ordered', 'critical', 'chaotic']);
        expectClose(row![1]!.qStar, qStar!, 1e-9);
      }
    }
  });
});

describe('edge of chaos', () => {
  it('moves to sigma_w / sqrt(density)', () => {
    const dense = edgeOfChaos({ name: 'tanh' }, { sigmaB: 0.3 })!;
    const sparse = edgeOfChaos({ name: 'tanh' }, { sigmaB: 0.3, density: 0.25 })!;
    expectClose(sparse.sigmaW, 2 * dense.sigmaW);
    expect(sparse.qStar).toBe(dense.qStar);
    expect(edgeOfChaos({ name: 'tanh' }, { sigmaB: 0.3, density: 0 })).toBeNull();
  });

  it("starts at 1/|phi'(0)| without biases, and is the point sqrt 2 for ReLU", () => {
    expect(edgeOfChaos({ name: 'tanh' }, { sigmaB: 0 })).toMatchObject({
      ...{ sigmaW: 1, qStar: 0, stable: false },
    });
    expectClose(edgeOfChaos({ name: 'erf' }, { sigmaB: 0 })!.sigmaW, Math.sqrt(Math.PI) / 2);
    const relu = edgeOfChaos({ name: 'relu' }, { sigmaB: 0 })!;
    expectClose(relu.sigmaW, Math.SQRT2);
    expect(relu.qStar).toBeNull();
    expect(edgeOfChaos({ name: 'relu' }, { sigmaB: 0.1 })).toBeNull();
    expect(() => edgeOfChaos({ name: 'relu' }, { sigmaB: -1 })).toThrow(RangeError);
  });

  it('of tanh leaves 1 like (3 sigma_b^2 / 4)^(1/3)', () => {
    // q E phi'^2 - E phi^2 = (4/3) q^3 + …, and sigma_w^2 = 1 + 2 q + …
    for (const sigmaB of [1e-8, 1e-6, 1e-4]) {
      const q = Math.cbrt(0.75 * sigmaB * sigmaB);
      expectClose(edgeOfChaos({ name: 'tanh' }, { sigmaB })!.sigmaW - 1, q, 10 * q + 1e-15 / q);
    }
  });
});
