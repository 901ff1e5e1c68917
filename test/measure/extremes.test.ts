/**
 * Weights, biases and inputs of any size: what single precision holds is scaled, and no length is a silent 0.
 */
import { describe, expect, test } from 'vitest';
import { type Curve, curve, endpoints } from '../../src/curve/index.ts';
import type { MeasureName } from '../../src/experiment/measures.ts';
import { type LengthRecord, openWorkspace, type Subject } from '../../src/measure/index.ts';
import {
  type Activation,
  isHomogeneous,
  mapLayers,
  piecesOf,
  type UniformNetwork,
} from '../../src/network/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { arena } from '../kernels/kernels.ts';
import { SMOOTH } from '../kernels/smooth.ts';
import { ACTIVATIONS, subject } from './subjects.ts';
import { wideLengths } from './wide-twin.ts';

const memory = await arena();
const [DIM, DEPTH, NETWORKS] = [6, 4, 1];

function line(size: number): Curve {
  return curve(
    'line',
    endpoints('gaussian', 1, DIM).map((x) => x.map((v) => v * size)),
  );
}

function of(
  spec: Partial<UniformNetwork>,
  rest: Partial<Subject> & { readonly size?: number } = {},
): Subject {
  const { size = 1, ...others } = rest;
  const widths = new Array<number>(DEPTH).fill(DIM);
  return subject({ inputDim: DIM, widths, ...spec }, { curve: line(size), points: 7, ...others });
}

const measure = (what: Subject): LengthRecord => openWorkspace(memory, what).measure(0, NETWORKS);

/** Logarithms to base 2, network by network and layer by layer. */
const logs = ({ length, exponent }: LengthRecord): number[] =>
  Array.from(length, (x, at) => Math.log2(x) + exponent[at]!);

const twin = (what: Subject): number[] =>
  Array.from({ length: NETWORKS }, (_, i) => wideLengths(what, i)).flat();

/** Of logarithms; where both are of 0 they agree. */
function expectEqual(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, at) => {
    if (x === expected[at]) return;
    expect(Math.abs(x - expected[at]!), `${x} against ${expected[at]} at ${at}`).toBeLessThan(tolerance);
  });
}

const TINY = [5e-324, 1e-45, 1e-38, 1e-20];
const HUGE = [1e38, 1e45, 1.7e308];
const HOMOGENEOUS = ACTIVATIONS.filter(isHomogeneous);
const SATURATING = ACTIVATIONS.filter((activation) => !isHomogeneous(activation));

describe.each(HOMOGENEOUS)('$name $slope', (activation) => {
  test('a polyline has the length of its twin at any size of weights, biases and input', () => {
    for (const sigmaW of [...TINY, 1, ...HUGE]) {
      for (const sigmaB of [0, ...TINY, 0.3, ...HUGE]) {
        for (const size of [1e-138, 1, 1e138]) {
          const what = of({ activation, sigmaW, sigmaB }, { size });
          expectEqual(logs(measure(what)), twin(what), 1e-4);
        }
      }
    }
  });

  test('other estimators too, where biases leave nothing of the points and images are straight', () => {
    for (const estimator of ['exact', 'tangent'] as const) {
      for (const sigmaW of TINY) {
        const what = of({ activation, sigmaW, sigmaB: 0.3 });
        expectEqual(logs(measure({ ...what, estimator })), twin(what), 1e-5);
      }
    }
  });

  test('weights that leave nothing of the biases, which are then as good as none', () => {
    for (const estimator of ['exact', 'tangent', 'polyline'] as const) {
      for (const sigmaW of HUGE) {
        const what = of({ activation, sigmaW, sigmaB: 1e-20 }, { estimator });
        expect(measure(what)).toEqual(
          measure({ ...what, network: mapLayers(what.network, (layer) => ({ ...layer, sigmaB: 0 })) }),
        );
      }
    }
  });

  test('input and biases 2^k times as large: the same digits', () => {
    for (const estimator of ['exact', 'tangent', 'polyline'] as const) {
      const plain = measure(of({ activation, sigmaB: 0.3 }, { estimator }));
      for (const k of [-450, 450]) {
        const scaled = measure(of({ activation, sigmaB: ldexp(0.3, k) }, { estimator, size: ldexp(1, k) }));
        expect({ ...scaled, exponent: scaled.exponent.map((e) => e - k) }).toEqual(plain);
      }
    }
  });
});

