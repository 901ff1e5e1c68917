/** Exact images by the kernels, beside the same algorithm in double precision. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Curve, curve, endpoints } from '../../src/curve/index.ts';
import { ExactWorkspace, type Subject, Workspace } from '../../src/measure/index.ts';
import { arena } from '../kernels/kernels.ts';
import { expectExactImage } from './oracle.ts';
import { curveOf, lengthsOf, PIECEWISE_LINEAR, smallPiecewiseLinear, subject } from './subjects.ts';

const memory = await arena();
const measure = (what: Subject, first = 0, networks = 1) =>
  new ExactWorkspace(memory, what).measure(first, networks);

/** In how many layers the counts differ from the oracle's, within whose precision lengths must be. */
const compare = (what: Subject, network: number) => expectExactImage(measure(what, network), what, network);

const CASES: readonly [string, Subject][] = [
  ['dense ReLU', subject({ widths: [60, 60, 60] })],
  ['with biases', subject({ widths: [60, 60, 60], sigmaB: 0.5 })],
  ['narrow, where layers die', subject({ widths: [4, 4, 4, 4, 4], inputDim: 4 })],
  ['sparse', subject({ widths: [90, 90, 90], density: 0.1, inputDim: 50 })],
  [
    'discrete weights',
    subject({ widths: [50, 50], density: 0.3, weights: { kind: 'discrete', values: [-1, 1] }, sigmaB: 0.1 }),
  ],
  ['hard-tanh', subject({ widths: [50, 50, 50], sigmaW: 3, sigmaB: 0.2, activation: { name: 'hard-tanh' } })],
  ['a polyline of few edges', subject({ widths: [40, 40], sigmaB: 0.1 }, { curve: polyline(20, 5) })],
  ['a polyline of many edges', subject({ widths: [40, 40], sigmaB: 0.1 }, { curve: polyline(20, 40) })],
  ['several blocks and panels', subject({ widths: [150, 150, 97], sigmaB: 0.1 })],
];

function polyline(dim: number, edges: number): Curve {
  const seeds = Array.from({ length: Math.ceil((edges + 1) / 2) }, (_, i) => i);
  return curve('polyline', seeds.flatMap((seed) => endpoints('gaussian', seed, dim)).slice(0, edges + 1));
}

describe('lengths, transitions and regions are those of the double-precision oracle', () => {
  test.each(CASES)('%s', (_, what) => {
    const dim = what.network.inputDim;
    const fitted = dim === 20 ? what : { ...what, curve: curveOf('line', dim) };
    let different = 0;
    for (let network = 0; network < 12; network++) different += compare(fitted, network);
    expect(different).toBe(0);
  });

  test('for every small network, but for a few counts of degenerate draws', () => {
    let [layers, different] = [0, 0];
    fc.assert(
      fc.property(smallPiecewiseLinear, fc.nat(), (what, network) => {
        fc.pre(what.curve.kind === 'line' || what.curve.kind === 'polyline');
        layers += what.network.layers.length;
        different += compare(what, network);
      }),
      { seed: 51, numRuns: 250 },
    );
    expect(layers).toBeGreaterThan(300);
    // Rows with one or two inputs touch their thresholds and cross them together, where the rounding of a
    // step decides.
    expect(different / layers, 'share of layers whose counts differ').toBeLessThan(0.04);
  });
});

describe('thresholds met at knots, where changes count from interval to interval', () => {
  const dim = 20;
  const [x, y] = endpoints('gaussian', 4, dim) as [Float64Array, Float64Array];
  const zero = new Float64Array(dim);
  const minus = x.map((v) => -v);
  const digitLike = [x, y].map((v, i) => v.map((u, j) => (j % 3 === i ? 0 : u)));
  const CURVES: readonly [string, Curve][] = [
    ['into the origin', curve('line', [x, zero])],
    ['out of the origin', curve('line', [zero, x])],
    ['through the origin', curve('line', [minus, x])],
    ['with a corner at the origin', curve('polyline', [x, zero, y])],
    ['ending in the origin', curve('polyline', [x, y, zero])],
    ['between vertices with zeros', curve('line', digitLike)],
    ['of many edges', polyline(dim, 30)],
  ];
  test.each(CURVES)('a curve %s', (_, input) => {
    const kinds = [
      { density: 1 },
      { density: 0.3 },
      { density: 0.05 },
      { density: 1, weights: { kind: 'discrete', values: [-1, 1] } as const },
    ];
    let [layers, different] = [0, 0];
    for (const kind of kinds) {
      const what = subject({ widths: [30, 30, 30], ...kind }, { curve: input });
      for (let network = 0; network < 6; network++) {
        layers += 3;
        different += compare(what, network);
      }
    }
    // Where rows have one or two weights, they are multiples of each other through all layers and cross
    // together, which sums of rounded steps over many edges part behind the first layer.
    const share = input.vertices.length > 10 ? 0.15 : 0.05;
    expect(different / layers, 'share of layers whose counts differ').toBeLessThanOrEqual(share);
  });

  test('whatever the width of panels', async () => {
    const memories = await Promise.all((['simd128', 'relaxed', 'turbo'] as const).map(arena));
    for (const [, input] of CURVES) {
      for (const kind of [
        { widths: [60, 60], density: 0.3 },
        // Builds change over to the dense product at densities of their own; narrow rows can have all of
        // their inputs off.
        { widths: [8, 8, 8, 8], density: 0.5, sigmaB: 0 },
        { widths: [4, 4, 4, 4], density: 0.7, sigmaB: 0 },
        { widths: [8, 8, 8], density: 0.6, sigmaB: 0.5 },
        { widths: [20, 20], density: 1 },
      ]) {
        const what = subject(kind, { curve: input });
        const [plain, ...others] = memories.map((cut) => new ExactWorkspace(cut, what).measure(0, 20));
        for (const other of others) expect(other).toEqual(plain);
      }
    }
  });
});

