/**
 * Measures of exact images, beside the same definitions in double precision from the exact image of the
 * oracle.
 */
import { describe, expect, test } from 'vitest';
import { curve, endpoints } from '../../src/curve/index.ts';
import { MEASURE_NAMES, type MeasureName, measureProblem } from '../../src/experiment/index.ts';
import { entriesOf, LAGS } from '../../src/experiment/measures.ts';
import { ExactWorkspace, type LengthRecord, type Subject } from '../../src/measure/index.ts';
import { layerOf, piecesOf } from '../../src/network/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { activationPattern, drawNetwork, exactImage, type GivenNetwork } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { mixedSubject } from './mixed.ts';
import { curveOf, subject } from './subjects.ts';

const memory = await arena();

const namesFor = ({ network, curve: { kind } }: Subject) =>
  MEASURE_NAMES.filter((name) => measureProblem(name, 'exact', network, kind) === null);

function measured(what: Subject, network: number): LengthRecord {
  return new ExactWorkspace(memory, { ...what, measures: namesFor(what) }).measure(network, 1);
}

/** Entries of a measure in layer l. */
function valuesOf({ measures }: LengthRecord, name: MeasureName, layer: number): number[] {
  const { values, exponent } = measures[name]!;
  const entries = entriesOf(name);
  return Array.from(values.subarray((layer - 1) * entries, layer * entries), (value) =>
    ldexp(value, exponent?.[layer - 1] ?? 0),
  );
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);
const less = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a, (x, i) => x - b[i]!);
const norm = (a: ArrayLike<number>) => Math.sqrt(dot(a, a));

/** Pre-activations and activations of layers 1 … d at an input. */
function forward({ layers }: GivenNetwork, x: readonly number[]) {
  let z = [...x];
  return layers.map(({ weights, biases, width, fanIn, activation }) => {
    const h = Array.from(
      { length: width },
      (_, i) => dot(weights.subarray(i * fanIn, (i + 1) * fanIn), z) + biases[i]!,
    );
    z = h.map(piecesOf(activation)!.value);
    return { h, z };
  });
}

/** The point of the input at a share of its length. */
function pointAt(vertices: readonly Float64Array[], share: number): number[] {
  const steps = vertices.slice(1).map((vertex, i) => less(vertex, vertices[i]!));
  const lengths = steps.map(norm);
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [i, step] of steps.entries()) {
    if (left <= lengths[i]! || i === steps.length - 1) {
      return Array.from(vertices[i]!, (x, j) => x + (left / lengths[i]!) * step[j]!);
    }
    left -= lengths[i]!;
  }
  throw new Error('no such point');
}

