/**
 * Images of curves with two derivatives, and the measures taken of them, through normalisation and residual
 * blocks: beside plain loops in double precision and their differences along the curve.
 */
import { describe, expect, test } from 'vitest';
import { type CurveKind, curvePoints } from '../../src/curve/index.ts';
import { type LayerInput, type MeasureName, measureProblem } from '../../src/experiment/index.ts';
import { referenceNormalise } from '../../src/kernels/reference/index.ts';
import { type CurveLayer, CurveWorkspace } from '../../src/measure/curve-image.ts';
import { openWorkspace, type Subject } from '../../src/measure/index.ts';
import { type Shape, sizeOf } from '../../src/network/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { arena } from '../kernels/kernels.ts';
import { blockJets } from './block-jets.ts';
import { blockLayers } from './block-loops.ts';
import { defined, measuresOf, values } from './defined.ts';
import type { ReferenceJet, ReferenceLayer } from './jets.ts';
import { type LayeredOptions, layeredSubject } from './layered.ts';

const memory = await arena();

/** Layers have the activation tanh unless they or `own` say otherwise. */
const subjectOf = (
  input: number | Shape,
  layers: readonly LayerInput[],
  { own, ...rest }: LayeredOptions = {},
): Subject => layeredSubject(input, layers, { kind: 'circle', own: { activation: 'tanh', ...own }, ...rest });

const dense = (width: number, rest: object = {}) => ({ type: 'dense', width, ...rest }) as const;
const conv = (channels: number, rest: object = {}) =>
  ({ type: 'conv2d', channels, kernel: 3, ...rest }) as const;
const norm = (type: 'layer-norm' | 'rms-norm' | 'batch-norm', rest: object = {}) =>
  ({ type, ...rest }) as const;
const block = (branch: Extract<LayerInput, { type: 'residual' }>['branch'], rest: object = {}): LayerInput =>
  ({ type: 'residual', branch, ...rest }) as const;
const [linear, tanh] = [{ activation: 'linear' }, { activation: 'tanh' }];

const NORMED: readonly [string, number | Shape, readonly LayerInput[]][] = [
  [
    'of pre-activations',
    6,
    [dense(9, linear), norm('layer-norm', tanh), dense(8, linear), norm('rms-norm', tanh), dense(5)],
  ],
  ['of activations', 6, [dense(9), norm('rms-norm'), dense(7), norm('layer-norm'), dense(4)]],
  ['of the input', 5, [norm('layer-norm'), dense(6), norm('rms-norm', { epsilon: 0 }), dense(3)]],
  [
    'twice in a row',
    5,
    [dense(6), norm('layer-norm'), norm('rms-norm', { epsilon: 0.1, ...tanh }), dense(3)],
  ],
  [
    'around blocks of rows',
    6,
    [dense(47), norm('layer-norm'), dense(48), norm('rms-norm'), dense(49), norm('layer-norm'), dense(97)],
  ],
  [
    'large epsilons',
    6,
    [dense(8), norm('layer-norm', { epsilon: 2 }), dense(8), norm('rms-norm', { epsilon: 1e6 }), dense(5)],
  ],
  [
    'on images',
    [4, 4, 2],
    [conv(3), norm('layer-norm', tanh), { type: 'avg-pool', kernel: 2 }, norm('rms-norm'), dense(4)],
  ],
];

const BLOCKS: readonly [string, number | Shape, readonly LayerInput[]][] = [
  ['without norms', 6, [dense(10), block([dense(12), dense(10)], { scale: 0.5 }), dense(4)]],
  [
    'with activations of branch and sum',
    6,
    [block([dense(7), dense(6)], { branchActivation: 'tanh', activation: 'gelu' }), dense(4)],
  ],
  [
    'with norms in branches',
    6,
    [
      dense(49),
      block([norm('layer-norm', tanh), dense(48, linear), norm('rms-norm', tanh), dense(49)]),
      norm('layer-norm'),
      block([dense(7), norm('rms-norm', { epsilon: 0.2 }), dense(49)], { scale: 0.4 }),
    ],
  ],
  [
    'with projections',
    6,
    [dense(8), block([norm('layer-norm'), dense(9)], { shortcut: [dense(9)] }), dense(3)],
  ],
  [
    'of convolutions',
    [4, 4, 2],
    [conv(3), block([norm('rms-norm', tanh), conv(5), conv(3)]), { type: 'avg-pool' }, dense(4)],
  ],
];

