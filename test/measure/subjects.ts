/** Small things to measure: named ones and arbitrary ones. */

import fc from 'fast-check';
import { expect } from 'vitest';
import { type Curve, type CurveKind, curve, endpoints } from '../../src/curve/index.ts';
import type { LengthRecord, Subject } from '../../src/measure/index.ts';
import {
  type Activation,
  type Law,
  type NetworkSpec,
  type UniformNetwork,
  uniformNetwork,
} from '../../src/network/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';

/** A curve of the kind through random Gaussian points; a polyline has three of them. */
export function curveOf(kind: CurveKind, dim: number, seed = 1): Curve {
  const ends = endpoints('gaussian', seed, dim);
  return curve(kind, kind === 'polyline' ? [...ends, endpoints('gaussian', seed + 1, dim)[0]!] : ends);
}

/** A dense Gaussian ReLU network on a line between two points, but for `changes`. */
export function subject(changes: Partial<UniformNetwork> = {}, rest: Partial<Subject> = {}): Subject {
  const network = uniformNetwork({
    inputDim: 20,
    widths: [30, 50, 20],
    density: 1,
    weights: { kind: 'gaussian' },
    sigmaW: Math.SQRT2,
    biases: { kind: 'gaussian' },
    sigmaB: 0,
    scaling: 'fan-in',
    activation: { name: 'relu' },
    ...changes,
  });
  return { network, seed: 3, curve: curveOf('line', network.inputDim), points: 40, ...rest };
}

/** Lengths of one network of a record, layer by layer. */
export function lengthsOf(
  record: LengthRecord,
  i = 0,
  quantity: 'length' | 'preLength' = 'length',
): number[] {
  return Array.from({ length: record.depth }, (_, l) => {
    const at = i * record.depth + l;
    return ldexp(record[quantity][at]!, record.exponent[at]!);
  });
}

export const PIECEWISE_LINEAR: readonly Activation[] = [
  { name: 'relu' },
  { name: 'abs' },
  { name: 'linear' },
  { name: 'hard-tanh' },
  { name: 'leaky-relu', slope: 0.1 },
  { name: 'leaky-relu', slope: -1.7 },
];

export const ACTIVATIONS: readonly Activation[] = [
  ...PIECEWISE_LINEAR,
  { name: 'tanh' },
  { name: 'erf' },
  { name: 'sin' },
];

/** With tests of their own. */
export const BENT: readonly Activation[] = [
  { name: 'sigmoid' },
  { name: 'silu' },
  { name: 'swish', beta: 3 },
  { name: 'gelu' },
  { name: 'gelu-tanh' },
  { name: 'mish' },
  { name: 'softplus' },
  { name: 'elu' },
  { name: 'celu', scale: 0.4 },
  { name: 'selu' },
  { name: 'hard-swish' },
  { name: 'squared-relu' },
  { name: 'soft-threshold', threshold: 0.3 },
];

export const LAWS: readonly Law[] = [
  { kind: 'gaussian' },
  { kind: 'uniform' },
  { kind: 'discrete', values: [-1, 1] },
  { kind: 'discrete', values: [-3, -2, -1, 1, 2, 3] },
];

const dimension = fc.integer({ min: 1, max: 60 });
const MOST_LAYERS = { minLength: 1, maxLength: 4 };

const layersWith = (activations: readonly Activation[]) => ({
  density: fc.constantFrom(0, 0.05, 0.12, 0.125, 0.3, 0.49, 0.5, 0.8, 1),
  weights: fc.constantFrom(...LAWS),
  sigmaW: fc.constantFrom(0, 0.1, 1, Math.SQRT2, 4),
  biases: fc.constantFrom(...LAWS),
  sigmaB: fc.constantFrom(0, 0, 0.01, 1, 7),
  scaling: fc.constantFrom('fan-in' as const, 'none' as const),
  activation: fc.constantFrom(...activations),
});

/** On any kind of curve, with up to 60 points. */
const subjectsOf = (networks: fc.Arbitrary<NetworkSpec>): fc.Arbitrary<Subject> =>
  networks.chain((network) =>
    fc.record({
      network: fc.constant(network),
      seed: fc.maxSafeNat(),
      curve: fc
        .constantFrom<CurveKind>('line', 'arc', 'circle', 'polyline')
        .map((kind) => curveOf(kind, network.inputDim)),
      points: fc.integer({ min: 2, max: 60 }),
    }),
  );

/** Any network with widths up to 60 and depth up to 4 whose layers differ in width alone. */
const uniformWith = (activations: readonly Activation[]): fc.Arbitrary<NetworkSpec> =>
  fc
    .record({ inputDim: dimension, widths: fc.array(dimension, MOST_LAYERS), ...layersWith(activations) })
    .map(uniformNetwork);

/** Any network with widths up to 60 and depth up to 4. */
const mixedWith = (activations: readonly Activation[]): fc.Arbitrary<NetworkSpec> =>
  fc.record({
    inputDim: dimension,
    layers: fc.array(
      fc.record({ type: fc.constant('dense' as const), width: dimension, ...layersWith(activations) }),
      MOST_LAYERS,
    ),
  });

export const smallSubjects = subjectsOf(uniformWith(ACTIVATIONS));
export const smallPiecewiseLinear = subjectsOf(uniformWith(PIECEWISE_LINEAR));
export const smallMixed = subjectsOf(mixedWith(ACTIVATIONS));
export const smallMixedPiecewiseLinear = subjectsOf(mixedWith(PIECEWISE_LINEAR));

/** Compares lengths layer by layer. */
export function expectClose(made: readonly number[], exact: readonly number[], relative = 2e-6): void {
  expect(made.length).toBe(exact.length);
  made.forEach((x, l) => {
    expect(Math.abs(x / exact[l]! - 1), `layer ${l + 1}: ${x} against ${exact[l]}`).toBeLessThan(relative);
  });
}
