import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenNetwork, hessianVector } from '../../../src/index.ts';
import { congruence } from '../../../src/regions/boundary/congruence.ts';
import { eachHessian } from '../../../src/regions/boundary/curvatures.ts';
import { readoutPass } from '../../../src/regions/boundary/readout.ts';
import { goldenNetwork, rebuilt } from '../fixture.ts';
import { type Case, cases, from, preActivations, valueAt } from './fixture.ts';

const run = { seed: 11, numRuns: 100 };
const STEP = 2e-4;

/** Derivative of a function along one axis by differences, of fourth order. */
function difference(f: (x: number[]) => ArrayLike<number>, x: readonly number[], j: number): number[] {
  const at = (steps: number) => f(x.map((value, i) => (i === j ? value + steps * STEP : value)));
  const [a, b, c, d] = [at(-2), at(-1), at(1), at(2)];
  return Array.from(a, (value, i) => (8 * (c[i]! - b[i]!) - (d[i]! - value)) / (12 * STEP));
}

const gradient = ({ network, readout, point }: Case) => readoutPass(network, readout, point).gradients[0]!;

test('the gradient by the input is that of finite differences', () => {
  fc.assert(
    fc.property(cases, (own) => {
      const exact = gradient(own);
      for (let j = 0; j < own.point.length; j++) {
        const [numeric] = difference((x) => [valueAt(own, x)], own.point, j);
        expect(Math.abs(numeric! - exact[j]!)).toBeLessThan(1e-6 * (1 + Math.abs(exact[j]!)));
      }
    }),
    run,
  );
});

describe('Hessian times vector', () => {
  test('is the finite difference of the gradient', () => {
    fc.assert(
      fc.property(cases, (own) => {
        for (let j = 0; j < own.point.length; j++) {
          const axis = own.point.map((_, i) => Number(i === j));
          const exact = hessianVector(own.network, own.readout, own.point, axis);
          const numeric = difference((point) => gradient({ ...own, point }), own.point, j);
          for (const [i, value] of exact.entries())
            expect(Math.abs(value - numeric[i]!)).toBeLessThan(1e-5 * (1 + Math.abs(value)));
        }
      }),
      run,
    );
  });
  test('of every layer gives the columns of the assembled Hessian, which is symmetric', () => {
    fc.assert(
      fc.property(cases, ({ network, readout, point }) => {
        let seen = 0;
        eachHessian(network, readoutPass(network, readout, point), (hessian, layer) => {
          seen++;
          const n = layer === 0 ? network.inputDim : network.layers[layer - 1]!.width;
          expect(hessian.length).toBe(n * n);
          const scale = hessian.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
          for (let j = 0; j < n; j++) {
            const axis = Array.from({ length: n }, (_, i) => Number(i === j));
            const column = hessianVector(network, readout, point, axis, { layer });
            for (let i = 0; i < n; i++) {
              expect(Math.abs(column[i]! - hessian[i * n + j]!)).toBeLessThan(1e-12 * scale);
              expect(hessian[i * n + j]).toBe(hessian[j * n + i]);
            }
          }
        });
        expect(seen).toBe(network.layers.length + 1);
      }),
      run,
    );
  });
  test('by the pre-activations is that of the network above them by its input', () => {
    const network = goldenNetwork([3, 8, 6, 5], 'tanh');
    const readout = Float64Array.of(0.4, -1, 0.3, 0.8, -0.2);
    const point = [0.3, -0.7, 1.1];
    for (const layer of [1, 2, 3]) {
      const above = from(network, layer);
      const h = preActivations(network, layer, point);
      const direction = h.map((_, i) => Math.cos(3 * i));
      const expected = hessianVector(above, readout, h, direction);
      const found = hessianVector(network, readout, point, direction, { layer });
      for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-13);
    }
  });
  test('is linear in the direction and 0 for linear networks', () => {
    fc.assert(
      fc.property(cases, ({ network, readout, point }) => {
        const direction = point.map((_, i) => 1 - i);
        const once = hessianVector(network, readout, point, direction);
        const twice = hessianVector(
          network,
          readout,
          point,
          direction.map((x) => -2 * x),
        );
        for (const [i, value] of twice.entries()) expect(value + 2 * once[i]!).toBe(0);
        const activation = { name: 'linear' } as const;
        const linear = rebuilt(network, (weights, biases) => ({ weights, biases, activation }));
        for (const x of hessianVector(linear, readout, point, direction)) expect(Math.abs(x)).toBe(0);
      }),
      run,
    );
  });
  test.each<[string, () => unknown, string]>([
    [
      'kinks',
      () => hessianVector(goldenNetwork([3, 8], 'relu'), new Float64Array(8), [1, 2, 3], [1, 0, 0]),
      'activation: expected a smooth one (linear, tanh, erf, sin, elu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish or squared-relu), got relu',
    ],
    [
      'a layer',
      () =>
        hessianVector(goldenNetwork([3, 8], 'tanh'), new Float64Array(8), [1, 2, 3], [1, 0, 0], { layer: 2 }),
      'layer: expected an integer in 0 … 1, got 2',
    ],
    [
      'a direction',
      () =>
        hessianVector(goldenNetwork([3, 8], 'tanh'), new Float64Array(8), [1, 2, 3], [1, 0, 0], { layer: 1 }),
      'direction: expected 8 entries, one a variable of layer 1, got 3',
    ],
    [
      'a point',
      () => hessianVector(goldenNetwork([3, 8], 'tanh'), new Float64Array(8), [1, 2], [1, 0, 0]),
      "point: expected points of dimension 3, that of the network's input, got 2",
    ],
    [
      'a readout',
      () => hessianVector(goldenNetwork([3, 8], 'tanh'), [1, 2], [1, 2, 3], [1, 0, 0]),
      'readout: expected 8 entries, one a neuron of the last layer, got 2',
    ],
    [
      'numbers',
      () => hessianVector(goldenNetwork([3, 2], 'tanh'), [1, Number.NaN], [1, 2, 3], [1, 0, 0]),
      'readout: expected finite numbers, got NaN',
    ],
  ])('%s is refused', (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});

test("W' H W is the product of the three", () => {
  for (const [width, fanIn] of [
    [1, 1],
    [3, 5],
    [4, 4],
    [9, 6],
  ] as const) {
    const weights = Float64Array.from({ length: width * fanIn }, (_, i) => Math.sin(1 + i * i));
    const h = Float64Array.from({ length: width * width }, (_, at) => {
      const [i, j] = [Math.floor(at / width), at % width];
      return Math.cos(i * j + i + j);
    });
    const [biases, activation] = [new Float64Array(width), { name: 'linear' } as const];
    const found = congruence({ type: 'dense', weights, biases, width, fanIn, activation }, h);
    for (let k = 0; k < fanIn; k++)
      for (let l = 0; l < fanIn; l++) {
        let sum = 0;
        for (let i = 0; i < width; i++)
          for (let j = 0; j < width; j++)
            sum += weights[i * fanIn + k]! * h[i * width + j]! * weights[j * fanIn + l]!;
        expect(Math.abs(found[k * fanIn + l]! - sum)).toBeLessThan(1e-13 * width * width);
      }
  }
});

test('a layer without weights ends the derivatives', () => {
  const still = givenNetwork([{ weights: [[0, 0]], biases: [1] }], { name: 'tanh' });
  expect(hessianVector(still, [1], [2, 3], [1, 1])).toEqual(Float64Array.of(0, 0));
});
