/** Leading principal components by the kernels, beside all of them by plain loops. */

import { expect, it } from 'vitest';
import { scatterAreas } from '../../src/measure/areas/scatter.ts';
import { krylovSpace } from '../../src/measure/scatter.ts';
import { leadingComponents } from '../../src/numeric/leading-components.ts';
import { principalComponents } from '../../src/numeric/principal-components.ts';
import { normals, openStream } from '../../src/random/index.ts';
import { arena } from '../kernels/kernels.ts';

const memory = await arena();
const [POINTS, DIM, VECTORS] = [60, 40, 2];
memory.reset();
const areas = scatterAreas((bytes) => memory.reserve(bytes), POINTS, DIM);
const panels = memory.reserve(4 * (POINTS + 4 * VECTORS) * DIM);

/** Writes points, `dim` entries each, into panels; those behind them in a panel are not theirs. */
function spaceOf(points: ArrayLike<number>, dim: number) {
  const [across, stride] = [4 * VECTORS, 16 * VECTORS * dim];
  const count = points.length / dim;
  memory.f32(panels, Math.ceil(count / across) * across * dim).fill(1e6);
  for (let t = 0; t < count; t++) {
    const panel = memory.f32(panels + Math.floor(t / across) * stride, across * dim);
    for (let i = 0; i < dim; i++) panel[i * across + (t % across)] = points[t * dim + i]!;
  }
  return krylovSpace(memory, areas, { address: panels, stride, vectors: VECTORS }, count, dim);
}

it.each([
  [60, 8],
  [20, 40],
  [12, 12],
  [7, 5],
  [13, 30],
])('the leading ones alone, of %i points in %i dimensions, are the first of all', (n, dim) => {
  // What was stored before is larger.
  spaceOf(normals(openStream(1n), POINTS * DIM), DIM);
  // Coordinates with falling spreads, about a place of their own.
  const points = Float32Array.from(normals(openStream(11n), n * dim), (x, i) => 5 + x * 0.7 ** (i % dim));
  const all = principalComponents(points, dim, 3);
  const leading = leadingComponents(spaceOf(points, dim), 3);
  expect(leading.count).toBe(3);
  for (let k = 0; k < 3; k++) expect(leading.shares[k]).toBeCloseTo(all.shares[k]!, 9);
  const largest = Math.max(...all.projections);
  all.projections.forEach((x, i) => {
    expect(Math.abs(leading.projections[i]! - x)).toBeLessThan(1e-6 * largest);
  });
});

it('the leading ones of equal points are none, of points on a line one that counts', () => {
  expect(leadingComponents(spaceOf(new Float64Array(12).fill(3), 4)).count).toBe(0);
  const line = Float64Array.from({ length: 30 }, (_, i) => Math.floor(i / 3) * (1 + (i % 3)));
  const { shares } = leadingComponents(spaceOf(line, 3));
  expect(shares[0]).toBeCloseTo(1, 12);
  expect(shares[1] ?? 0).toBeCloseTo(0, 12);
});