/** Every measure of layer l by its definition. */
function oracle(
  what: Subject,
  number: number,
  layer: number,
): Partial<Record<MeasureName, number | number[]>> {
  const network = drawNetwork(what.network, what.seed, number);
  const { vertices } = what.curve;
  const { slopes: slopeOf } = piecesOf(layerOf(what.network, layer).activation)!;
  const image = exactImage(network, vertices, { details: true });
  const own = image.layers[layer - 1]!;
  const { width, knots, pieces } = own;
  const at = (share: number) => forward(network, pointAt(vertices, share))[layer - 1]!;
  const h = Array.from(knots, (knot) => at(knot).h);
  const z = Array.from(knots, (knot) => at(knot).z);
  const spans = Array.from(knots.subarray(1), (knot, c) => knot - knots[c]!);
  const total = (of: (c: number) => number) => spans.reduce((sum, _, c) => sum + of(c), 0);
  const patternAt = (c: number) =>
    activationPattern(network, pointAt(vertices, (knots[c]! + knots[c + 1]!) / 2))
      .slice(0, layer)
      .flatMap((row) => [...row]);
  const patterns = spans.map((_, c) => patternAt(c));
  const hamming = (a: readonly number[], b: readonly number[]) =>
    a.filter((piece, i) => piece !== b[i]).length;
  const path = patterns.reduce((sum, p, c) => sum + (c === 0 ? 0 : hamming(p, patterns[c - 1]!)), 0);
  const farthest = patterns.reduce((most, p) => Math.max(most, hamming(p, patterns[0]!)), 0);
  const active = (c: number) =>
    Array.from({ length: width }, (_, i) => slopeOf[pieces![c * width + i]!]! !== 0);
  const moves = (i: number) =>
    spans.some((_, c) => pieces![c * width + i] !== pieces![i] || own.slopes![c * width + i] !== 0);
  const samples = Array.from({ length: 481 }, (_, t) => at(t / 480).h);
  const deviation = (c: number, s: number) => {
    const share = knots[c]! + s * spans[c]!;
    return norm(
      z[0]!.map(
        (first, i) => (1 - s) * z[c]![i]! + s * z[c + 1]![i]! - (1 - share) * first - share * z.at(-1)![i]!,
      ),
    );
  };
  const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => dot(a, b) / (norm(a) * norm(b));
  return {
    transitions: own.transitions,
    regions: own.regions,
    patterns: own.patterns,
    linearRegions: own.linearRegions,
    q:
      total(
        (c) => (spans[c]! * (dot(h[c]!, h[c]!) + dot(h[c]!, h[c + 1]!) + dot(h[c + 1]!, h[c + 1]!))) / 3,
      ) / width,
    correlation: cosine(h[0]!, h.at(-1)!),
    autocorrelation: LAGS.map((_, j) => {
      const lag = 10 * (j + 1);
      const pairs = samples.slice(lag).map((b, t) => cosine(samples[t]!, b));
      return pairs.reduce((sum, c) => sum + c, 0) / pairs.length;
    }),
    speed: own.preLength,
    metric: total((c) => dot(less(h[c + 1]!, h[c]!), less(h[c + 1]!, h[c]!)) / spans[c]!) / width,
    turningAngle: own.turningAngle,
    activeShare: total((c) => spans[c]! * (active(c).filter(Boolean).length / width)),
    deadShare: Array.from({ length: width }, (_, i) => (moves(i) ? 0 : 1)).filter(Boolean).length / width,
    chordDeviation: total((c) => {
      const parts = Array.from({ length: 80 }, (_, i) => deviation(c, (i + 0.5) / 80));
      return (spans[c]! * parts.reduce((sum, d) => sum + d, 0)) / 80;
    }),
    spaceFold: path === 0 ? 0 : 1 - farthest / path,
  };
}

const winding = curve('polyline', [0, 1, 2].flatMap((seed) => endpoints('gaussian', seed, 20)).slice(0, 5));
const there = endpoints('gaussian', 7, 20);
const CASES: readonly [string, Subject][] = [
  ['dense ReLU', subject({ widths: [30, 30, 30] })],
  ['ReLU with biases', subject({ widths: [30, 30, 30], sigmaB: 0.5 })],
  [
    'narrow ReLU, where layers die',
    subject({ widths: [4, 4, 4], inputDim: 4 }, { curve: curveOf('line', 4) }),
  ],
  [
    'sparse ReLU',
    subject({ widths: [60, 40, 40], density: 0.1, inputDim: 50 }, { curve: curveOf('line', 50) }),
  ],
  ['hard-tanh', subject({ widths: [30, 30, 30], sigmaW: 3, sigmaB: 0.2, activation: { name: 'hard-tanh' } })],
  ['leaky ReLU', subject({ widths: [20, 30], activation: { name: 'leaky-relu', slope: 0.2 } })],
  ['|h|', subject({ widths: [20, 30], activation: { name: 'abs' } })],
  [
    'linear, along a polyline',
    subject({ widths: [20, 20], activation: { name: 'linear' } }, { curve: winding }),
  ],
  ['ReLU along a polyline', subject({ widths: [30, 30], sigmaB: 0.1 }, { curve: winding })],
  ['layers that differ: densities', mixedSubject([{ density: 0.3 }, {}, { density: 0.6, sigmaB: 0.1 }])],
  [
    'layers that differ: activations',
    mixedSubject([
      { activation: { name: 'abs' } },
      { activation: { name: 'hard-tanh' }, sigmaW: 3, sigmaB: 0.2 },
      { activation: { name: 'linear' } },
      { activation: { name: 'leaky-relu', slope: -0.5 }, sigmaB: 0.4 },
      {},
    ]),
  ],
  ['layers that differ: one without weights', mixedSubject([{ sigmaB: 1 }, { sigmaW: 0, sigmaB: 1 }, {}])],
  // Patterns recur where a curve goes back on itself.
  [
    'there and back',
    subject({ widths: [30, 30] }, { curve: curve('polyline', [there[0]!, there[1]!, there[0]!]) }),
  ],
];

