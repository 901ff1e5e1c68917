import { expect, test } from 'vitest';
import { endpoints } from '../../src/curve/index.ts';
import { endpointStream, normals, openStream } from '../../src/random/index.ts';

const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);

test('Gaussian endpoints are the normals of their own streams', () => {
  const [x, y] = endpoints('gaussian', 11, 9);
  expect(x).toEqual(normals(openStream(endpointStream(11, 0)), 9));
  expect(y).toEqual(normals(openStream(endpointStream(11, 1)), 9));
});

test.each([2, 3, 784])('orthonormal endpoints of dimension %i are orthonormal to rounding', (dim) => {
  for (let seed = 0; seed < 20; seed++) {
    const [x, y] = endpoints('orthonormal', seed, dim) as [Float64Array, Float64Array];
    expect(Math.abs(dot(x, x) - 1)).toBeLessThan(1e-15 * 4);
    expect(Math.abs(dot(y, y) - 1)).toBeLessThan(1e-15 * 4);
    expect(Math.abs(dot(x, y))).toBeLessThan(1e-15);
  }
});

test('orthonormal endpoints span the plane of the Gaussian ones, the first along the first', () => {
  const [x, y] = endpoints('gaussian', 4, 6) as [Float64Array, Float64Array];
  const [u, v] = endpoints('orthonormal', 4, 6) as [Float64Array, Float64Array];
  for (let i = 0; i < 6; i++) {
    expect(dot(x, u) * u[i]!).toBeCloseTo(x[i]!, 13);
    expect(dot(y, u) * u[i]! + dot(y, v) * v[i]!).toBeCloseTo(y[i]!, 13);
  }
});

test('other seeds give other endpoints', () => {
  expect(endpoints('gaussian', 0, 3)[0]).not.toEqual(endpoints('gaussian', 1, 3)[0]);
});

test.each([
  [
    'orthonormal',
    0,
    1,
    'endpoints: expected an input dimension of at least 2 for orthonormal (inputDim, by default the first width), got 1',
  ],
  [
    'gaussian',
    0,
    0,
    'endpoints: expected an input dimension of at least 1 for gaussian (inputDim, by default the first width), got 0',
  ],
  [
    'gaussian',
    0,
    2.5,
    'endpoints: expected an input dimension of at least 1 for gaussian (inputDim, by default the first width), got 2.5',
  ],
  ['gaussian', -1, 3, 'seed: expected an integer in 0 … 2^53-1, got -1'],
] as const)('%s with seed %d and dimension %d is refused', (kind, seed, dim, message) => {
  expect(() => endpoints(kind, seed, dim)).toThrow(new RangeError(message));
});
