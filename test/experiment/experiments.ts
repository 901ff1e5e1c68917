/** Arbitrary experiments as a user may write them, all valid. */
import fc from 'fast-check';
import { type ExperimentInput, MEASURE_NAMES } from '../../src/experiment/index.ts';

const sweep = <T>(item: fc.Arbitrary<T>) =>
  fc.oneof(item, fc.uniqueArray(item, { minLength: 1, maxLength: 4 }));

const finite = (limits: { min: number; max?: number }) =>
  fc.double({ ...limits, noNaN: true, noDefaultInfinity: true });

const width = fc.integer({ min: 1, max: 1_000_000 });
const law = fc.constantFrom('gaussian', 'uniform', 'discrete', 'discrete:-2:-1:1:2');

const shape = fc.oneof(
  fc.record(
    { width: sweep(width), depth: fc.integer({ min: 1, max: 1000 }), widths: fc.constant(null) },
    { requiredKeys: [] },
  ),
  fc.record(
    { widths: fc.array(width, { minLength: 1, maxLength: 5 }), width: fc.constant(null) },
    { requiredKeys: ['widths'] },
  ),
);

const sampleSize = fc.oneof(
  fc.record(
    { networks: fc.integer({ min: 1, max: 1_000_000_000 }), untilRelativeCi: fc.constant(null) },
    { requiredKeys: [] },
  ),
  fc.record({ untilRelativeCi: finite({ min: 1e-6, max: 0.5 }) }),
);

const others = fc.record(
  {
    density: sweep(finite({ min: -0, max: 1 })),
    weights: sweep(law),
    sigmaW: sweep(finite({ min: -0 })),
    sigmaB: sweep(finite({ min: -0 })),
    biases: law,
    scaling: fc.constantFrom('fan-in' as const, 'none' as const),
    activation: sweep(
      fc.constantFrom('relu', 'abs', 'linear', 'hard-tanh', 'leaky-relu:0.1', 'tanh', 'erf', 'sin'),
    ),
    curve: fc.constantFrom('line' as const, 'arc' as const, 'circle' as const, 'polyline' as const),
    endpoints: fc.constantFrom('orthonormal', 'gaussian', 'mnist:3,8', 'ends.csv'),
    inputDim: fc.option(width),
    mnistDir: fc.option(fc.string({ minLength: 1 })),
    points: fc.integer({ min: 2, max: 10_000_000 }),
    measure: fc.oneof(fc.subarray([...MEASURE_NAMES]), fc.constant(['length' as const])),
    draw: fc.constantFrom('auto' as const, 'weights' as const, 'law' as const),
    seed: fc.maxSafeNat(),
  },
  { requiredKeys: [] },
);

export const experiments: fc.Arbitrary<ExperimentInput> = fc
  .tuple(shape, sampleSize, others)
  .map(([a, b, c]) => ({ ...a, ...b, ...c }));