describe('every measure is that of the oracle', () => {
  test.each(CASES)('%s', (_, what) => {
    for (let network = 0; network < 2; network++) {
      const record = measured(what, network);
      for (let layer = 1; layer <= what.network.layers.length; layer++) {
        const expected = oracle(what, network, layer);
        for (const name of namesFor(what)) {
          const exact = [expected[name]!].flat();
          valuesOf(record, name, layer).forEach((value, i) => {
            const where = `${name} ${i} of layer ${layer}, network ${network}: ${value} against ${exact[i]}`;
            if (Number.isNaN(exact[i])) expect(value, where).toBeNaN();
            else
              expect(Math.abs(value - exact[i]!), where).toBeLessThanOrEqual(
                2e-4 * Math.abs(exact[i]!) + 1e-6,
              );
          });
        }
      }
    }
  });
});

describe('what must hold', () => {
  const all = (what: Subject) => {
    const record = measured(what, 5);
    return Object.fromEntries(namesFor(what).map((name) => [name, valuesOf(record, name, 2)]));
  };
  const what = subject({ widths: [30, 30], sigmaB: 0.3 });

  test('a curve run backwards measures the same, but for folding, which looks from the start', () => {
    const { spaceFold: _, ...forth } = all(what);
    const { spaceFold: __, ...back } = all({
      ...what,
      curve: curve('line', [...what.curve.vertices].reverse()),
    });
    for (const [name, values] of Object.entries(forth)) {
      values.forEach((value, i) => {
        expect(Math.abs(value - back[name]![i]!), name).toBeLessThanOrEqual(1e-4 * Math.abs(value) + 1e-6);
      });
    }
  });

  test('scaled weights without biases change sizes alone', () => {
    const at = (sigmaW: number) => all(subject({ widths: [30, 30], sigmaW }));
    const [base, larger] = [at(Math.SQRT2), at(4 * Math.SQRT2)];
    const powers: Partial<Record<MeasureName, number>> = { q: 2, metric: 2, speed: 1, chordDeviation: 1 };
    for (const [name, values] of Object.entries(base)) {
      const factor = 16 ** (powers[name as MeasureName] ?? 0);
      values.forEach((value, i) => {
        expect(Math.abs(larger[name]![i]! - factor * value), name).toBeLessThanOrEqual(
          1e-4 * factor * Math.abs(value) + 1e-6,
        );
      });
    }
  });

  test('shares lie in [0, 1]; a line folds less than it changes', () => {
    for (const name of ['activeShare', 'deadShare', 'spaceFold'] as const) {
      const [value] = all(what)[name]!;
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  test('without weights everything rests', () => {
    const empty = all(subject({ widths: [30, 30], density: 0, sigmaB: 1 }));
    expect(empty).toMatchObject({
      metric: [0],
      turningAngle: [0],
      deadShare: [1],
      chordDeviation: [0],
      spaceFold: [0],
      patterns: [1],
      linearRegions: [1],
    });
    expect(Math.abs(empty.correlation![0]! - 1)).toBeLessThan(1e-12);
  });
});
