import { expect, it } from 'vitest';
import { principalComponents } from '../../src/numeric/principal-components.ts';
import { normals, openStream } from '../../src/random/index.ts';

/** Points whose coordinates have falling spreads, about a place of their own. */
function cloud(n: number, dim: number, seed: bigint): Float64Array {
  return normals(openStream(seed), n * dim).map((x, i) => 5 + x * 0.7 ** (i % dim));
}

it.each([
  [40, 6],
  [6, 40],
  [12, 12],
])('of %i points in %i dimensions: distances stay, variances are the shares', (n, dim) => {
  const points = cloud(n, dim, 7n);
  const all = Math.min(n, dim);
  const { shares, projections, count } = principalComponents(points, dim, all);
  expect(count).toBe(all);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect([...shares].sort((a, b) => b - a)).toEqual([...shares]);
  const distance = (x: Float64Array, width: number, s: number, t: number) =>
    Math.hypot(...Array.from({ length: width }, (_, i) => x[s * width + i]! - x[t * width + i]!));
  for (let t = 1; t < n; t++) {
    expect(distance(projections, count, t, t - 1)).toBeCloseTo(distance(points, dim, t, t - 1), 9);
  }
  const spread = (k: number) =>
    Array.from({ length: n }, (_, t) => projections[t * count + k]!).reduce((sum, x) => sum + x * x, 0);
  const total = shares.reduce((sum, _, k) => sum + (k < count ? spread(k) : 0), 0);
  for (const [k, share] of shares.entries()) expect(spread(k) / total).toBeCloseTo(share, 9);
  // Uncorrelated, and pointing to the point that lies furthest along.
  for (let k = 0; k < count; k++) {
    const own = Array.from({ length: n }, (_, t) => projections[t * count + k]!);
    expect(Math.max(...own)).toBeGreaterThanOrEqual(-Math.min(...own));
    for (let m = 0; m < k; m++) {
      const product = own.reduce((sum, x, t) => sum + x * projections[t * count + m]!, 0);
      expect(Math.abs(product)).toBeLessThan(1e-9 * total);
    }
  }
});

it('of a circle: two equal shares and a circle', () => {
  const [n, dim] = [64, 9];
  const [u, v] = [normals(openStream(1n), dim), normals(openStream(2n), dim)];
  const along = u.reduce((sum, x, i) => sum + x * v[i]!, 0) / u.reduce((sum, x) => sum + x * x, 0);
  const across = v.map((x, i) => x - along * u[i]!);
  const unit = (x: Float64Array) => x.map((y) => y / Math.hypot(...x));
  const [a, b] = [unit(u), unit(across)];
  const points = Float64Array.from({ length: n * dim }, (_, i) => {
    const angle = (2 * Math.PI * Math.floor(i / dim)) / n;
    return 3 + Math.cos(angle) * a[i % dim]! + Math.sin(angle) * b[i % dim]!;
  });
  const { shares, projections } = principalComponents(points, dim, 3);
  expect(shares[0]).toBeCloseTo(0.5, 12);
  expect(shares[1]).toBeCloseTo(0.5, 12);
  for (let t = 0; t < n; t++) {
    expect(Math.hypot(projections[3 * t]!, projections[3 * t + 1]!)).toBeCloseTo(1, 10);
    expect(projections[3 * t + 2]).toBeCloseTo(0, 6);
  }
});

it('of points that are all equal: none', () => {
  expect(principalComponents([1, 2, 1, 2, 1, 2], 2)).toMatchObject({ count: 0 });
});
