import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KernelsName, kernelBuilds } from '../../src/kernels/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { layerOf } from './cases.ts';
import { arena } from './kernels.ts';
import { runLayer } from './layers.ts';
import { worstError } from './tolerance.ts';

const memory = await arena();
const BUILDS = Object.keys(kernelBuilds) as KernelsName[];

/** Widths that the kernels have rows or tiles for. */
const WIDTHS = { sparse: [1, 2, 3, 4, 5, 6, 8, 10, 12], dense: [1, 2, 3, 4, 5, 6, 8, 12, 16] };

test.each(BUILDS)(
  '%s: panels hold all points, none is idle, and their width is one that there is',
  (build) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1 }), (points, density) => {
        const { product, vectors, panels, columns } = panelLayout(points, density, build);
        expect(columns).toBe(4 * vectors * panels);
        expect(columns).toBeGreaterThanOrEqual(points);
        expect(4 * vectors * (panels - 1)).toBeLessThan(points);
        expect(columns - points).toBeLessThan(48);
        expect(WIDTHS[product]).toContain(vectors);
      }),
      { seed: 13 },
    );
  },
);

test('the plain builds are cut alike where they take the same product, and simd128 is meant where none is named', () => {
  for (let points = 1; points < 200; points++) {
    for (const density of [0, 0.6, 0.75, 1]) {
      const layout = panelLayout(points, density);
      expect(panelLayout(points, density, 'simd128')).toEqual(layout);
      expect(panelLayout(points, density, 'relaxed')).toEqual(layout);
    }
    expect(panelLayout(points, 0.7).product).toBe('sparse');
    expect(panelLayout(points, 0.7, 'relaxed').product).toBe('dense');
  }
});

test('turbo has an even number of vectors in every panel, once they are wider than one', () => {
  for (let points = 5; points < 500; points++) {
    for (const density of [0.1, 1]) expect(panelLayout(points, density, 'turbo').vectors % 2).toBe(0);
  }
});

describe.each([
  ['sparse', 0.3],
  ['dense', 1],
] as const)('%s layers in panels as wide as turbo has them', (product, density) => {
  const points = [3, 8, 9, 16, 17, 25, 31, 36, 47, 48, 49, 100];

  test.each(points)('agree with their twin within the rounding of single precision at %i points', (count) => {
    const layout = panelLayout(count, density, 'turbo');
    expect(layout.product).toBe(product);
    let choice = count;
    for (const rows of [1, 5, 48, 101]) {
      for (const fanIn of [1, 9, 33]) {
        const layer = layerOf(rows, fanIn, count, density, choice++);
        const what = `${rows} rows of ${fanIn}, ${layer.activation.name}: error / tolerance`;
        expect(worstError(layer, runLayer(memory, layout, layer)), what).toBeLessThanOrEqual(1);
      }
    }
  });

  test.each(points)('have the bits of narrow panels at %i points', (count) => {
    for (let choice = 0; choice < 6; choice++) {
      const layer = layerOf(53, 21, count, density, choice);
      const [narrow, wide] = (['simd128', 'turbo'] as const).map((build) =>
        runLayer(memory, panelLayout(count, density, build), layer),
      );
      const seen = ({ z, hSquares, zSquares, largest }: NonNullable<typeof wide>) => [
        z.first,
        z.steps.map((row) => row.slice(0, count)),
        hSquares.slice(0, count),
        zSquares.slice(0, count),
        largest,
      ];
      expect(seen(wide!)).toEqual(seen(narrow!));
    }
  });
});
