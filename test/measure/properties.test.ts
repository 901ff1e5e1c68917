/** What must hold of any one network, whatever was drawn. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curve, samplePoints } from '../../src/curve/index.ts';
import { ExperimentError } from '../../src/experiment/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { type Subject, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import {
  type Activation,
  type DenseLayer,
  isHomogeneous,
  type Layer,
  layerOf,
  mapLayers,
} from '../../src/network/index.ts';
import { incrementsOf } from '../kernels/increments.ts';
import { arena } from '../kernels/kernels.ts';
import { runLayer } from '../kernels/layers.ts';
import { SMOOTH } from '../kernels/smooth.ts';
import { lengthErrors } from './rounding.ts';
import { curveOf, lengthsOf, smallSubjects, subject } from './subjects.ts';

const memory = await arena();
const measure = (what: Subject, first = 0, networks = 1) =>
  new Workspace(memory, what).measure(first, networks);
const lengths = (what: Subject) => lengthsOf(measure(what, 2));

/** Asserts that two measurements of one truth agree within the rounding of both. */
function expectSame(actual: readonly number[], expected: readonly number[], what: Subject): void {
  const { length } = lengthErrors(what, 2);
  actual.forEach((x, l) => {
    const report = `layer ${l + 1}: ${x} against ${expected[l]} ± ${length[l]}`;
    expect(Math.abs(x - expected[l]!), report).toBeLessThanOrEqual(3 * length[l]!);
  });
}

/** The subject with every layer changed. */
function changed(what: Subject, change: (layer: Layer) => Partial<Omit<DenseLayer, 'type'>>): Subject {
  return { ...what, network: mapLayers(what.network, (layer) => ({ ...layer, ...change(layer) })) };
}

const check = (property: (what: Subject) => void, numRuns = 60) =>
  fc.assert(fc.property(smallSubjects, property), { seed: 21, numRuns });

test('a curve run backwards has the same lengths', () => {
  check((what) => {
    const { kind, vertices } = what.curve;
    fc.pre(kind !== 'circle'); // exchanged ends start it elsewhere
    const reversed = { ...what, curve: curve(kind, [...vertices].reverse()) };
    expectSame(lengths(reversed), lengths(what), what);
  });
});

test('without biases, sigmaW c times as large gives lengths c^l times as large', () => {
  check((what) => {
    const { activation, sigmaB, sigmaW } = layerOf(what.network, 1);
    fc.pre(isHomogeneous(activation) && sigmaB === 0 && sigmaW > 0);
    const base = measure(what, 2, 3);
    const times = (factor: number) => changed(what, (layer) => ({ sigmaW: factor * layer.sigmaW }));
    const doubled = measure(times(2), 2, 3);
    expect(doubled.length).toEqual(base.length);
    expect(doubled.preLength).toEqual(base.preLength);
    const layerAt = (at: number) => (at % base.depth) + 1;
    expect([...doubled.exponent]).toEqual([...base.exponent].map((e, at) => e + layerAt(at)));
    const tripled = measure(times(3), 2);
    lengthsOf(tripled).forEach((length, l) => {
      const expected = 3 ** (l + 1) * lengthsOf(base)[l]!;
      // The scale is carried in double precision; the stored activations are the same bits.
      expect(Math.abs(length - expected)).toBeLessThanOrEqual(8 * (l + 1) * 2 ** -53 * expected);
    });
  });
});

test('input and biases twice as large give lengths exactly twice as large', () => {
  check((what) => {
    const { network, curve: c } = what;
    fc.pre(isHomogeneous(layerOf(network, 1).activation));
    const larger = {
      ...changed(what, ({ sigmaB }) => ({ sigmaB: 2 * sigmaB })),
      curve: curve(
        c.kind,
        c.vertices.map((v) => v.map((x) => 2 * x)),
      ),
    };
    expect(lengths(larger)).toEqual(lengths(what).map((length) => 2 * length));
  });
});

test('density 0 and sigmaW 0 leave every image a point, with biases or without', () => {
  check((what) => {
    for (const change of [{ density: 0 }, { sigmaW: 0 }]) {
      const still = changed(what, () => change);
      for (const quantity of ['length', 'preLength'] as const) {
        const record = measure(still, 2);
        expect(lengthsOf(record, 0, quantity).every((length) => length === 0)).toBe(true);
      }
    }
  });
});

