import fc from 'fast-check';
import { drawNetwork, type GivenNetwork, givenNetwork, randomReadout } from '../../../src/index.ts';
import { readoutValues } from '../../../src/regions/boundary/readout.ts';
import { spec } from '../fixture.ts';

/** A smooth network with a readout and an input. */
export interface Case {
  readonly network: GivenNetwork;
  readonly readout: Float64Array;
  readonly point: number[];
}

const smooth = fc.constantFrom(...(['tanh', 'erf', 'sin'] as const).map((name) => ({ name })));

/** Small networks of all smooth activations with curvature, of uneven widths, sparse ones among them. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    inputDim: fc.integer({ min: 2, max: 5 }),
    widths: fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 4 }),
    density: fc.constantFrom(1, 0.8),
    sigmaW: fc.constantFrom(0.8, 1.6, 2.5),
    activation: smooth,
    seed: fc.nat(1000),
  })
  .chain(({ seed, ...changes }) => {
    const network = drawNetwork(spec({ sigmaB: 0.4, ...changes }), seed, 0);
    const entry = fc.integer({ min: -1500, max: 1500 }).map((x) => x / 1000);
    const point = fc.array(entry, { minLength: network.inputDim, maxLength: network.inputDim });
    return point.map((x) => ({ network, readout: randomReadout(network, seed, 0), point: x }));
  });

/** G at a point. */
export function valueAt({ network, readout }: Omit<Case, 'point'>, point: ArrayLike<number>): number {
  return readoutValues(network, readout, Float64Array.from(point), 1)[0]!;
}

/** The network as a function of h^l: the layers from l on, the first of them the identity. */
export function from(network: GivenNetwork, layer: number): GivenNetwork {
  const { width, activation } = network.layers[layer - 1]!;
  const identity = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_, j) => Number(i === j)),
  );
  const above = network.layers
    .slice(layer)
    .map(({ width: rows, fanIn, weights, biases, activation: phi }) => ({
      ...{ biases, activation: phi },
      weights: Array.from({ length: rows }, (_, i) => weights.subarray(i * fanIn, (i + 1) * fanIn)),
    }));
  return givenNetwork([{ weights: identity }, ...above], activation);
}

/** The pre-activations of a layer at an input. */
export function preActivations({ layers }: GivenNetwork, layer: number, point: readonly number[]): number[] {
  const phi = { tanh: Math.tanh, sin: Math.sin, linear: (h: number) => h };
  let h = [...point];
  for (let l = 1; l <= layer; l++) {
    const { weights, biases, width, fanIn } = layers[l - 1]!;
    const z = l === 1 ? h : h.map(phi[layers[l - 2]!.activation.name as keyof typeof phi]);
    h = Array.from({ length: width }, (_, i) =>
      z.reduce((sum, x, j) => sum + weights[i * fanIn + j]! * x, biases[i]!),
    );
  }
  return h;
}