const BATCHED: readonly [string, number | Shape, readonly LayerInput[]][] = [
  ['by coordinate', 6, [norm('batch-norm'), dense(9, linear), norm('batch-norm', tanh), dense(5)]],
  [
    'in a block',
    6,
    [dense(8), block([norm('batch-norm', tanh), dense(8)], { scale: 0.7 }), norm('layer-norm'), dense(3)],
  ],
  ['by channel', [4, 4, 2], [conv(3, linear), norm('batch-norm', { per: 'channel', ...tanh }), dense(4)]],
];

function imageOf(what: Subject, order: 0 | 1 | 2, network = 3): CurveLayer[] {
  memory.reset();
  return [...new CurveWorkspace(memory, what, order).layers(network)];
}

const largestOf = (vectors: readonly number[][]) =>
  Math.max(...vectors.map((vector) => Math.hypot(...vector)));

/** The most that stored vectors differ from the reference, over the largest norm of one or `least`. */
function difference(stored: Float32Array, unit: number, exact: readonly number[][], least: number): number {
  const width = exact[0]!.length;
  expect(stored.length).toBe(width * exact.length);
  const far = exact.map((vector, t) =>
    Math.hypot(...vector.map((x, i) => x - stored[t * width + i]! * unit)),
  );
  return Math.max(...far) / (Math.max(largestOf(exact), least) || 1);
}

function expectJets(image: readonly CurveLayer[], reference: readonly ReferenceLayer[], most: number): void {
  expect(image.map(({ layer }) => layer)).toEqual(reference.map((_, l) => l + 1));
  image.forEach(({ scales, ...sides }, l) => {
    const units = {
      point: ldexp(scales.points.mantissa, scales.points.exponent),
      velocity: ldexp(1, scales.velocities),
      acceleration: ldexp(1, scales.accelerations),
    };
    for (const side of ['pre', 'post'] as const) {
      const { points, velocities, accelerations } = sides[side];
      const stored = { point: points, velocity: velocities, acceleration: accelerations };
      for (const name of ['point', 'velocity', 'acceleration'] as const) {
        if (stored[name].length === 0) continue;
        const exact = reference[l]![side].map((jet: ReferenceJet) => jet[name]);
        // Differences of a straight image are no more than roundings.
        const least = largestOf(reference[l]![side].map(({ velocity }) => velocity)) / 1000;
        expect(
          difference(stored[name], units[name], exact, least),
          `layer ${l + 1} ${side} ${name}`,
        ).toBeLessThan(most);
      }
    }
  });
}