test('the identity of activations: leaky-relu of slope 1, -1 and 0 is linear, abs and relu, bit for bit', () => {
  check((what) => {
    const of = (activation: Activation) =>
      measure(
        changed(what, () => ({ activation })),
        2,
      );
    expect(of({ name: 'leaky-relu', slope: 1 })).toEqual(of({ name: 'linear' }));
    expect(of({ name: 'leaky-relu', slope: -1 })).toEqual(of({ name: 'abs' }));
    expect(of({ name: 'leaky-relu', slope: 0 })).toEqual(of({ name: 'relu' }));
  });
});

test('a linear network on a line stretches it to |W (x1 - x0)|, W the product of its matrices', () => {
  check((arbitrary) => {
    const linear = changed(arbitrary, () => ({ activation: { name: 'linear' } }));
    const { network } = linear;
    const what = { ...linear, curve: curveOf('line', network.inputDim) };
    const [x0, x1] = what.curve.vertices as [Float64Array, Float64Array];
    let image = Array.from(x1, (x, i) => x - x0[i]!);
    const expected = network.layers.map((_, l) => {
      const { weights } = referenceWeights(network, what.seed, 2, l + 1);
      image = weights.map((row) => row.reduce((sum, w, j) => sum + w * image[j]!, 0));
      return Math.sqrt(image.reduce((sum, x) => sum + x * x, 0));
    });
    const record = measure(what, 2);
    expectSame(lengthsOf(record), expected, what);
    expect(record.length).toEqual(record.preLength);
  });
});

test('no activation but a steep one lengthens: z is no longer than h', () => {
  check((what) => {
    // erf has slope 2 / sqrt pi at 0.
    fc.pre(!['leaky-relu', 'erf'].includes(layerOf(what.network, 1).activation.name));
    const record = measure(what, 2);
    record.length.forEach((z, at) => {
      expect(z).toBeLessThanOrEqual(record.preLength[at]! * (1 + 1e-6));
    });
  });
});

test('lengths of the pieces of a curve add up', () => {
  for (const activation of [{ name: 'relu' }, { name: 'hard-tanh' }, { name: 'tanh' }] as const) {
    for (const density of [0.1, 1]) {
      const base = subject({ activation, density, sigmaB: 0.4 });
      const [x0, x1] = base.curve.vertices as [Float64Array, Float64Array];
      const middle = x0.map((x, i) => (x + x1[i]!) / 2);
      const n = 20;
      const whole = { ...base, points: 2 * n - 1 };
      const halves = [curve('line', [x0, middle]), curve('line', [middle, x1])].map((c) =>
        lengths({ ...base, curve: c, points: n }),
      );
      const sum = halves[0]!.map((length, l) => length + halves[1]![l]!);
      expectSame(sum, lengths(whole), whole);
    }
  }
});

test('a finer sampling that contains the coarser one is never shorter', () => {
  const what = subject({ sigmaB: 0.3 });
  let coarse = lengths({ ...what, points: 2 });
  for (const points of [3, 5, 9, 17, 33, 65, 129]) {
    const fine = lengths({ ...what, points });
    fine.forEach((length, l) => {
      expect(length).toBeGreaterThanOrEqual(coarse[l]! * (1 - 2e-6));
    });
    coarse = fine;
  }
});

test.each(SMOOTH)('$name: a polyline loses length in second order of its spacing', (activation) => {
  const what = subject({ activation, sigmaW: 2, sigmaB: 0.3 }, { curve: curveOf('arc', 20) });
  const [coarse, fine, finest] = [51, 101, 3201].map((points) => lengths({ ...what, points })) as number[][];
  finest!.forEach((length, l) => {
    const lost = (of: number[]) => 1 - of[l]! / length;
    expect(lost(fine!)).toBeGreaterThan(1e-5);
    expect(lost(coarse!) / lost(fine!)).toBeGreaterThan(3.8);
    expect(lost(coarse!) / lost(fine!)).toBeLessThan(4.2);
  });
});

