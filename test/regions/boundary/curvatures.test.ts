import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundaryCurvatures, type GivenNetwork, givenNetwork } from '../../../src/index.ts';
import { readoutPass } from '../../../src/regions/boundary/readout.ts';
import { expectClose, goldenNetwork, rebuilt } from '../fixture.ts';
import { type Case, cases, from, preActivations } from './fixture.ts';

const run = { seed: 12, numRuns: 100 };
const sum = (x: Iterable<number>) => [...x].reduce((total, value) => total + value, 0);
const squares = (x: Iterable<number>) => sum([...x].map((value) => value * value));
const dot = (x: ArrayLike<number>, y: ArrayLike<number>) => sum(Array.from(x, (value, i) => value * y[i]!));

/** Curvatures are compared where the gradient is not too small for the comparison. */
const steep = cases.filter(
  (own) => boundaryCurvatures(own.network, own.readout, own.point)[0]!.gradient > 0.05,
);

function close(actual: Float64Array, expected: Iterable<number>, tolerance = 1e-9) {
  const values = [...expected].sort((a, b) => b - a);
  expect(actual.length).toBe(values.length);
  const scale = 1 + Math.sqrt(squares(values));
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - values[i]!), `${[...actual]} against ${values}`).toBeLessThan(tolerance * scale);
}

/**
 * n weights equal to `frequency` on the diagonal, and one neuron that is always 1: β reads -cos of each
 * coordinate, and the constant.
 */
function sphere(n: number, frequency: number): { network: GivenNetwork; readout: number[] } {
  const rows = Array.from({ length: n + 1 }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? frequency : 0)),
  );
  const network = givenNetwork([{ weights: rows, biases: new Array(n + 1).fill(Math.PI / 2) }], {
    name: 'sin',
  });
  return { network, readout: [...new Array(n).fill(-1), n - frequency ** 2 / 2] };
}

describe('surfaces that are known', () => {
  test('a sphere: all curvatures are 1 / radius, negative where G falls outwards', () => {
    // cos(εx) = 1 - ε²x²/2 + O(ε⁴): level sets of the sum are spheres up to ε².
    const { network, readout } = sphere(5, 1e-4);
    const point = [2, -1, 0.5, 3, 1];
    const radius = Math.sqrt(squares(point));
    const [input] = boundaryCurvatures(network, readout, point);
    for (const curvature of input!.curvatures) expectClose(curvature, 1 / radius, 1e-7);
    const turned = boundaryCurvatures(
      network,
      readout.map((x) => -x),
      point,
    )[0]!;
    for (const curvature of turned.curvatures) expectClose(curvature, -1 / radius, 1e-7);
  });
  test('the curve a tanh(kx) = tanh(y)', () => {
    const [a, k] = [0.8, 2.5];
    const network = givenNetwork(
      [
        {
          weights: [
            [k, 0],
            [0, 1],
          ],
        },
      ],
      { name: 'tanh' },
    );
    for (const x of [-1, -0.2, 0.1, 0.7]) {
      const u = Math.tanh(k * x);
      // y = artanh(a u), u' = k (1 - u²)
      const first = (a * k * (1 - u * u)) / (1 - a * a * u * u);
      const second = (a * k * k * (1 - u * u) * 2 * u * (a * a - 1)) / (1 - a * a * u * u) ** 2;
      const [input] = boundaryCurvatures(network, [-a, 1], [x, Math.atanh(a * u)]);
      // G grows with y: above a graph that bends upwards, the side G < 0 is outside the bend.
      expectClose(input!.curvatures[0]!, -second / (1 + first * first) ** 1.5, 1e-12);
    }
  });
  test('planes: one direction alone, whatever the depth', () => {
    const network = givenNetwork(
      [
        {
          weights: [
            [1, 2, -1],
            [3, 6, -3],
          ],
          biases: [0.3, 0],
        },
        { weights: [[1, -2]] },
      ],
      { name: 'tanh' },
    );
    const [input] = boundaryCurvatures(network, [1], [0.4, 0.1, -0.2]);
    for (const curvature of input!.curvatures) expect(Math.abs(curvature)).toBeLessThan(1e-14);
  });
  test('linear networks: every curvature is 0', () => {
    const network = goldenNetwork([4, 7, 6], 'linear');
    for (const { curvatures, gradient, width } of boundaryCurvatures(
      network,
      [1, 2, 3, 4, 5, 6],
      [1, 0, -1, 2],
    )) {
      expect(gradient).toBeGreaterThan(0);
      expect(curvatures.length).toBe(width - 1);
      for (const curvature of curvatures) expect(Math.abs(curvature)).toBe(0);
    }
  });
});

test('curvatures are how the unit normal turns: its finite differences along the surface', () => {
  fc.assert(
    fc.property(steep, (own) => {
      const normal = (point: number[]) => {
        const gradient = readoutPass(own.network, own.readout, point).gradients[0]!;
        const size = Math.sqrt(squares(gradient));
        return gradient.map((x) => x / size);
      };
      const basis = orthonormalRest(normal(own.point));
      const step = 1e-5;
      const shape = basis.map((u) => {
        const [ahead, behind] = [step, -step].map((s) => normal(own.point.map((x, i) => x + s * u[i]!)));
        return basis.map((v) => (dot(ahead!, v) - dot(behind!, v)) / (2 * step));
      });
      const [input] = boundaryCurvatures(own.network, own.readout, own.point);
      const scale = 1 + squares(input!.curvatures);
      expect(Math.abs(sum(shape.map((row, i) => row[i]!)) - sum(input!.curvatures))).toBeLessThan(
        1e-5 * scale,
      );
      expect(Math.abs(squares(shape.flat()) - squares(input!.curvatures))).toBeLessThan(1e-5 * scale ** 1.5);
    }),
    run,
  );
});