describe('points, velocities and accelerations are those of plain loops and their differences', () => {
  // Images bend on lengths of about 1/10: differences are good to about 1e-8 of the largest derivative.
  const H = 2 ** -9;

  test.each([...NORMED, ...BLOCKS])('%s', (_, input, layers) => {
    for (const kind of ['line', 'circle'] as const) {
      const what = subjectOf(input, layers, { kind });
      expectJets(imageOf(what, 2), blockJets(what, 3, H), 2e-5);
    }
  });

  test.each(BATCHED)('over the samples: %s', (_, input, layers) => {
    for (const kind of ['line', 'circle'] as const) {
      const what = subjectOf(input, layers, { kind });
      // Coordinates that hardly move lose the digits of their mean.
      expectJets(imageOf(what, 2), blockJets(what, 3, H), 1e-4);
    }
  });

  test.each(BATCHED)('over a batch: %s', (_, input, layers) => {
    const dim = typeof input === 'number' ? input : sizeOf(input);
    const batch = Array.from({ length: 9 }, (_, t) =>
      Float64Array.from({ length: dim }, (_, j) => 1.5 * Math.sin(1 + 3.7 * t + 2.3 * j + t * j)),
    );
    const what = subjectOf(input, layers, { batch });
    const points = batch.map((x) => [...x]);
    expectJets(imageOf(what, 2), blockJets(what, 3, H, points), 2e-5);
  });

  test.each(['relu', 'squared-relu', 'hard-tanh'])('of %s, to the first derivative', (activation) => {
    for (const [, input, layers] of [...NORMED, ...BLOCKS]) {
      const kinked = JSON.parse(JSON.stringify(layers).replaceAll('tanh', activation)) as LayerInput[];
      const what = subjectOf(input, kinked, { own: { activation } });
      // No sample lies so near to a kink.
      expectJets(imageOf(what, 1), blockJets(what, 3, 2 ** -24), 2e-5);
    }
  });

  test.each(['gelu', 'sin', 'softplus'])('of %s', (activation) => {
    for (const [, input, layers] of [...NORMED, ...BLOCKS]) {
      const bent = JSON.parse(JSON.stringify(layers).replaceAll('tanh', activation)) as LayerInput[];
      const what = subjectOf(input, bent, { own: { activation } });
      expectJets(imageOf(what, 2), blockJets(what, 3, H), 2e-5);
    }
  });

  test('as many samples as fill panels, and one more or less', () => {
    const layers = [dense(9), norm('layer-norm', tanh), dense(5)];
    for (const points of [2, 3, 31, 32, 33, 64, 65, 127, 129]) {
      const what = subjectOf(6, layers, { points });
      expectJets(imageOf(what, 2), blockJets(what, 3, H), 2e-5);
    }
  });

  test('of lower order: the same points and velocities', () => {
    const what = subjectOf(6, NORMED[4]![2]);
    const [points, velocities, all] = ([0, 1, 2] as const).map((order) => imageOf(what, order));
    all!.forEach(({ pre }, l) => {
      expect(pre.points).toEqual(points![l]!.pre.points);
      expect(pre.velocities).toEqual(velocities![l]!.pre.velocities);
    });
  });
});