test('hidden units may change places', () => {
  const { network, seed, curve: c, points } = subject({ widths: [37, 20], sigmaB: 0.5 });
  const layers = [1, 2].map((l) => referenceWeights(network, seed, 0, l));
  const order = Array.from({ length: 37 }, (_, i) => (i * 11 + 5) % 37);
  const permuted = [
    { weights: order.map((i) => layers[0]!.weights[i]!), biases: order.map((i) => layers[0]!.biases[i]!) },
    { weights: layers[1]!.weights.map((row) => order.map((i) => row[i]!)), biases: layers[1]!.biases },
  ];
  const samples = samplePoints(c, points);
  const squares = (stack: typeof layers) => {
    const coordinates = Array.from({ length: network.inputDim }, (_, j) =>
      Array.from({ length: points }, (_, t) => samples[t * network.inputDim + j]!),
    );
    let input = incrementsOf(coordinates);
    let image = null;
    for (const layer of stack) {
      image = runLayer(memory, panelLayout(points, 1), {
        ...layer,
        input,
        pointGain: 1,
        stepGain: 1,
        unit: 1,
        activation: layerOf(network, 1).activation,
      });
      input = { ...image.z, steps: image.z.steps.map((row) => row.slice(0, points)) };
    }
    return image!.zSquares;
  };
  const [plain, moved] = [squares(layers), squares(permuted)];
  plain.slice(1, points).forEach((square, t) => {
    expect(Math.abs(moved[t + 1]! / square - 1)).toBeLessThan(2e-5);
  });
});

describe('the smallest experiments', () => {
  test('one network of one unit on one input', () => {
    const tiny = subject(
      { inputDim: 1, widths: [1], activation: { name: 'linear' }, sigmaW: 1 },
      { curve: curve('line', [[0], [1]]), points: 2 },
    );
    const { weights } = referenceWeights(tiny.network, tiny.seed, 2, 1);
    expect(lengths(tiny)[0]! / Math.abs(weights[0]![0]!)).toBeCloseTo(1, 6);
  });

  test('no network', () => {
    expect(measure(subject(), 0, 0)).toEqual({
      first: 0,
      networks: 0,
      depth: 3,
      length: new Float64Array(0),
      preLength: new Float64Array(0),
      exponent: new Int32Array(0),
      energies: { length: new Float32Array(0), preLength: new Float32Array(0) },
      measures: {},
    });
  });

  test('a dead layer ends in zeros and kills no later one with anything but zeros', () => {
    const narrow = subject({ widths: [1, 1, 1, 1, 1, 1], inputDim: 2 });
    const record = measure(narrow, 0, 50);
    const last = Array.from({ length: 50 }, (_, i) => lengthsOf(record, i));
    expect(last.some((layers) => layers.at(-1) === 0)).toBe(true);
    for (const layers of last) {
      const dead = layers.indexOf(0);
      if (dead >= 0) expect(layers.slice(dead).every((length) => length === 0)).toBe(true);
    }
  });
});

describe('what single precision cannot hold is one clear line, not a wrong number', () => {
  const steep = { activation: { name: 'hard-tanh' }, scaling: 'none', sigmaW: 1 } as const;
  const line = (to: number) => curve('line', [new Float64Array(20), new Float64Array(20).fill(to)]);
  const of = {
    sigmaW: (size: number) => subject({ ...steep, sigmaW: size }),
    sigmaB: (size: number) => subject({ ...steep, sigmaB: size }),
    step: (size: number) => subject(steep, { curve: line(size), points: 2 }),
  };

  test.each([
    ['sigmaW', /^sigmaW: expected a number less than about 1.6e\+11 with hard-tanh, .*, got 1e\+30$/],
    ['sigmaB', /^sigmaB: expected a number less than about 1.1e\+12 with hard-tanh, .*, got 1e\+30$/],
    ['step', /^endpoints: expected coordinates less than about 4.9e\+11 with hard-tanh, .*, got 1e\+30$/],
  ] as const)('of a hard-tanh network: %s', (what, message) => {
    for (const size of [2 ** 40, 1e30]) {
      expect(() => measure(of[what](size))).toThrow(ExperimentError);
    }
    expect(() => measure(of[what](1e30))).toThrow(message);
    expect(() => measure(of[what](2 ** 32))).not.toThrow();
  });

  test('of a leaky ReLU: its slope', () => {
    const leaky = (slope: number) => subject({ activation: { name: 'leaky-relu', slope } });
    expect(() => measure(leaky(-1e-21))).toThrow(
      /^activation: expected a slope of 0 or at least 1e-20 in size, .*, got leaky-relu:-1e-21$/,
    );
    for (const slope of [0, 1e-20, -1e-20]) expect(() => measure(leaky(slope))).not.toThrow();
  });
});
