/** Layers that look at patches, by every estimator beside plain loops in double precision. */
import { describe, expect, test } from 'vitest';
import type { CurveKind } from '../../src/curve/index.ts';
import type { LayerInput } from '../../src/experiment/index.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceMeasure, referenceWeights } from '../../src/measure/reference.ts';
import { places } from '../../src/measure/reference-patches.ts';
import {
  givenNetwork,
  inputsOf,
  type LayerRows,
  type MaxPoolLayer,
  networkOf,
  type Shape,
} from '../../src/network/index.ts';
import { exactImage } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { imageSubject } from './layered.ts';
import { expectExactImage, expectTwin } from './oracle.ts';
import { curveOf, lengthsOf } from './subjects.ts';
import { tangentMeasure } from './twin.ts';

const memory = await arena();

const convolutional: typeof imageSubject = (shape, layers, rest) =>
  imageSubject(shape, layers, { seed: 5, ...rest });

const conv = (channels: number, kernel: number, rest: object = {}): LayerInput => ({
  type: 'conv2d',
  channels,
  kernel,
  ...rest,
});
const pool = (kernel?: number, stride?: number): LayerInput => ({ type: 'avg-pool', kernel, stride });
const dense = (width: number): LayerInput => ({ type: 'dense', width });
const flatten: LayerInput = { type: 'flatten' };

const NETWORKS: readonly [string, Shape, readonly LayerInput[]][] = [
  ['around the edge', [6, 5, 2], [conv(3, 3), conv(4, 3)]],
  ['zeros beyond the edge', [5, 6, 2], [conv(3, 3, { padding: 'zero' }), conv(2, 5, { padding: 'zero' })]],
  ['inside alone', [7, 7, 1], [conv(4, 3, { padding: 'none' }), conv(3, 2, { padding: 'none' })]],
  ['strides', [7, 8, 2], [conv(5, 3, { stride: 2 }), conv(3, 3, { stride: 3, padding: 'zero' })]],
  ['even kernels', [6, 6, 1], [conv(3, 2), conv(3, 4, { padding: 'zero' })]],
  ['kernels larger than the image', [2, 3, 2], [conv(4, 5), conv(3, 3)]],
  ['a mask', [6, 6, 3], [conv(6, 3, { density: 0.3 }), conv(5, 3, { density: 0.1 })]],
  ['more channels than a block', [3, 3, 2], [conv(50, 3), conv(97, 2, { density: 0.5 }), conv(3, 1)]],
  ['one block exactly', [4, 3, 1], [conv(4, 3), conv(48, 1), conv(2, 3)]],
  ['pools', [8, 8, 3], [conv(4, 3), pool(2), conv(4, 3), pool(2, 1), pool()]],
  ['down to a dense layer', [6, 6, 1], [conv(4, 3), pool(2), flatten, dense(20), dense(10)]],
  [
    'laws',
    [5, 5, 2],
    [conv(4, 3, { weights: 'uniform', biases: 'uniform' }), conv(4, 3, { weights: 'discrete' })],
  ],
  [
    'no biases, other scales',
    [5, 5, 2],
    [conv(4, 3, { sigmaB: 0, scaling: 'none' }), conv(4, 3, { sigmaW: 0.1 })],
  ],
  ['hard-tanh', [5, 5, 2], [conv(4, 3, { activation: 'hard-tanh', sigmaW: 3 }), pool(2), conv(4, 2)]],
];

const KINDS: readonly CurveKind[] = ['line', 'circle'];