describe('at scales far from 1', () => {
  const free = { sigmaB: 0, activation: 'linear' };

  /** Linear layers of so large weights, a norm, and a layer behind it. */
  const behind = (sigmaW: number, depth: number, epsilon: number, kind: CurveKind = 'circle') => {
    const deep = Array.from({ length: depth }, () => dense(8, { sigmaW }));
    const layers = [...deep, norm('layer-norm', { epsilon }), dense(8, { sigmaW: 1 })];
    return imageOf(subjectOf(6, layers, { kind, own: free }), 2);
  };

  test('normalisation takes powers of two off, bit for bit', () => {
    for (const kind of ['line', 'circle'] as const) {
      const plain = behind(1, 3, 0, kind);
      for (const sigmaW of [2 ** -300, 2 ** 300]) {
        const scaled = behind(sigmaW, 3, 0, kind);
        for (const l of [3, 4]) {
          expect(scaled[l]!.pre).toEqual(plain[l]!.pre);
          expect(scaled[l]!.scales).toEqual(plain[l]!.scales);
        }
      }
    }
  });

  test('where epsilon is all that is left, the derivatives are those of z / √epsilon and of its bend', () => {
    for (const kind of ['line', 'circle'] as const) {
      const sigmaW = 2 ** -50;
      const [, , third, normed] = behind(sigmaW, 3, 1e-5, kind);
      const { points, velocities, accelerations } = third!.scales;
      const exponents = [points.exponent, velocities, accelerations].map((x) => x + 150);
      // At scales where double precision holds everything: y = z / √epsilon in units of 2 ** -150, and squares.
      const width = 8;
      for (let t = 0; t < 25; t++) {
        const vector = (values: Float32Array, unit: number) =>
          Array.from(values.subarray(t * width, (t + 1) * width), (x) => x * unit);
        const jet = {
          point: vector(third!.pre.points, ldexp(points.mantissa, exponents[0]!)),
          velocity: vector(third!.pre.velocities, ldexp(1, exponents[1]!)),
          acceleration: vector(third!.pre.accelerations, ldexp(1, exponents[2]!)),
        };
        const exact = referenceNormalise(jet, true, 1e-5 * 2 ** 300);
        const made = vector(
          normed!.pre.accelerations,
          ldexp(1, normed!.scales.accelerations + (kind === 'line' ? 300 : 0)),
        );
        const scale = kind === 'line' ? 2 ** 300 : 1;
        exact.acceleration.forEach((x, i) => {
          const size = Math.max(...exact.acceleration.map(Math.abs)) * scale;
          expect(Math.abs(made[i]! - x * scale) / size).toBeLessThan(1e-5);
        });
      }
    }
  });

  test('beyond all that doubles hold, derivatives are numbers', () => {
    for (const kind of ['line', 'circle'] as const) {
      for (const sigmaW of [2 ** -300, 2 ** 300]) {
        const { pre, scales } = behind(sigmaW, 6, 1e-5, kind).at(-1)!;
        for (const values of [pre.points, pre.velocities, pre.accelerations])
          expect(values.every(Number.isFinite)).toBe(true);
        expect(pre.velocities.some((x) => Math.abs(x) > 1e-3)).toBe(true);
        expect(scales.velocities < -1000).toBe(sigmaW < 1);
      }
    }
  });

  test('behind many layers, in both phases', () => {
    const layers = Array.from({ length: 60 }, () => [dense(30, linear), norm('layer-norm', tanh)]).flat();
    for (const sigmaB of [0.1, 3]) {
      const { pre, scales } = imageOf(subjectOf(20, layers, { points: 5, own: { sigmaB, sigmaW: 3 } }), 2).at(
        -1,
      )!;
      expect(Math.abs(scales.velocities)).toBeGreaterThan(5);
      for (const values of [pre.points, pre.velocities, pre.accelerations]) {
        const most = values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
        expect(most).toBeGreaterThan(1e-4);
        expect(most).toBeLessThan(1e4);
      }
    }
  });
});

