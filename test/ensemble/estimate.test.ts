import { describe, expect, test } from 'vitest';
import { growthColumn, lengthColumn, meanGrowthColumn } from '../../src/ensemble/columns.ts';
import { corrected, growthControls, lengthControls } from '../../src/ensemble/controls.ts';
import { controlledEstimate, meanGrowth, plainEstimate } from '../../src/ensemble/estimate.ts';
import { growthMoments, mergedLayers, productLayers } from '../../src/ensemble/growth-moments.ts';
import { inlineExecutor, runEnsemble, statistic } from '../../src/ensemble/index.ts';
import { growthProducts, productHalfWidth, spreadOf } from '../../src/ensemble/products.ts';
import type { ScaledColumn } from '../../src/ensemble/types.ts';
import { type LengthRecord, type Stretch, type Stretches, stretches } from '../../src/measure/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { tQuantile } from '../../src/numeric/t-quantile.ts';
import { resultDocument } from '../../src/result/document.ts';
import { measuredCells } from '../../src/run/beside-theory.ts';
import { EXPERIMENT, PROVENANCE } from '../result/fixture.ts';
import { planOf, subjectsOf } from './fixture.ts';

const valuesOf = ({ mantissa, exponent }: ScaledColumn) =>
  Array.from(mantissa, (m, i) => ldexp(m, exponent[i]!));

/** Root mean square 2^(e + 1), mean 3/4 of it. */
const stretch = (e: number): Stretch => ({
  root: { mantissa: 1, exponent: e + 1 },
  mean: { mantissa: 1.5, exponent: e },
  share: 0.75,
  constant: false,
  bounded: true,
  variance: 0.5,
});
const layer = (e = 0): Stretches => ({ length: stretch(e), preLength: stretch(e) });

/** Three networks of depth 3 on an input of length 2; the last one dies in layer 2. */
const record: LengthRecord = {
  first: 0,
  networks: 3,
  depth: 3,
  length: Float64Array.of(4, 6, 12, 3, 5, 8, 2, 0, 0),
  preLength: Float64Array.of(8, 12, 24, 6, 10, 16, 4, 1, 0),
  exponent: new Int32Array(9),
  energies: {
    length: Float32Array.of(0.5, -0.25, 0.25, 0.125, 0.5, 0, -0.5, -1, 0),
    preLength: Float32Array.of(0.25, 0, 0.5, 0, 0.25, 0.25, -0.25, -0.5, 0),
  },
  measures: {},
};

describe('controls', () => {
  test('are C_l = m C_(l-1) + r X_(l-1) E_l / 2', () => {
    const [first, second, third] = [...lengthControls(record, [layer(), layer(), layer()], 2)];
    expect(valuesOf(first!.length!)).toEqual([1, 0.25, -1]);
    expect(valuesOf(first!.preLength()!)).toEqual([0.5, 0, -0.5]);
    // 1.5 C_1 + X_1 E_2
    expect(valuesOf(second!.length!)).toEqual([0.5, 0.375 + 1.5, -1.5 - 2]);
    expect(valuesOf(second!.preLength()!)).toEqual([1.5, 0.375 + 0.75, -1.5 - 1]);
    expect(valuesOf(third!.length!)).toEqual([0.75 + 1.5, 1.5 * 1.875, -1.5 * 3.5]);
  });

  test('begin anew behind a layer that has none', () => {
    const unknown = { length: null, preLength: stretch(0) };
    const [, second, third] = [...lengthControls(record, [layer(), unknown, layer()], 2)];
    expect(second!.length).toBeNull();
    expect(valuesOf(second!.preLength()!)).toEqual([1.5, 0.375 + 0.75, -1.5 - 1]);
    expect(valuesOf(third!.length!)).toEqual([1.5, 0, 0]);
  });

  test('of growth are the layer’s own', () => {
    const controls = growthControls(record, 2, [layer(), layer(), layer()])!;
    expect(valuesOf(controls)).toEqual([-0.25, 0.5, -1]);
    const third = corrected(
      growthColumn(record, 3, 2),
      growthControls(record, 3, [layer(), layer(), layer()])!,
    );
    expect(valuesOf(third)).toEqual([1.75, 1.6, Number.NaN]);
  });

  test('keep far beyond the range of a double', () => {
    const far = [layer(3000), layer(3000), layer(-6000)];
    const exponent = Int32Array.of(3000, 6000, 0, 3000, 6000, 0, 3000, 6000, 0);
    const scaled = [...lengthControls({ ...record, exponent }, far, 2)];
    const near = [...lengthControls(record, [layer(), layer(), layer()], 2)];
    [3000, 6000, 0].forEach((e, l) => {
      const { mantissa, exponent: at } = scaled[l]!.length!;
      expect(valuesOf({ mantissa, exponent: at.map((x) => x - e) })).toEqual(valuesOf(near[l]!.length!));
    });
  });
});