/** An orthonormal basis of what is orthogonal to a unit vector. */
function orthonormalRest(n: ArrayLike<number>): number[][] {
  const basis: number[][] = [];
  for (let j = 0; j < n.length && basis.length < n.length - 1; j++) {
    let u = Array.from(n, (_, i) => Number(i === j));
    for (let twice = 0; twice < 2; twice++)
      for (const v of [Array.from(n), ...basis]) {
        const along = dot(u, v);
        u = u.map((x, i) => x - along * v[i]!);
      }
    const size = Math.sqrt(squares(u));
    if (size > 0.1) basis.push(u.map((x) => x / size));
  }
  return basis;
}

describe('what changes nothing', () => {
  test('a turn of the input space; lengths scale curvatures by their inverse', () => {
    fc.assert(
      fc.property(
        steep,
        fc.double({ min: -3, max: 3, noNaN: true }),
        ({ network, readout, point }, angle) => {
          const [c, s] = [Math.cos(angle), Math.sin(angle)];
          const turn = ([x, y, ...rest]: readonly number[]) => [
            2 * (c * x! + s * y!),
            2 * (c * y! - s * x!),
            ...rest.map((v) => 2 * v),
          ];
          const turned = rebuilt(network, (weights, biases, layer) => ({
            weights: layer === 1 ? weights.map((row) => turn(row).map((x) => x / 4)) : weights,
            biases,
          }));
          const [before, after] = [
            boundaryCurvatures(network, readout, point),
            boundaryCurvatures(turned, readout, turn(point)),
          ];
          close(
            after[0]!.curvatures,
            [...before[0]!.curvatures].map((x) => x / 2),
          );
          close(after[1]!.curvatures, before[1]!.curvatures);
        },
      ),
      run,
    );
  });
  test('a factor of the readout; its sign turns them round', () => {
    fc.assert(
      fc.property(steep, ({ network, readout, point }) => {
        const [before, scaled, turned] = [1, 8, -1].map((factor) =>
          boundaryCurvatures(
            network,
            readout.map((x) => factor * x),
            point,
          ),
        );
        for (const [l, { curvatures, gradient }] of before!.entries()) {
          expect(scaled![l]!.curvatures).toEqual(curvatures);
          expect(scaled![l]!.gradient).toBe(8 * gradient);
          close(
            turned![l]!.curvatures,
            [...curvatures].map((x) => -x),
            1e-12,
          );
        }
      }),
      run,
    );
  });
});

test('a layer sees what the network above it sees in its input', () => {
  const network = goldenNetwork([3, 8, 6, 5], 'tanh');
  const readout = [0.4, -1, 0.3, 0.8, -0.2];
  const point = [0.3, -0.7, 1.1];
  const all = boundaryCurvatures(network, readout, point);
  for (const layer of [1, 2, 3]) {
    const [input] = boundaryCurvatures(from(network, layer), readout, preActivations(network, layer, point));
    close(all[layer]!.curvatures, input!.curvatures, 1e-12);
    expectClose(all[layer]!.gradient, input!.gradient, 1e-12);
    expect(all[layer]!.width).toBe(input!.width);
  }
});

test('one neuron, one input: a boundary of points has no curvature', () => {
  const network = givenNetwork([{ weights: [[2]], biases: [1] }], { name: 'erf' });
  const found = boundaryCurvatures(network, [1], [-0.5]);
  expect(found.map(({ curvatures }) => curvatures.length)).toEqual([0, 0]);
  expectClose(found[0]!.gradient, (2 * 2) / Math.sqrt(Math.PI), 1e-14);
});

test.each<[string, (own: Pick<Case, 'network'>) => unknown, string]>([
  [
    'an activation with kinks',
    () => boundaryCurvatures(goldenNetwork([3, 8], 'relu'), new Array(8).fill(1), [1, 2, 3]),
    'activation: expected a smooth one (linear, tanh, erf, sin, elu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish or squared-relu), got relu',
  ],
  [
    'a point where G does not change',
    ({ network }) => boundaryCurvatures(network, new Array(8).fill(0), [1, 2, 3]),
    'point: expected one where the gradient of the readout is not 0, got 0 in layer 1',
  ],
  [
    'derivatives without end',
    () =>
      boundaryCurvatures(
        givenNetwork(
          [
            {
              weights: [
                [1e200, 1],
                [1, 1e200],
              ],
              biases: [1, 1],
            },
            {
              weights: [
                [1e200, 1],
                [1, 1],
              ],
            },
          ],
          { name: 'sin' },
        ),
        [1, 1],
        [0, 0],
      ),
    'point: expected derivatives within the range of a double, got an overflow in layer 1',
  ],
])('%s is refused', (_, call, message) => {
  expect(() => call({ network: goldenNetwork([3, 8], 'tanh') })).toThrow(new RangeError(message));
});
