import { describe, expect, it } from 'vitest';
import {
  expectedUnexplained,
  Regression,
  thresholdOf,
  unexplainedGiven,
} from '../../src/figures/regression.ts';
import { normals, openStream, streamKey } from '../../src/random/index.ts';

/** Sample by sample, from columns. */
function design(columns: readonly ArrayLike<number>[]) {
  const samples = columns[0]!.length;
  const values = Float64Array.from(
    { length: samples * columns.length },
    (_, at) => columns[at % columns.length]![Math.floor(at / columns.length)]!,
  );
  return { values, samples, outputs: columns.length };
}

const wave = (j: number, samples = 64) =>
  Float64Array.from({ length: samples }, (_, t) => Math.sin((2 * Math.PI * j * (t + 0.5)) / samples));

describe('the regression', () => {
  it('leaves nothing of combinations of the outputs and all of what is orthogonal to them', () => {
    const regression = new Regression(design([wave(1), wave(3), wave(4)]), 1e-12);
    expect(regression.unexplained(wave(3).map((x, t) => 2 * x - wave(1)[t]!))).toBeLessThan(1e-12);
    expect(regression.unexplained(wave(2))).toBeCloseTo(1, 12);
    // Half of the square of the sum of two orthogonal waves of one size.
    expect(regression.unexplained(wave(1).map((x, t) => x + wave(2)[t]!))).toBeCloseTo(0.5, 12);
    for (const [t, value] of regression.fit(wave(1).map((x, i) => x + wave(2)[i]!)).entries())
      expect(value).toBeCloseTo(wave(1)[t]!, 10);
  });
  it('with a ridge μ leaves μ / (|a|² + μ) of one output a', () => {
    const a = wave(5);
    const size = a.reduce((sum, x) => sum + x * x, 0);
    expect(new Regression(design([a]), 7).unexplained(a)).toBeCloseTo(7 / (size + 7), 12);
  });
  it('leaves no more where there are more outputs', () => {
    const f = Float64Array.from({ length: 64 }, (_, t) => Math.cos(t * t));
    const left = [1, 2, 3, 4, 5, 6].map((n) =>
      new Regression(design(Array.from({ length: n }, (_, j) => wave(j + 1))), 1e-9).unexplained(f),
    );
    for (let i = 1; i < left.length; i++) expect(left[i]!).toBeLessThanOrEqual(left[i - 1]! + 1e-12);
  });
});

describe('the threshold', () => {
  it('of equal eigenvalues solves its equation in closed form', () => {
    // 10 eigenvalues 1, 4 outputs, no ridge to speak of: 10 / (1 + κ) = 4.
    expect(
      thresholdOf(new Float64Array(10).fill(1), {
        outputs: 4,
        ridge: 1e-12,
      }),
    ).toBeCloseTo(1.5, 9);
  });
  it('of more outputs than directions is the ridge over what is left of them', () => {
    const kappa = thresholdOf(new Float64Array(3).fill(1), {
      outputs: 8,
      ridge: 1e-6,
    });
    expect(kappa).toBeCloseTo(1e-6 / 5, 11);
  });
});

describe('expectations', () => {
  const [samples, outputs, draws] = [60, 20, 60];
  /** Standard deviations that fall by frequency. */
  const directions = Array.from({ length: 29 }, (_, j) => wave(j + 1, samples).map((x) => 0.8 ** j * x));
  const functions = [1, 8, 16, 25].map((j) => wave(j, samples));
  const ridge = 1e-6;
  const kernel = Float64Array.from({ length: samples * samples }, (_, at) =>
    directions.reduce((sum, d) => sum + d[Math.floor(at / samples)]! * d[at % samples]!, 0),
  );
  const combinations = (of: readonly ArrayLike<number>[], count: number, key: number) =>
    Array.from({ length: count }, (_, i) => {
      const normal = normals(openStream(streamKey([key, i])), of.length);
      return Float64Array.from({ length: samples }, (_, t) =>
        of.reduce((sum, d, k) => sum + normal[k]! * d[t]!, 0),
      );
    });
  const compare = (measured: number[][], expected: number[]) => {
    for (const [k, value] of expected.entries()) {
      const own = measured.map((left) => left[k]!);
      const mean = own.reduce((sum, x) => sum + x, 0) / draws;
      const sem = Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws - 1) / draws);
      // Equivalents are off by the order of 1 / outputs.
      expect(Math.abs(mean - value), `${mean} ± ${sem} against ${value}`).toBeLessThan(
        4 * sem + value / outputs,
      );
    }
  };

  it('of Gaussian outputs are met', () => {
    const measured = Array.from({ length: draws }, (_, draw) => {
      const regression = new Regression(design(combinations(directions, outputs, draw)), ridge);
      return functions.map((f) => regression.unexplained(f));
    });
    const random = { outputs, ridge };
    const expected = expectedUnexplained(kernel, samples, random, functions);
    expect(expected[0]!).toBeLessThan(0.01);
    expect(expected[3]!).toBeGreaterThan(0.8);
    compare(measured, expected);
    compare(measured, unexplainedGiven(design(directions), { outputs, ridge }, functions));
  });
});