describe('estimates', () => {
  const values = lengthColumn(record, 1, 'length');
  const plain = statistic(values);

  test('are the statistics of what is left, and say what they gain', () => {
    const [controls] = lengthControls(record, [layer(), layer(), layer()], 2);
    const left = { mantissa: Float64Array.of(3, 2.75, 3), exponent: new Int32Array(3) };
    const { mean, sem, ci95 } = statistic(left, true);
    const gain = (plain.sem! / sem!) ** 2;
    const estimate = controlledEstimate(plain, values, controls!.length);
    expect(estimate).toEqual({ mean, sem, ci95, method: 'energy-martingale', gain });
  });

  test('without controls are the plain mean', () => {
    const { mean, sem, ci95 } = plain;
    expect(controlledEstimate(plain, values, null)).toEqual({ mean, sem, ci95, method: 'plain', gain: 1 });
    expect(plainEstimate({ mean: 3, sem: null, ci95: null })).toMatchObject({ gain: null });
  });

  test('of the mean growth are a quotient: sum over number, and the interval of its residuals', () => {
    const unknown = { length: null, preLength: null };
    const { estimate, ci95, sem: plain } = meanGrowth(record, 2, [unknown, unknown, unknown]);
    const sums = [1.5 + 2, 5 / 3 + 8 / 5, 0];
    const lives = [2, 2, 1];
    const mean = (sums[0]! + sums[1]!) / 5;
    const residuals = sums.map((sum, i) => (sum - lives[i]! * mean) / (5 / 3));
    const sem = Math.sqrt(residuals.reduce((s, x) => s + x * x, 0) / 2 / 3);
    expect(estimate.mean).toBeCloseTo(mean, 14);
    expect(estimate.sem).toBeCloseTo(sem, 14);
    expect(estimate).toMatchObject({ method: 'plain', gain: 1 });
    expect(statistic(meanGrowthColumn(record, 2)).mean).toBeCloseTo(mean, 14);
    // The plain standard error is that of the values, the plain interval that of the residuals.
    expect(plain).toBe(statistic(meanGrowthColumn(record, 2)).sem);
    expect(ci95).toEqual(estimate.ci95);
    const corrected = meanGrowth(record, 2, [layer(), layer(), layer()]);
    const half = tQuantile(0.025, 2) * sem;
    expect(corrected.ci95![0]).toBeCloseTo(mean - half, 13);
    expect(corrected.ci95![1]).toBeCloseTo(mean + half, 13);
    const better = corrected.estimate;
    expect(better.mean).toBeCloseTo((1.75 + 1.75 + 5 / 3 - 0.5 + 1.6 + 1) / 5, 14);
  });

  test('that cannot vary gain nothing, and nobody divides by nothing', () => {
    const zero = { mean: 0, sem: 0, ci95: [0, 0] as const };
    const none = { mantissa: new Float64Array(3), exponent: new Int32Array(3) };
    expect(controlledEstimate(zero, none, none)).toMatchObject({ mean: 0, sem: 0, gain: 1 });
    expect(controlledEstimate(plain, none, none)).toMatchObject({ gain: null });
  });
});

