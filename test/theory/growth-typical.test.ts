import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activation, NetworkSpec } from '../../src/network/index.ts';
import { meanLog } from '../../src/theory/growth-mean-log.ts';
import { growthTheory, typicalGrowth } from '../../src/theory/index.ts';
import { expectClose, golden, network, uniform } from './fixture.ts';

const EULER = 0.5772156649015329;
const layer = (k: number, activation: Activation = { name: 'relu' }) =>
  network({ inputDim: k, widths: [k], activation });
const typical = (spec: NetworkSpec) => typicalGrowth(spec)[0]!.growth;

/** E ln chi^2_b = psi(b/2) + ln 2, for b = 1 … k, by the recurrence of the digamma function. */
function meanLogChiSquare(k: number): number[] {
  const values = [Number.NaN, -EULER - Math.LN2, -EULER + Math.LN2];
  for (let b = 3; b <= k; b++) values.push(values[b - 2]! + 2 / (b - 2));
  return values;
}

/** The same as a sum over the number of open gates. */
function bySum(k: number): number {
  const logs = meanLogChiSquare(k);
  let weight = 2 ** -k;
  let [mass, sum] = [0, 0];
  for (let b = 1; b <= k; b++) {
    weight *= (k - b + 1) / b;
    mass += weight;
    sum += weight * logs[b]!;
  }
  return Math.sqrt(2 / k) * Math.exp(sum / mass / 2);
}

describe('typicalGrowth', () => {
  it('has the golden value at width 100, and multiplies up', () => {
    const [first, second] = typicalGrowth(network());
    expectClose(first!.growth, golden('Gtyp_He_k100'));
    expectClose(second!.ratio, golden('Gtyp_He_k100') ** 2);
  });

  it.each([1, 2, 3, 10, 50, 400, 1000])('is the sum over open gates at width %i', (k) => {
    expectClose(typical(layer(k)), bySum(k), 1e-13);
  });

  it('of a linear layer is that of chi_k, and leaky ReLU tends to it', () => {
    for (const k of [1, 2, 9, 80]) {
      const chi = Math.sqrt(2 / k) * Math.exp(meanLogChiSquare(k)[k]! / 2);
      expectClose(typical(layer(k, { name: 'linear' })), chi, 1e-13);
      expectClose(typical(layer(k, { name: 'leaky-relu', slope: 1 })), chi, 1e-13);
      expectClose(
        typical(layer(k, { name: 'leaky-relu', slope: -2 })),
        2 * typical(layer(k, { name: 'leaky-relu', slope: 0.5 }))!,
        1e-13,
      );
    }
  });

  it('knows slopes that are almost 0: the image is then tiny with probability 1/4, not dead', () => {
    const logs = meanLogChiSquare(2);
    for (const slope of [1e-30, 1e-150]) {
      // Both gates minor with probability 1/4, one open 1/2, both 1/4.
      const mean = (logs[2]! + 2 * Math.log(slope)) / 4 + logs[1]! / 2 + logs[2]! / 4;
      expectClose(typical(layer(2, { name: 'leaky-relu', slope })), Math.exp(mean / 2), 1e-12);
    }
    expect(typical(layer(2, { name: 'leaky-relu', slope: 1e-160 }))).toBeNull();
  });

  it('is 1 - 5/(4k) for wide layers, twice as far below 1 as the mean', () => {
    for (const k of [1e4, 1e6]) expectClose((1 - typical(layer(k))!) * k, 1.25, 3 / k);
  });

  it('lies below the exact growth from width 2 on, and below it given that the layer is alive at width 1', () => {
    const activations = fc.oneof(
      fc.constant<Activation>({ name: 'relu' }),
      fc.double({ min: -3, max: 3, noNaN: true }).map((slope): Activation => ({ name: 'leaky-relu', slope })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3000 }), activations, (k, activation) => {
        const spec = layer(k, activation);
        const value = typical(spec);
        if (value !== null)
          expect(value).toBeLessThanOrEqual(growthTheory(spec, { meanSquare: 1 })[0]!.growth.exact!);
      }),
      { seed: 21, numRuns: 200 },
    );
    const { exact } = growthTheory(layer(1), { meanSquare: 1 })[0]!.growth;
    expect(typical(layer(1))!).toBeGreaterThan(exact!);
    expect(typical(layer(1))!).toBeLessThan(2 * exact!);
  });

  it('is null where it is not known', () => {
    const { ratio, growth } = typicalGrowth(network({ weights: uniform }))[1]!;
    expect([ratio, growth]).toEqual([null, null]);
    for (const changes of [{ density: 0.5 }, { sigmaW: 0 }, { activation: { name: 'hard-tanh' } }] as const) {
      expect(typical(network(changes))).toBeNull();
    }
    expect(typicalGrowth(network({ widths: Array(1500).fill(2), sigmaW: 0.3 })).at(-1)!.ratio).toBeNull();
  });
});

describe('meanLog', () => {
  it('of a single variance is that of chi-square, up to a million', () => {
    for (const k of [1, 7, 1000]) {
      expect(meanLog(k, [{ probability: 1, variance: 1 }])).toBeCloseTo(meanLogChiSquare(k)[k]!, 12);
    }
    // psi(x) = ln x - 1/(2x) - …, x = k/2
    const k = 1e6;
    expect(meanLog(k, [{ probability: 1, variance: 0.25 }])).toBeCloseTo(Math.log(k / 4) - 1 / k, 11);
  });
});