describe('polylines', () => {
  test.each(NETWORKS)('%s', (_, shape, layers) => {
    for (const kind of KINDS) {
      for (const points of [3, 14]) {
        const what = convolutional(shape, layers, { kind, points });
        expectTwin(new Workspace(memory, what).measure(3, 1), what, 3);
      }
    }
  });

  test('smooth activations', () => {
    const layers = [conv(4, 3, { activation: 'tanh' }), pool(2), conv(4, 3, { activation: 'erf' })];
    const what = convolutional([6, 6, 2], layers);
    expectTwin(new Workspace(memory, what).measure(3, 1), what, 3);
  });

  test('have the same digits whatever the width of panels', async () => {
    const memories = await Promise.all((['simd128', 'relaxed', 'turbo'] as const).map(arena));
    for (const [, shape, layers] of NETWORKS) {
      const what = convolutional(shape, layers, { points: 33 });
      const [plain, ...others] = memories.map((cut) => new Workspace(cut, what).measure(0, 2));
      for (const other of others) expect(other).toEqual(plain);
    }
  });
});

describe('the largest values of patches', () => {
  const biggest = (kernel?: number, stride?: number): LayerInput => ({ type: 'max-pool', kernel, stride });
  const POOLED: readonly [string, Shape, readonly LayerInput[]][] = [
    ['between convolutions', [8, 8, 3], [conv(4, 3), biggest(2), conv(4, 3), biggest(2, 1), dense(5)]],
    ['of the input', [6, 6, 2], [biggest(2), conv(4, 3), biggest()]],
    ['behind tanh', [6, 6, 2], [conv(4, 3, { activation: 'tanh' }), biggest(3, 1), pool(2), biggest(1)]],
  ];

  test.each(POOLED)('polylines: %s', (_, shape, layers) => {
    for (const kind of ['line', 'circle', 'polyline'] as const) {
      const what = convolutional(shape, layers, { kind, points: 30 });
      const expected = referenceMeasure(what, 3);
      const record = new Workspace(memory, what).measure(3, 1);
      for (const quantity of ['length', 'preLength'] as const) {
        lengthsOf(record, 0, quantity).forEach((length, l) => {
          const exact = expected[quantity][l]!;
          expect(Math.abs(length - exact), `${kind}, layer ${l + 1}: ${exact}`).toBeLessThan(3e-6 * exact);
        });
      }
    }
  });

  test.each(POOLED.slice(0, 2))('exact images: %s, which chords cut the corners of', (_, shape, layers) => {
    const what = convolutional(shape, layers, { kind: 'polyline', points: 2001 });
    const chords = lengthsOf(new Workspace(memory, what).measure(2, 1));
    lengthsOf(new ExactWorkspace(memory, what).measure(2, 1)).forEach((length, l) => {
      expect(length / chords[l]!, `layer ${l + 1}`).toBeGreaterThan(1 - 2e-6);
      expect(length / chords[l]!, `layer ${l + 1}`).toBeLessThan(1 + 2e-3);
    });
  });

  test('exact images behind ReLU have the lengths of dense networks in double precision', () => {
    const [, shape, layers] = POOLED[0]!;
    for (const kind of ['line', 'polyline'] as const) {
      for (let network = 0; network < 3; network++) {
        const what = convolutional(shape, layers, { kind });
        const { given, ends } = writtenOut(what, network);
        const oracle = exactImage(given, what.curve.vertices);
        const lengths = lengthsOf(new ExactWorkspace(memory, what).measure(network, 1));
        lengths.forEach((length, l) => {
          expect(length / oracle.layers[ends[l]!]!.length, `${kind}, layer ${l + 1}`).toBeCloseTo(1, 5);
        });
      }
    }
  });

  /**
   * The network with the largest of values that are not negative made by ReLU: max(a, b) = relu(a) + relu(b - a),
   * pair by pair; and for each of its layers the one of these that ends it.
   */
  function writtenOut({ network, seed }: Subject, number: number) {
    const made: LayerRows[] = [];
    const row = (inputs: number, ...entries: readonly (readonly [number, number])[]) => {
      const weights = new Float64Array(inputs);
      for (const [input, weight] of entries) weights[input]! += weight;
      return weights;
    };
    const ends = network.layers.map((own, l) => {
      if (own.type !== 'max-pool') return made.push(referenceWeights(network, seed, number, l + 1)) - 1;
      let windows = [...places(own)].map(([place, channel]) => place.map((first) => first! + channel));
      let inputs = inputsOf(network, l + 1);
      while (windows[0]!.length > 1) {
        const pairs = windows.flatMap((window) =>
          window.flatMap((a, k) => (k % 2 === 0 ? [[a, window[k + 1]!]] : [])),
        );
        const weights = pairs.flatMap(([a, b]) => [row(inputs, [a!, 1]), row(inputs, [b!, 1], [a!, -1])]);
        made.push({ weights });
        inputs = weights.length;
        made.push({ weights: pairs.map((_, p) => row(inputs, [2 * p, 1], [2 * p + 1, 1])) });
        inputs = pairs.length;
        const left = windows[0]!.length / 2;
        windows = windows.map((_, w) => Array.from({ length: left }, (_, k) => w * left + k));
      }
      return made.length - 1;
    });
    return { given: givenNetwork(made, 'relu'), ends };
  }

  test('exact images have a knot wherever the largest input changes, in double precision', () => {
    for (const kind of ['line', 'polyline'] as const) {
      const what = convolutional([6, 6, 2], [biggest(3, 1)], { kind });
      const { vertices } = what.curve;
      const record = new ExactWorkspace(memory, what).measure(0, 1);
      const oracle = envelopes(what, vertices);
      expect(record.measures.transitions!.values[0]).toBe(oracle.changes);
      expect(oracle.changes).toBeGreaterThan(20);
      expect(lengthsOf(record)[0]! / oracle.length).toBeCloseTo(1, 6);
    }
  });

  /** Changes of the largest of every window, and the length of the image, from all places where two may meet. */
  function envelopes(what: Subject, vertices: readonly Float64Array[]) {
    const own = what.network.layers[0] as MaxPoolLayer;
    const windows = [...places(own)].map(([place, channel]) => place.map((first) => first! + channel));
    const at = (from: Float64Array, to: Float64Array, t: number) => from.map((x, j) => x + t * (to[j]! - x));
    let [changes, length] = [0, 0];
    let before: number[] | null = null;
    for (let e = 1; e < vertices.length; e++) {
      const [from, to] = [vertices[e - 1]!, vertices[e]!];
      const meets = new Set([0, 1]);
      for (const window of windows)
        for (const a of window)
          for (const b of window) {
            const t = (from[b]! - from[a]!) / (to[a]! - from[a]! - (to[b]! - from[b]!));
            if (a < b && t > 0 && t < 1) meets.add(t);
          }
      const places = [...meets].sort((a, b) => a - b);
      for (let i = 1; i < places.length; i++) {
        const middle = at(from, to, (places[i - 1]! + places[i]!) / 2);
        const best = windows.map((window) => window.reduce((m, j) => (middle[j]! > middle[m]! ? j : m)));
        changes += before === null ? 0 : best.filter((j, w) => j !== before![w]).length;
        before = best;
        const steps = best.map((j) => (to[j]! - from[j]!) * (places[i]! - places[i - 1]!));
        length += Math.sqrt(steps.reduce((sum, x) => sum + x * x, 0));
      }
    }
    return { changes, length };
  }

  test('counts that are expected behind them are those of the same image', () => {
    const curve = curveOf('polyline', 12);
    const far = { ...curve, vertices: curve.vertices.map((v) => v.map((x) => 100 + x)) };
    const [largest, plain] = [biggest(1), flatten].map((first) => {
      const what = convolutional([2, 2, 3], [first, dense(9)], { curve: far });
      return new ExactWorkspace(memory, what).measure(0, 1).expected!.transitions[1]!;
    });
    expect(plain).toBeGreaterThan(0.01);
    expect(largest! / plain!).toBeCloseTo(1, 6);
  });

  test.each(POOLED)('tangents: %s, whose length is that of very short steps', (_, shape, layers) => {
    const what = convolutional(shape, layers, { points: 1000 });
    const record = lengthsOf(new TangentWorkspace(memory, what).measure(3, 1));
    const chords = lengthsOf(new Workspace(memory, what).measure(3, 1));
    record.forEach((length, l) => {
      expect(Math.abs(length / chords[l]! - 1), `layer ${l + 1}`).toBeLessThan(4e-3);
    });
  });
});

