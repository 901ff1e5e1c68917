import { describe, expect, it } from 'vitest';
import { endpointStream, normals, openStream } from '../../src/random/index.ts';
import { chained, residualBracket } from '../../src/theory/residual-bracket.ts';

const [N, M, SCALE] = [5, 4, 0.9];
/** A ReLU layer of M neurons and a linear one of N, dense Gaussian weights of variance 1 / fan-in. */
const RELU = { square: M / (2 * N), spread: (2 * 3 - 1) / M };
const LINEAR = { square: N / M, spread: (3 - 1) / N };
const BRANCH = chained([RELU, LINEAR]);

/** |u + s V D W u|² and its square for drawn W, V; |u| = 1; `projected`: with P u for u, P as V is. */
function simulated(
  networks: number,
  projected = false,
): {
  squares: Float64Array;
  fourths: Float64Array;
  lengths: Float64Array;
} {
  const stream = openStream(endpointStream(18, 0));
  const u = Float64Array.from({ length: N }, (_, j) => (j + 1) / Math.sqrt(55));
  const z = Float64Array.from({ length: N }, (_, j) => 1 - 0.6 * j);
  const squares = Float64Array.from({ length: networks }, () => {
    const w = normals(stream, M * N);
    const v = normals(stream, N * M);
    const y = Float64Array.from({ length: M }, (_, i) => {
      let [h, dh] = [0, 0];
      for (let j = 0; j < N; j++) {
        h += (w[i * N + j]! / Math.sqrt(N)) * z[j]!;
        dh += (w[i * N + j]! / Math.sqrt(N)) * u[j]!;
      }
      return h > 0 ? dh : 0;
    });
    const p = projected ? normals(stream, N * N) : null;
    let square = 0;
    for (let i = 0; i < N; i++) {
      let out = p === null ? u[i]! : u.reduce((sum, x, j) => sum + (p[i * N + j]! / Math.sqrt(N)) * x, 0);
      for (let k = 0; k < M; k++) out += ((SCALE * v[i * M + k]!) / Math.sqrt(M)) * y[k]!;
      square += out * out;
    }
    return square;
  });
  return { squares, fourths: squares.map((x) => x * x), lengths: squares.map(Math.sqrt) };
}

function meanOf(values: Float64Array): { mean: number; sem: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, sem: Math.sqrt(variance / values.length) };
}

describe('residualBracket', () => {
  const { squares, fourths, lengths } = simulated(40_000);
  const c = SCALE * SCALE * BRANCH.square;

  it('has the exact mean square, 1 + s² E|dB|²', () => {
    const { mean, sem } = meanOf(squares);
    expect(c).toBeCloseTo((SCALE * SCALE) / 2, 14);
    expect(Math.abs(mean - (1 + c)), `${mean} ± ${sem}`).toBeLessThan(4 * sem);
  });

  it('bounds fourth moments, of Gaussian branches exactly', () => {
    // For Gaussian weights the bound of the ReLU layer is its value: T(p) = 3 for every tangent.
    const { mean, sem } = meanOf(fourths);
    const bound = 1 + 2 * c + (4 * c) / N + c * c * (1 + BRANCH.spread);
    expect(Math.abs(mean - bound), `${mean} ± ${sem} against ${bound}`).toBeLessThan(4 * sem);
  });

  it('encloses the mean length', () => {
    const { mean, sem } = meanOf(lengths);
    const { lower, upper } = residualBracket(SCALE, BRANCH, N);
    expect(lower).toBeGreaterThan(1);
    expect(mean).toBeGreaterThan(lower - 4 * sem);
    expect(mean).toBeLessThan(upper + 4 * sem);
  });

  it('has the mean square, fourth moment and bracket of both arms with a projection', () => {
    const made = simulated(40_000, true);
    const shortcut = { square: 1, spread: (3 - 1) / N };
    const fourth = 1 + shortcut.spread + 2 * c + (4 * c) / N + c * c * (1 + BRANCH.spread);
    const exact = [meanOf(made.squares), meanOf(made.fourths)];
    [1 + c, fourth].forEach((value, i) => {
      const { mean, sem } = exact[i]!;
      expect(Math.abs(mean - value), `${mean} ± ${sem} against ${value}`).toBeLessThan(4 * sem);
    });
    const { mean, sem } = meanOf(made.lengths);
    const { lower, upper } = residualBracket(SCALE, BRANCH, N, shortcut);
    expect(mean).toBeGreaterThan(lower - 4 * sem);
    expect(mean).toBeLessThan(upper + 4 * sem);
    expect(residualBracket(SCALE, BRANCH, N, { square: 0, spread: 0 }).lower).toBeGreaterThan(0);
    expect(residualBracket(0, BRANCH, N, shortcut)).toEqual({
      lower: 1 / Math.sqrt(1 + shortcut.spread),
      upper: 1,
    });
  });

  it('is 1 at scale 0, at least 1 always, and close in wide layers', () => {
    expect(residualBracket(0, BRANCH, 3)).toEqual({ lower: 1, upper: 1 });
    expect(residualBracket(3, { square: 1, spread: 1e6 }, 3).lower).toBe(1);
    expect(residualBracket(1e200, BRANCH, 3).lower).toBe(1);
    const { lower, upper } = residualBracket(1, { square: 2, spread: 7 / 1000 }, 1000);
    expect(upper / lower).toBeLessThan(1.01);
  });
});