describe('products of growths', () => {
  const dense = (): Stretches => ({
    length: { ...stretch(0), constant: true },
    preLength: { ...stretch(0), constant: true },
  });
  const layers = [dense(), dense(), dense()];
  // Growths less half of twice the energy: those of the last network end in layer 2.
  const growths = [
    [2 - 0.5, 1.5 - 0.125, 1 + 0.5],
    [1.5 + 0.25, 5 / 3 - 0.5, 0 + 1],
    [2 - 0.25, 1.6 - 0],
  ];
  const meanOfList = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;

  test('are the products of the layers’ means, and their squared coefficients of variation add up', () => {
    const products = [...growthProducts(record, layers, 2)];
    const rates = growths.map((xs) => {
      const mean = meanOfList(xs);
      return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (xs.length - 1) / xs.length / mean ** 2;
    });
    products.forEach(({ length }, l) => {
      const { mean, sem, ci95 } = spreadOf(length!, 2);
      const expected = growths.slice(0, l + 1).reduce((product, xs) => product * meanOfList(xs), 2);
      expect(mean).toBeCloseTo(expected, 14);
      const relative = Math.sqrt(rates.slice(0, l + 1).reduce((sum, x) => sum + x, 0));
      expect(sem).toBeCloseTo(expected * relative, 14);
      // Few networks: the freedom of the fewest.
      const t = tQuantile(0.025, l < 2 ? 2 : 1);
      expect((ci95![1] - ci95![0]) / 2).toBeCloseTo(expected * relative * t, 12);
      const moments = layers.slice(0, l + 1).map((_, k) => growthMoments(record, k + 1, layers, 2));
      expect(productHalfWidth(moments, 3)).toBeCloseTo(relative * t, 13);
    });
    const pre = spreadOf(products[1]!.preLength!);
    expect(pre.mean).toBeCloseTo(meanOfList(growths[0]!) * meanOfList([3, 10 / 3 - 0.25, 0.5 + 0.5]), 14);
  });

  test('end where a growth depends on what lies below, but for the image before the activation', () => {
    const bent = { length: null, preLength: { ...stretch(0), constant: true } };
    const products = [...growthProducts(record, [dense(), bent, dense()], 2)];
    expect(products.map(({ length }) => length === null)).toEqual([false, true, true]);
    expect(products.map(({ preLength }) => preLength === null)).toEqual([false, false, true]);
    expect(productLayers([dense(), layer(), dense()])).toBe(1);
    expect(productLayers(layers)).toBe(3);
  });

  test('take the expected growth where fewer than two networks are alive', () => {
    const dead = { ...record, length: Float64Array.of(4, 6, 12, 3, 0, 0, 2, 0, 0) };
    const [, second, third] = [...growthProducts(dead, layers, 2)];
    const growth = spreadOf(third!.length!).mean! / spreadOf(second!.length!).mean!;
    expect(growth).toBeCloseTo(0.75 * 2, 14);
    expect(third!.length!.square).toBe(second!.length!.square);
  });

  test('of moments of blocks are those of all networks', () => {
    const block = (first: number, end: number): LengthRecord => {
      const cut = <List extends Float64Array | Float32Array | Int32Array>(list: List) =>
        list.slice(3 * first, 3 * end) as List;
      const { length, preLength, exponent, energies } = record;
      return {
        ...record,
        networks: end - first,
        length: cut(length),
        preLength: cut(preLength),
        exponent: cut(exponent),
        energies: { length: cut(energies!.length), preLength: cut(energies!.preLength) },
      };
    };
    const of = (some: LengthRecord) => layers.map((_, l) => growthMoments(some, l + 1, layers, 2));
    const whole = of(record);
    mergedLayers([of(block(0, 1)), of(block(1, 2)), of(block(2, 3))])!.forEach(
      ({ count, mean, squares }, l) => {
        expect(count).toBe(whole[l]!.count);
        expect(mean).toBeCloseTo(whole[l]!.mean, 14);
        expect(squares).toBeCloseTo(whole[l]!.squares, 14);
      },
    );
    expect(mergedLayers([of(record), null])).toBeNull();
    expect(mergedLayers([])).toBeNull();
  });
});

describe('estimates of drawn networks', () => {
  const estimatesOf = async (input: object) => {
    const plan = planOf({ widths: [12, 8, 10], networks: 40, ...input });
    const executor = await inlineExecutor(subjectsOf(plan));
    const records = await runEnsemble(plan, executor);
    return resultDocument(EXPERIMENT, PROVENANCE, await measuredCells(plan, (run) => records[run]!)).cells;
  };

  test.each(['exact', 'tangent'] as const)(
    'of the %s estimator scale exactly with powers of two of sigmaW',
    async (estimator) => {
      const [one, four] = await estimatesOf({ estimator, points: 4, sigmaW: [1, 4] });
      one!.layers.forEach(({ ratio, growth }, l) => {
        const scaled = four!.layers[l]!;
        expect(scaled.ratio.estimate.mean).toBe(ratio.estimate.mean! * 4 ** (l + 1));
        expect(scaled.growth.estimate.sem).toBe(growth.estimate.sem! * 4);
        expect(scaled.ratio.estimate.gain).toBe(ratio.estimate.gain);
        expect(ratio.estimate.method).toBe('growth-product');
        expect(growth.estimate.method).toBe('energy-martingale');
      });
      expect(four!.meanGrowth.estimate.mean).toBe(one!.meanGrowth.estimate.mean! * 4);
    },
  );

  test('are plain where nothing better is known', async () => {
    for (const input of [
      { estimator: 'polyline', points: 9, density: 0.5 },
      { activation: 'hard-tanh' },
      { density: 0 },
    ]) {
      const [cell] = await estimatesOf(input);
      for (const { ratio, growth } of cell!.layers) {
        for (const { mean, sem, ci95, estimate } of [ratio, growth])
          expect(estimate).toEqual({ mean, sem, ci95, method: 'plain', gain: sem === null ? null : 1 });
      }
    }
  });
});

test('mean stretches are exact in dense Gaussian layers, else approximate: within 3 % from width 4 on', () => {
  for (const width of [4, 16, 100]) {
    const plan = planOf({ width, depth: 2, density: 1 - 1e-9 });
    const dense = stretches(planOf({ width, depth: 2 }).cells[0]!.network)[1]!.length!;
    const { root, mean, share } = stretches(plan.cells[0]!.network)[1]!.length!;
    expect(ldexp(mean.mantissa, mean.exponent)).toBeCloseTo(share * ldexp(root.mantissa, root.exponent), 14);
    const exact = { 4: 0.8385610589668, 16: 0.9602123830472777, 100: 0.99373779 }[width]!;
    expect(Math.abs(share / exact - 1)).toBeLessThan(0.03);
    expect(Math.abs(dense.share / exact - 1)).toBeLessThan(1e-5);
  }
});