test('pads of pools, which end at the edge', () => {
  const what = convolutional([5, 4, 2], [conv(3, 3), pool(3, 1), conv(2, 2)]);
  const padded = { padding: 'cut', pads: [1, 2, 1, 0], width: 60 } as const;
  const cut = what.network.layers.map((layer) => {
    if (layer.type === 'avg-pool') return { ...layer, ...padded };
    return layer.type === 'conv2d' && layer.channels === 2
      ? { ...layer, inputShape: [5, 4, 3] as const, width: 40 }
      : layer;
  });
  const network = networkOf({ ...what.network, layers: cut });
  const subject = { ...what, network };
  expectTwin(new Workspace(memory, subject).measure(3, 1), subject, 3);
  const largest = { ...cut[1], type: 'max-pool', sigmaW: 1 } as MaxPoolLayer;
  const pooled = { ...what, network: networkOf({ ...network, layers: [cut[0]!, largest, cut[2]!] }) };
  const expected = referenceMeasure(pooled, 3).length;
  lengthsOf(new Workspace(memory, pooled).measure(3, 1)).forEach((length, l) => {
    expect(length / expected[l]!).toBeCloseTo(1, 5);
  });
});

test.each(NETWORKS)('tangents: %s', (_, shape, layers) => {
  for (const points of [1, 30]) {
    const what = convolutional(shape, layers, { points });
    const lengths = lengthsOf(new TangentWorkspace(memory, what).measure(3, 1));
    tangentMeasure(what, 3).forEach((length, l) => {
      expect(Math.abs(lengths[l]! - length), `layer ${l + 1}`).toBeLessThanOrEqual(2e-6 * (l + 1) * length);
    });
  }
});