describe.each(SATURATING)('$name', (activation) => {
  test('small weights: the length of the twin, whatever the biases', () => {
    for (const sigmaW of [...TINY, 1e-5]) {
      for (const sigmaB of [0, ...TINY, 0.3]) {
        for (const size of [1e-138, 1]) {
          const what = of({ activation, sigmaW, sigmaB }, { size });
          expectEqual(logs(measure(what)), twin(what), 1e-4);
          expectEqual(logs(measure({ ...what, estimator: 'tangent' })), twin(what), 1e-4);
          if (piecesOf(activation) === null) continue;
          expectEqual(logs(measure({ ...what, estimator: 'exact' })), twin(what), 1e-4);
        }
      }
    }
  });

  test('a first layer sees the product of weights and input alone', () => {
    const first = { activation, widths: [DIM], sigmaB: 0.3 };
    const plain = measure(of(first));
    for (const k of [-450, 450]) {
      const scaled = of({ ...first, sigmaW: ldexp(Math.SQRT2, -k) }, { size: ldexp(1, k) });
      expect(measure(scaled)).toEqual(plain);
    }
  });

  test('neurons that are saturated throughout end the image, and nothing overflows after that', () => {
    const what = of({ activation, sigmaW: 1e5, sigmaB: 1e11, widths: new Array(12).fill(DIM) });
    for (const estimator of ['polyline', 'tangent'] as const) {
      expect(measure({ ...what, estimator }).length.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('measures', () => {
  const NAMES: readonly MeasureName[] = ['q', 'correlation', 'autocorrelation', 'speed', 'metric'];
  const wide = (record: LengthRecord, name: MeasureName) =>
    Array.from(
      record.measures[name]!.values,
      (x, at) => Math.log2(x) + record.measures[name]!.exponent![at]!,
    );

  test.each(SATURATING)(
    '$name is straight near 0: those of linear networks, to the slope at 0',
    (activation) => {
      const slope = activation.name === 'erf' ? Math.log2(2 / Math.sqrt(Math.PI)) : 0;
      const layers = Array.from({ length: NETWORKS * DEPTH }, (_, at) => slope * (at % DEPTH));
      const estimators =
        piecesOf(activation) === null ? (['polyline'] as const) : (['polyline', 'exact'] as const);
      for (const estimator of estimators) {
        for (const sigmaW of [1e-300, 1e-40, 1e-28]) {
          const what = of({ activation, sigmaW }, { estimator, measures: NAMES });
          const linear: Activation = { name: 'linear' };
          const [record, straight] = [
            measure(what),
            measure({
              ...what,
              network: mapLayers(what.network, (layer) => ({ ...layer, activation: linear })),
            }),
          ];
          for (const [name, power] of [
            ['q', 2],
            ['metric', 2],
            ['speed', 1],
          ] as const) {
            const expected = wide(straight, name).map((x, at) => x + power * layers[at]!);
            expectEqual(wide(record, name), expected, 1e-5);
          }
          for (const name of ['correlation', 'autocorrelation'] as const) {
            record.measures[name]!.values.forEach((x, at) => {
              expect(Math.abs(x - straight.measures[name]!.values[at]!)).toBeLessThan(1e-5);
            });
          }
        }
      }
    },
  );

  test.each(SMOOTH)("$name: curvature near 0 comes from phi'' = c h", (activation) => {
    // The image of a line has accelerations c h v² and what becomes of them: in layer l > 1 weights s times
    // as large make N κ² s^(4 - 2 l) times as large.
    const curvatures = (k: number) =>
      wide(measure(of({ activation, sigmaW: 2 ** k }, { measures: ['curvature2'] })), 'curvature2');
    const [above, below] = [curvatures(-20), curvatures(-1000)];
    const expected = above.map((x, at) => x + 980 * (2 * (at + 1) - 4));
    expectEqual(below.slice(1), expected.slice(1), 1e-4);
    expect(below[1]).toBeGreaterThan(-50);
  });

  test('a layer below which all is dead has its biases alone, however small', () => {
    const spec = { activation: { name: 'relu' } as const, widths: [1, 1, 1, 1], sigmaW: 1, sigmaB: 1e-60 };
    const what = of(spec, { measures: ['q'], estimator: 'polyline' });
    const { q } = openWorkspace(memory, what).measure(0, 40).measures;
    expect(q!.values.every((x) => x > 0)).toBe(true);
  });
});
