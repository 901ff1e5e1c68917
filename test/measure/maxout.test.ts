/** The largest of groups of rows, by every estimator beside plain loops in double precision. */
import { describe, expect, test } from 'vitest';
import type { CurveKind } from '../../src/curve/index.ts';
import type { LayerInput } from '../../src/experiment/index.ts';
import type { LayerFields } from '../../src/experiment/input.ts';
import { type LayerDefaults, makeLayers } from '../../src/experiment/layers.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceMeasure, referenceWeights } from '../../src/measure/reference.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, lengthsOf } from './subjects.ts';

const memory = await arena();

const DEFAULTS: LayerDefaults = {
  density: 1,
  mask: 'bernoulli',
  weights: 'gaussian',
  sigmaW: 1,
  biases: 'gaussian',
  sigmaB: 0.1,
  scaling: 'fan-in',
  biasScaling: 'none',
  activation: 'linear',
};

function subject(
  layers: readonly LayerInput[],
  {
    kind = 'line' as CurveKind,
    points = 20,
    inputDim = 4,
    shape = null as [number, number, number] | null,
  } = {},
): Subject {
  const input = { size: inputDim, shape };
  const network = { inputDim, layers: makeLayers(layers as readonly LayerFields[], DEFAULTS, input) };
  return { network, seed: 5, curve: curveOf(kind, inputDim), points };
}

const dense = (width: number, rest: object = {}): LayerInput => ({ type: 'dense', width, ...rest });
const maxout = (pieces: number): LayerInput => ({ type: 'maxout', pieces });

const NETWORKS: readonly [string, readonly LayerInput[]][] = [
  ['groups of two', [dense(20), maxout(2), dense(20), maxout(2)]],
  ['one unit of five', [dense(5), maxout(5), dense(3)]],
  ['around a block', [dense(94), maxout(2), dense(96), maxout(2), dense(98), maxout(2)]],
  [
    'groups across blocks, a mask',
    [dense(147, { density: 0.3 }), maxout(3), dense(10, { activation: 'relu' })],
  ],
];

test.each(NETWORKS)('polylines: %s', (_, layers) => {
  for (const kind of ['line', 'circle', 'polyline'] as const) {
    const what = subject(layers, { kind });
    const expected = referenceMeasure(what, 3);
    const record = new Workspace(memory, what).measure(3, 1);
    for (const quantity of ['length', 'preLength'] as const)
      lengthsOf(record, 0, quantity).forEach((length, l) => {
        const exact = expected[quantity][l]!;
        expect(Math.abs(length - exact), `${kind}, layer ${l + 1}: ${exact}`).toBeLessThan(3e-6 * exact);
      });
  }
});

test.each(NETWORKS)('exact images and tangents: %s, beside chords of very many samples', (_, layers) => {
  const what = subject(layers, { points: 4001 });
  const chords = lengthsOf(new Workspace(memory, what).measure(2, 1));
  const tangents = lengthsOf(new TangentWorkspace(memory, what).measure(2, 1));
  lengthsOf(new ExactWorkspace(memory, what).measure(2, 1)).forEach((length, l) => {
    expect(length / chords[l]!, `layer ${l + 1}`).toBeGreaterThan(1 - 2e-6);
    expect(length / chords[l]!, `layer ${l + 1}`).toBeLessThan(1 + 1e-3);
    expect(Math.abs(tangents[l]! / length - 1), `layer ${l + 1}`).toBeLessThan(2e-3);
  });
});

/** Changes of the largest row of every group, and the length, from all places where two rows may meet. */
function envelopes(what: Subject, network: number, pieces: number) {
  const { weights, biases } = referenceWeights(what.network, what.seed, network, 1);
  const images = what.curve.vertices.map((x) =>
    biases.map((b, i) => x.reduce((sum, xj, j) => sum + weights[i]![j]! * xj, b)),
  );
  const groups = Array.from({ length: biases.length / pieces }, (_, i) =>
    Array.from({ length: pieces }, (_, k) => i * pieces + k),
  );
  let [changes, length] = [0, 0];
  let before: number[] | null = null;
  for (let e = 1; e < images.length; e++) {
    const [from, to] = [images[e - 1]!, images[e]!];
    const meets = new Set([0, 1]);
    for (const group of groups)
      for (const a of group)
        for (const b of group) {
          const t = (from[b]! - from[a]!) / (to[a]! - from[a]! - (to[b]! - from[b]!));
          if (a < b && t > 0 && t < 1) meets.add(t);
        }
    const places = [...meets].sort((a, b) => a - b);
    for (let i = 1; i < places.length; i++) {
      const t = (places[i - 1]! + places[i]!) / 2;
      const middle = from.map((x, j) => x + t * (to[j]! - x));
      const best = groups.map((group) => group.reduce((m, j) => (middle[j]! > middle[m]! ? j : m)));
      changes += before === null ? 0 : best.filter((j, g) => j !== before![g]).length;
      before = best;
      length += Math.hypot(...best.map((j) => (to[j]! - from[j]!) * (places[i]! - places[i - 1]!)));
    }
  }
  return { changes, length };
}

test.each(['line', 'polyline'] as const)('exact images of a %s are the envelopes of lines', (kind) => {
  for (const pieces of [2, 3, 7]) {
    const what = subject([dense(42), maxout(pieces)], { kind });
    for (let network = 0; network < 3; network++) {
      const record = new ExactWorkspace(memory, what).measure(network, 1);
      const { changes, length } = envelopes(what, network, pieces);
      expect(changes).toBeGreaterThan(0);
      expect(record.measures.transitions!.values[1]).toBe(changes);
      expect(lengthsOf(record)[1]! / length).toBeCloseTo(1, 6);
    }
  }
});

describe('what is known without counting', () => {
  test.each([Workspace, TangentWorkspace, ExactWorkspace])(
    'groups of one change nothing: %o',
    (Estimator) => {
      const [plain, one] = [
        [dense(30), dense(9)],
        [dense(30), maxout(1), dense(9)],
      ].map((layers) => lengthsOf(new Estimator(memory, subject(layers)).measure(0, 1)));
      expect(one![0]).toBe(plain![0]);
      expect(one![1]! / plain![0]!).toBeCloseTo(1, 6);
    },
  );

  test('one group of four channels is that of all values of a square image', () => {
    const image: LayerInput = { type: 'max-pool', kernel: 2 };
    const cases = [
      [maxout(4), [1, 1, 4]],
      [image, [2, 2, 1]],
    ] as const;
    const lengths = cases.map(([layer, shape]) => {
      const what = subject([layer], { shape: [...shape] });
      return lengthsOf(new ExactWorkspace(memory, what).measure(0, 1));
    });
    expect(lengths[0]).toEqual(lengths[1]);
  });
});

describe('groups are refused', () => {
  test('where the width before is no multiple of them', () => {
    expect(() => subject([dense(10), maxout(3)])).toThrow(
      'expected pieces that divide 10, the width before, got 3',
    );
  });

  test('where they join channels of different places', () => {
    expect(() => subject([maxout(2)], { inputDim: 12, shape: [2, 2, 3] })).toThrow(
      'expected pieces that divide 3, the channels before, got 2',
    );
  });
});