describe('against the polyline through samples', () => {
  test.each(PIECEWISE_LINEAR)(
    'which is never longer, and longer the more samples there are: $name $slope',
    (activation) => {
      const what = subject({ widths: [40, 40, 40], activation, sigmaB: 0.2 });
      for (let network = 0; network < 5; network++) {
        const exact = lengthsOf(measure(what, network));
        let before = exact.map(() => 0);
        for (const points of [5, 17, 65, 257]) {
          const sampled = lengthsOf(new Workspace(memory, { ...what, points }).measure(network, 1));
          sampled.forEach((length, l) => {
            expect(length).toBeGreaterThanOrEqual(before[l]! * (1 - 2e-6));
            expect(length).toBeLessThanOrEqual(exact[l]! * (1 + 2e-6));
          });
          before = sampled;
        }
      }
    },
  );

  test('whose error is of first order in the spacing: extrapolation converges', () => {
    const what = subject({ widths: [50, 50, 50] });
    const at = (points: number, network: number) =>
      lengthsOf(new Workspace(memory, { ...what, points }).measure(network, 1))[2]!;
    let [plain, extrapolated] = [0, 0];
    for (let network = 0; network < 40; network++) {
      const exact = lengthsOf(measure(what, network))[2]!;
      plain += 1 - at(129, network) / exact;
      extrapolated += 1 - (2 * at(129, network) - at(65, network)) / exact;
    }
    expect(Math.abs(extrapolated)).toBeLessThan(plain / 5);
  });
});

describe('what must hold of any one network', () => {
  const exact = (what: Subject) => {
    const record = measure(what, 3);
    return {
      lengths: lengthsOf(record),
      transitions: [...record.measures.transitions!.values],
      regions: [...record.measures.regions!.values],
    };
  };
  const close = (a: readonly number[], b: readonly number[]) => {
    a.forEach((x, l) => {
      expect(Math.abs(x - b[l]!)).toBeLessThanOrEqual(1e-5 * Math.abs(b[l]!));
    });
  };

  test('a curve run backwards', () => {
    const what = subject({ widths: [50, 50], sigmaB: 0.3 });
    const back = exact({ ...what, curve: curve('line', [...what.curve.vertices].reverse()) });
    const there = exact(what);
    close(back.lengths, there.lengths);
    expect([back.transitions, back.regions]).toEqual([there.transitions, there.regions]);
  });

  test('pieces of a curve add up', () => {
    const what = subject({ widths: [50, 50], sigmaB: 0.3 }, { curve: polyline(20, 2) });
    const [a, b, c] = what.curve.vertices as [Float64Array, Float64Array, Float64Array];
    const whole = exact(what);
    const parts = [
      [a, b],
      [b, c],
    ].map((ends) => exact({ ...what, curve: curve('line', ends) }));
    close(
      whole.lengths,
      whole.lengths.map((_, l) => parts[0]!.lengths[l]! + parts[1]!.lengths[l]!),
    );
    whole.transitions.forEach((count, l) => {
      expect(count).toBe(parts[0]!.transitions[l]! + parts[1]!.transitions[l]!);
    });
  });

  test('scaled weights scale lengths and leave counts', () => {
    const at = (sigmaW: number) => exact(subject({ widths: [50, 50, 50], sigmaW }));
    const [base, larger] = [at(Math.SQRT2), at(3 * Math.SQRT2)];
    close(
      larger.lengths,
      base.lengths.map((length, l) => 3 ** (l + 1) * length),
    );
    expect([larger.transitions, larger.regions]).toEqual([base.transitions, base.regions]);
  });

  test('without weights nothing is left, and nothing is crossed', () => {
    const empty = exact(subject({ density: 0, sigmaB: 1 }));
    expect(empty).toEqual({ lengths: [0, 0, 0], transitions: [0, 0, 0], regions: [1, 1, 1] });
  });

  test('the identity crosses nothing and bends nothing', () => {
    const what = subject({ widths: [30, 30], activation: { name: 'linear' } });
    const { lengths, transitions } = exact(what);
    expect(transitions).toEqual([0, 0]);
    close(lengths, lengthsOf(new Workspace(memory, { ...what, points: 2 }).measure(3, 1)));
  });

  test('a network that needs more room than was reserved is itself', () => {
    const dim = 3;
    const winding = polyline(dim, 150);
    const what = subject({ inputDim: dim, widths: [6, 6, 6, 6] }, { curve: winding });
    expect(compare(what, 0)).toBe(0);
    expect(measure(what, 0, 3).length.slice(4, 8)).toEqual(measure(what, 1, 1).length);
  });
});

test('curves and activations that have no exact image are refused', () => {
  expect(() => measure(subject({}, { curve: curveOf('circle', 20) }))).toThrow(
    /^curve: expected a line or polyline for the exact estimator, got circle$/,
  );
});
