import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  drawNetwork,
  type GivenNetwork,
  givenNetwork,
  type Law,
  type LayerRows,
  type NetworkSpec,
  planeAlong,
} from '../../src/index.ts';
import { type Activation, type UniformNetwork, uniformNetwork } from '../../src/network/index.ts';

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

export function expectClose(actual: number, expected: number, relative = 1e-10): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300);
  expect(error, `${actual} against ${expected}`).toBeLessThanOrEqual(relative);
}

/**
 * The network of golden.json: W = 3 sin(1.3 + 2.1 l + 1.7 (i+1)(j+2)) / sqrt(fan-in), b = 0.5 cos(2 + l +
 * 3i), from 0.
 */
export function goldenNetwork(dims: readonly number[], name: 'relu' | 'tanh' | 'linear'): GivenNetwork {
  const layers = dims.slice(1).map((width, l) => {
    const fanIn = dims[l]!;
    const weight = (i: number, j: number) =>
      (3 * Math.sin(1.3 + 2.1 * l + 1.7 * (i + 1) * (j + 2))) / Math.sqrt(fanIn);
    return {
      weights: Array.from({ length: width }, (_, i) => Array.from({ length: fanIn }, (_, j) => weight(i, j))),
      biases: Array.from({ length: width }, (_, i) => 0.5 * Math.cos(2 + l + 3 * i)),
    };
  });
  return givenNetwork(layers, { name });
}

export const GOLDEN_SEGMENT = [
  [-2, 1, 0.5],
  [2.5, -1.5, 1],
];

/** The plane of the two coordinates of a two-dimensional input. */
export const COORDINATES = planeAlong([0, 0], [1, 0], [0, 1]);

export function spec(changes: Partial<UniformNetwork> = {}): NetworkSpec {
  return uniformNetwork({
    inputDim: 4,
    widths: [8, 8, 8],
    density: 1,
    weights: { kind: 'gaussian' },
    sigmaW: 2,
    biases: { kind: 'gaussian' },
    sigmaB: 0.3,
    scaling: 'fan-in',
    activation: { name: 'relu' },
    ...changes,
  });
}

/**
 * A network with other layers: `change` sees each as rows and biases. Activations stay, but for those that it
 * names.
 */
export function rebuilt(
  network: GivenNetwork,
  change: (rows: number[][], biases: number[], layer: number) => LayerRows,
): GivenNetwork {
  const layers = network.layers.map(({ weights, biases, width, fanIn, activation }, l) => {
    const rows = Array.from({ length: width }, (_, i) => [...weights.subarray(i * fanIn, (i + 1) * fanIn)]);
    return { activation, ...change(rows, [...biases], l + 1) };
  });
  return givenNetwork(layers, network.layers[0]!.activation);
}

const laws = fc.constantFrom<Law>(
  { kind: 'gaussian' },
  { kind: 'uniform' },
  { kind: 'discrete', values: [-1, 1] },
  { kind: 'discrete', values: [-3, -2, -1, 1, 2, 3] },
);
export const piecewise = fc.constantFrom<Activation>(
  { name: 'relu' },
  { name: 'leaky-relu', slope: 0.2 },
  { name: 'abs' },
  { name: 'hard-tanh' },
);

/**
 * Small drawn networks of every law, dense and sparse, with and without biases; coincidences are common among
 * them.
 */
export const drawnNetworks = fc
  .record({
    inputDim: fc.integer({ min: 2, max: 4 }),
    widths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    density: fc.constantFrom(1, 0.5),
    weights: laws,
    sigmaB: fc.constantFrom(0, 0.7),
    biases: laws,
    activation: piecewise,
    seed: fc.nat(1000),
  })
  .map(({ seed, ...changes }) => drawNetwork(spec(changes), seed, 0));

/** Vertices of a network's input space, with entries of a few digits. */
export function points(network: GivenNetwork, count: number): fc.Arbitrary<number[][]> {
  const entry = fc.integer({ min: -3000, max: 3000 }).map((x) => x / 1000);
  const point = fc.array(entry, { minLength: network.inputDim, maxLength: network.inputDim });
  return fc.uniqueArray(point, { minLength: count, maxLength: count, selector: String });
}