describe('measures', () => {
  const measured = (what: Subject, measures = measuresOf(what)) =>
    openWorkspace(memory, { ...what, measures }).measure(3, 1);

  test.each([...NORMED, ...BLOCKS])('are what they say: %s', (_, input, layers) => {
    for (const kind of ['arc', 'circle'] as const) {
      const what = subjectOf(input, layers, { kind });
      const names = measuresOf(what);
      expect(names).toEqual(expect.arrayContaining(['q', 'metric', 'speed', 'curvature2', 'gaussMapLength']));
      expectDefined(what, blockJets(what, 3, 2 ** -9), names);
    }
  });

  test('patterns behind norms are what samples show', () => {
    const relu = { activation: 'relu' };
    const layers = [
      dense(20, linear),
      norm('layer-norm', relu),
      dense(20, linear),
      norm('rms-norm', relu),
      dense(12, relu),
    ];
    const what = subjectOf(6, layers, { points: 49 });
    const names = measuresOf(what);
    expect(names).toEqual(
      expect.arrayContaining(['transitions', 'patterns', 'activeShare', 'deadShare', 'spaceFold']),
    );
    expect(names).not.toContain('curvature2');
    expectDefined(what, blockJets(what, 3, 2 ** -24), names);
  });

  function expectDefined(what: Subject, layers: ReferenceLayer[], names: readonly MeasureName[]): void {
    const record = measured(what, [...names]);
    layers.forEach((_, l) => {
      const exact = defined(what, layers, l);
      for (const name of names) {
        values(record, name)[l]!.forEach((value, entry) => {
          const expected = exact[name]![entry]!;
          const told = `${name} ${what.curve.kind} layer ${l + 1}: ${value} for ${expected}`;
          expect(Math.abs(value - expected), told).toBeLessThanOrEqual(1e-4 * Math.abs(expected) + 1e-5);
        });
      }
    });
  }

  test('of a circle through a normalised tanh network converge to integrals by finite differences', () => {
    const layers = [dense(20, linear), norm('layer-norm', tanh), dense(15, linear), norm('layer-norm', tanh)];
    const what = subjectOf(8, layers, { points: 401 });
    const record = measured(what);
    const at = curvePoints(what.curve);
    const steps = 4000;
    const points = Array.from({ length: steps }, (_, t) => [...at(t / steps).point]);
    const images = blockLayers(what, 3, points);
    const h = (2 * Math.PI) / steps;
    images.forEach(({ pre }, l) => {
      const chords = pre.map((x, t) => pre[(t + 1) % steps]!.map((y, i) => y - x[i]!));
      const lengths = chords.map((chord) => Math.hypot(...chord));
      const unit = chords.map((chord, t) => chord.map((x) => x / lengths[t]!));
      // The angle of chords from one to the next: what the tangent turns.
      const turns = unit.map((u, t) => 2 * Math.asin(distance(u, unit[(t + 1) % steps]!) / 2));
      const width = pre[0]!.length;
      const mean = (of: (t: number) => number) => lengths.reduce((sum, _, t) => sum + of(t), 0) / steps;
      const exact = {
        q: mean((t) => pre[t]!.reduce((sum, x) => sum + x * x, 0) / width),
        speed: mean((t) => lengths[t]! / h),
        metric: mean((t) => (lengths[t]! / h) ** 2 / width),
        gaussMapLength: steps * mean((t) => turns[t]!),
        curvature2:
          mean((t) => (2 * turns[t]! * turns[t]!) / (lengths[t]! + lengths[(t + 1) % steps]!) ** 2) *
          2 *
          width,
      };
      for (const [name, expected] of Object.entries(exact)) {
        const [value] = values(record, name as MeasureName)[l]!;
        expect(Math.abs(value! / expected - 1), `${name} layer ${l + 1}`).toBeLessThan(1e-4);
      }
    });
  });

  test('beside tangents are those beside the polyline', () => {
    const what = subjectOf(6, NORMED[0]![2]);
    expect(measured({ ...what, estimator: 'tangent' }).measures).toEqual(measured(what).measures);
  });

  test('that samples do not show are refused', () => {
    const relu = { activation: 'relu' };
    const blocks = subjectOf(6, [dense(8, relu), block([dense(5, relu), dense(8)])], { kind: 'line' });
    const normed = subjectOf(6, [dense(8), norm('layer-norm', relu)], { kind: 'line' });
    const problem = (name: MeasureName, estimator: 'exact' | 'polyline', { network, curve }: Subject) =>
      measureProblem(name, estimator, network, curve.kind);
    expect(problem('transitions', 'polyline', blocks)).toEqual({
      expected: 'the exact estimator for transitions beside residual',
      got: 'polyline',
    });
    expect(problem('curvature2', 'polyline', blocks)).toEqual({
      expected: 'a smooth activation for curvature2',
      got: 'relu',
    });
    expect(problem('curvature2', 'polyline', normed)?.got).toBe('relu');
    expect(problem('transitions', 'polyline', normed)).toEqual({
      expected: 'an activation with linear pieces for transitions',
      got: 'tanh',
    });
    expect(problem('q', 'exact', blocks)).toEqual({
      expected:
        'lengths, transitions and regions of networks with residual blocks or normalisation by the exact estimator',
      got: 'q',
    });
    expect(problem('q', 'polyline', blocks)).toBe(null);
    expect(() => imageOf(blocks, 2)).toThrow(
      'activation: expected a smooth one for second derivatives, got relu',
    );
  });
});

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - b[i]!));
