/** Maxout in wide networks: closed forms of two, quadratures of other programs, simulation, and its maps. */
import { describe, expect, it, test } from 'vitest';
import {
  correlationMap,
  covarianceMap,
  edgesOfChaos,
  meanField,
  normalisedMeanField,
  phaseDiagram,
  residualDepthScale,
} from '../../../src/theory/index.ts';
import { largestMoments } from '../../../src/theory/meanfield/largest-moments.ts';
import { maxoutKernel } from '../../../src/theory/meanfield/maxout.ts';
import { expectClose } from '../fixture.ts';

/** Standard normals of a fixed seed (Marsaglia's xorshift, Box and Muller). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

describe('moments of the largest of k standard normals', () => {
  const root3 = Math.sqrt(3);
  test.each([
    [3, 1.5 / Math.sqrt(Math.PI), root3 / (2 * Math.PI)],
    [4, 1.0293753730039641, root3 / Math.PI],
    // By mpmath, 25 digits.
    [5, 1.1629644736405196, 0.8000204359706328],
    [10, 1.5387527308351729, 1.7121037899133922],
    [1000, 3.241435769133441, 9.630361262511641],
    [1e6, 4.862897486196463, 22.70927823266871],
  ])('are known: k = %d', (k, mean, squareExcess) => {
    const moments = largestMoments(k);
    expectClose(moments.mean, mean, 1e-13);
    expectClose(moments.squareExcess, squareExcess, 1e-13);
  });

  test('are exactly those of one normal for k = 1, and in even orders for k = 2', () => {
    expect(largestMoments(1)).toEqual({ mean: 0, squareExcess: 0, fourthExcess: 0 });
    expect(largestMoments(2)).toMatchObject({ squareExcess: 0, fourthExcess: 0 });
    expectClose(largestMoments(2).mean, 1 / Math.sqrt(Math.PI), 1e-14);
  });

  test('have fourth ones, which are at most three times the squares of the second', () => {
    expectClose(largestMoments(3).fourthExcess, 1.1945459400805494, 1e-13);
    expectClose(largestMoments(100).fourthExcess, 44.14502160633235, 1e-13);
    for (const k of [1, 2, 3, 4, 5, 7, 10, 30, 100, 1e4, 1e6]) {
      const { squareExcess, fourthExcess } = largestMoments(k);
      expect(3 + fourthExcess).toBeLessThanOrEqual(3 * (1 + squareExcess) ** 2);
    }
  });

  test('are those of the literature on initialising maxout: 1 / E F² = 0.78391, 0.64461, 0.55555', () => {
    for (const [k, scale] of [
      [3, 0.78391],
      [4, 0.64461],
      [5, 0.55555],
    ] as const)
      expect(1 / (1 + largestMoments(k).squareExcess)).toBeCloseTo(scale, 5);
  });
});

describe('pairs', () => {
  const CORRELATIONS = [-1, -0.9999, -0.6, -1e-3, 0, 0.3, 0.5, 0.9, 0.9999, 1 - 1e-9, 1];

  it('of two are half a sum and half a modulus: max(a, b) = (a + b)/2 + |a - b|/2', () => {
    const pair = maxoutKernel(2).at(0.7);
    for (const c of CORRELATIONS) {
      const modulus = (2 / Math.PI) * (Math.sqrt((1 - c) * (1 + c)) + c * Math.asin(c));
      expect(Math.abs(pair.product(c) - (0.7 * (c + modulus)) / 2)).toBeLessThan(1e-13);
      expect(Math.abs(pair.slope(c) - (1 - Math.acos(c) / Math.PI))).toBeLessThan(1e-13);
    }
    // Angle² / 2 less 2/π of what |a| |a'| loses, angle³ / 6, to leading orders.
    for (const angle of [1e-2, 1e-5, 1e-8]) {
      const gap = 2 * Math.sin(angle / 2) ** 2;
      const exact = 0.7 * (gap - (Math.sin(angle) - angle * Math.cos(angle)) / Math.PI);
      expectClose(
        pair.deficit(gap),
        angle < 1e-3 ? (0.7 * angle * angle) / 2 - (0.7 * angle ** 3) / (3 * Math.PI) : exact,
        1e-9,
      );
    }
  });

  // By Plackett's integral for the bivariate normal distribution and Gauss rules of 160 × 160 nodes, in
  // numpy.
  test.each([
    [3, -0.6, 0.13138128025619836, 0.5777387476372944],
    [3, 0.3, 0.44735091175483416, 0.8329295767418992],
    [3, 0.9, 0.7908182447692049, 1.1896663445335873],
    [5, -0.6, 0.04225139166338167, 1.284325534448725],
    [5, 0.3, 0.3148521970076722, 1.4290008001608163],
    [5, 0.9, 0.7217929819680646, 1.718801560263653],
    [20, -0.6, 0.0009928685239566, 3.4773214810902364],
    [20, 0.9, 0.5846723726657712, 3.691743718930778],
  ])('of %d at correlation %d are those of other quadratures', (k, c, same, product) => {
    const pair = maxoutKernel(k).at(1);
    expect(Math.abs(pair.slope(c) - same)).toBeLessThan(1e-12);
    expectClose(pair.product(c), product, 1e-12);
    expectClose(maxoutKernel(k).product(4, 0.25, c), product, 1e-12);
  });

  test.each([2, 3, 6, 10, 50, 1000])('of %d are consistent at c = 1, 0 and -1, and have slope S', (k) => {
    const kernel = maxoutKernel(k);
    const pair = kernel.at(1);
    expectClose(pair.product(1), kernel.square(1), 1e-14);
    expectClose(pair.product(0), largestMoments(k).mean ** 2, 1e-12);
    expectClose(pair.slope(0), 1 / k, 1e-11);
    expect(pair.slope(1)).toBe(1);
    // The largest of one point is the largest of its negative never, where there are two or more.
    expect(Math.abs(pair.slope(-1))).toBeLessThan(1e-10);
    const step = 1e-4;
    for (const c of [-0.7, 0.2, 0.6]) {
      const slope = (pair.product(c + step) - pair.product(c - step)) / (2 * step);
      expect(Math.abs(slope - pair.slope(c))).toBeLessThan(1e-6);
    }
  });

  test.each([
    [3, 0.4, 7],
    [6, -0.3, 8],
  ])('of %d at correlation %d are those of a simulation', (k, c, seed) => {
    const next = normals(seed);
    const s = Math.sqrt(1 - c * c);
    const count = 200_000;
    let [sum, squares, same] = [0, 0, 0];
    for (let n = 0; n < count; n++) {
      let [best, other, at, otherAt] = [-Infinity, -Infinity, -1, -1];
      for (let i = 0; i < k; i++) {
        const z = next();
        const w = c * z + s * next();
        if (z > best) [best, at] = [z, i];
        if (w > other) [other, otherAt] = [w, i];
      }
      const product = best * other;
      sum += product;
      squares += product * product;
      if (at === otherAt) same++;
    }
    const pair = maxoutKernel(k).at(1);
    const mean = sum / count;
    const error = Math.sqrt((squares / count - mean * mean) / count);
    const z = (mean - pair.product(c)) / error;
    expect(Math.abs(z), `E F F' ${mean}, seed ${seed}: ${z} standard errors`).toBeLessThan(4);
    const share = pair.slope(c);
    const off = (same / count - share) / Math.sqrt((share * (1 - share)) / count);
    expect(Math.abs(off), `S ${same / count}, seed ${seed}: ${off} standard errors`).toBeLessThan(4);
  });
});

describe('the maps of maxout', () => {
  const square3 = 1 + Math.sqrt(3) / (2 * Math.PI);

  it('have a line for lengths, and tangents of slope σ_w²', () => {
    const { qStar, chi1, chi2, cStar, lengthMapSlope, xiC, phase } = meanField({
      activation: 'maxout:3',
      ...{ sigmaW: 0.7, sigmaB: 0.3 },
    });
    expectClose(qStar!, 0.09 / (1 - 0.49 * square3), 1e-13);
    expectClose(chi1!, 0.49, 1e-13);
    expectClose(lengthMapSlope!, 0.49 * square3, 1e-13);
    expectClose(xiC!, -1 / Math.log(0.49), 1e-12);
    expect([chi2, cStar, phase]).toEqual([null, 1, 'ordered']);
  });

  it('make every q a fixed point at σ_w² = 1 / E F², where angles close by that factor a layer', () => {
    const law = { activation: 'maxout:3', sigmaW: Math.sqrt(1 / square3), sigmaB: 0 };
    expect(meanField(law)).toMatchObject({ qStar: null, cStar: 1, phase: 'ordered', xiQ: null });
    expectClose(meanField(law).slopeAtCStar!, 1 / square3, 1e-12);
    expectClose(correlationMap(law, 0.3)!, maxoutKernel(3).at(1).product(0.3) / square3, 1e-12);
    expectClose(covarianceMap(law, 4, 1, 0.3), (2 * maxoutKernel(3).at(1).product(0.3)) / square3, 1e-12);
  });

  it('are those of ReLU with √2 times the weights for two, and of the identity for one', () => {
    const [two, relu] = [
      { activation: 'maxout:2', sigmaW: 0.9, sigmaB: 0.4 },
      { activation: 'relu', sigmaW: 0.9 * Math.SQRT2, sigmaB: 0.4 },
    ].map((law) =>
      [Object.values(meanField(law)), [-0.5, 0.1, 0.8].map((c) => correlationMap(law, c))].flat(),
    );
    two!.forEach((value, i) => {
      if (typeof value === 'number') expectClose(value, relu![i] as number, 1e-12);
      else expect(value).toBe(relu![i]);
    });
    const [one, linear] = ['maxout:1', 'linear'].map((activation) =>
      meanField({ activation, sigmaW: 0.8, sigmaB: 0.4 }),
    );
    expect(one).toEqual(linear);
  });

  it('leave the edge of chaos without a length to settle at, from three on', () => {
    expect(edgesOfChaos('maxout:3', { sigmaB: 0, density: 0.25 })).toEqual([
      { sigmaW: 2, qStar: 0, stable: false, lengthMapSlope: expect.closeTo(square3, 13) },
    ]);
    expect(edgesOfChaos('maxout:2', { sigmaB: 0 })).toEqual(edgesOfChaos('linear', { sigmaB: 0 }));
    expect(edgesOfChaos('maxout:3', { sigmaB: 0.1 })).toEqual([]);
    const phases = phaseDiagram('maxout:3', { sigmaW: [0.8, 0.95, 1, 1.2], sigmaB: [0] })[0]!;
    expect(phases.map(({ phase }) => phase)).toEqual(['ordered', 'ordered', 'critical', 'chaotic']);
    expect(phases.map(({ qStar }) => qStar)).toEqual([0, null, null, null]);
  });

  it('go into residual and normalised networks', () => {
    expectClose(
      residualDepthScale({ activation: 'maxout:3', sigmaW: 1, sigmaB: 0, sigmaV: 1, scale: 0.5 })!,
      2 / Math.log(1.25),
      1e-12,
    );
    const { chi1 } = normalisedMeanField({
      ...{ activation: 'maxout:3', sigmaW: 1, sigmaB: 0 },
      ...{ norm: 'rms-norm', place: 'before-activation' },
    });
    expectClose(chi1!, 1 / square3, 1e-12);
  });

  it('are refused for what is no k', () => {
    expect(() => meanField({ activation: 'maxout:0', sigmaW: 1, sigmaB: 0 })).toThrow(
      'activation: expected maxout:k with k rows a unit, from 1 to 1,000,000, got "maxout:0"',
    );
  });
});