test.each(NETWORKS)('exact images: %s', (_, shape, layers) => {
  for (const kind of ['line', 'polyline'] as const) {
    const what = convolutional(shape, layers, { kind });
    for (let network = 0; network < 2; network++)
      expect(expectExactImage(new ExactWorkspace(memory, what).measure(network, 1), what, network)).toBe(0);
  }
});

describe('what is known without counting', () => {
  test('a 1 × 1 convolution is a dense layer at each place', () => {
    const changes = { curve: curveOf('line', 3), points: 12 };
    const one = convolutional([1, 1, 3], [conv(60, 1), conv(5, 1)], changes);
    const layer = convolutional([1, 1, 3], [dense(60), dense(5)], changes);
    const lengths = [one, layer].map((what) => lengthsOf(new Workspace(memory, what).measure(3, 1)));
    expect(lengths[0]).toEqual(lengths[1]);
    // At four places that see the same, every length is twice as large.
    const { kind, vertices } = changes.curve;
    const four = { kind, vertices: vertices.map((v) => Float64Array.from([...v, ...v, ...v, ...v])) };
    const places = convolutional([2, 2, 3], [conv(60, 1), conv(5, 1)], { ...changes, curve: four });
    const twice = lengthsOf(new Workspace(memory, places).measure(3, 1));
    lengths[1]!.forEach((length, l) => {
      expect(twice[l]! / length).toBeCloseTo(2, 6);
    });
  });

  test('flatten changes nothing', () => {
    const [plain, flat] = [
      [conv(4, 3), dense(9)],
      [conv(4, 3), flatten, dense(9)],
    ].map((layers) => lengthsOf(new ExactWorkspace(memory, convolutional([4, 4, 2], layers)).measure(0, 1)));
    expect(flat![1]).toBe(plain![0]);
    expect(flat![0]).toBe(plain![0]);
  });
});
