import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Law, type NetworkSpec, type UniformNetwork, uniformNetwork } from '../../src/network/index.ts';

const entries = JSON.parse(readFileSync(new URL('../golden.json', import.meta.url), 'utf8')) as {
  id: string;
  value: number;
}[];

/** Reference value of golden.json. */
export function golden(id: string): number {
  const entry = entries.find((e) => e.id === id);
  if (entry === undefined) throw new Error(`golden.json has no entry ${id}`);
  return entry.value;
}

export function expectClose(actual: number | null, expected: number, relative = 1e-12): void {
  const error = actual === null ? Number.NaN : Math.abs(actual - expected) / Math.abs(expected);
  expect(error, `${actual} against ${expected}`).toBeLessThanOrEqual(relative);
}

/** Dense Gaussian ReLU network, 100 wide, two layers, He scale, no biases, but for `changes`. */
export function network(changes: Partial<UniformNetwork> = {}): NetworkSpec {
  return uniformNetwork({
    inputDim: 100,
    widths: [100, 100],
    density: 1,
    weights: { kind: 'gaussian' },
    sigmaW: Math.SQRT2,
    biases: { kind: 'gaussian' },
    sigmaB: 0,
    scaling: 'fan-in',
    activation: { name: 'relu' },
    ...changes,
  });
}

export const uniform: Law = { kind: 'uniform' };
export const rademacher: Law = { kind: 'discrete', values: [-1, 1] };

const laws = fc.oneof(
  fc.constant<Law>({ kind: 'gaussian' }),
  fc.constant(uniform),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })
    .map((v): Law => ({ kind: 'discrete', values: [...v.map((x) => -x), ...v] })),
);

/** Any network with a piecewise linear activation, kink at 0. */
export const homogeneousNetworks: fc.Arbitrary<NetworkSpec> = fc
  .record<UniformNetwork>({
    inputDim: fc.integer({ min: 1, max: 300 }),
    widths: fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 }),
    density: fc.oneof(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.constant(1)),
    weights: laws,
    sigmaW: fc.double({ min: 0.01, max: 100, noNaN: true }),
    biases: laws,
    sigmaB: fc.double({ min: 0, max: 10, noNaN: true }),
    scaling: fc.constantFrom('fan-in', 'none'),
    activation: fc.oneof(
      fc.constantFrom({ name: 'relu' as const }, { name: 'abs' as const }, { name: 'linear' as const }),
      fc.record({
        name: fc.constant('leaky-relu' as const),
        slope: fc.double({ min: -5, max: 5, noNaN: true }),
      }),
    ),
  })
  .map(uniformNetwork);
