import { describe, expect, test } from 'vitest';
import { cellColour } from '../../src/draw/slice-svg.ts';
import { drawNetwork, exactSlice, givenNetwork, planeAlong, sliceSvg } from '../../src/index.ts';
import { polygonsPieces } from '../../src/result/regions.ts';
import { faultsOf, layoutOf } from '../figures/layout.ts';
import { network } from '../theory/fixture.ts';

const plane = planeAlong([0, 0], [1, 0], [0, 1]);
const cross = givenNetwork(
  [
    {
      weights: [
        [1, 0],
        [0, 1],
      ],
    },
    { weights: [[1, 1]], biases: [-1] },
  ],
  { name: 'relu' },
);
const square = { x0: -1, x1: 1, y0: -1, y1: 1 };
const polygons = (svg: string) => [...svg.matchAll(/<polygon points="([^"]+)" fill="([^"]+)"/g)];

describe('the picture of a slice', () => {
  const slice = exactSlice(cross, plane, square);
  const svg = sliceSvg(slice, { marks: [{ x: 0, y: 0, label: 'a < b' }] });

  test('has a polygon for each cell, and a path for each layer', () => {
    expect(slice.cells.length).toBe(5);
    expect(polygons(svg).length).toBe(5);
    expect([...svg.matchAll(/<path d="M[^"]*L/g)].length).toBe(2);
    expect(svg).toContain('5 activation regions');
    expect(svg).toContain('layer 2');
  });
  test('has its caption below, in lines of its width', () => {
    const said = sliceSvg(slice, {
      caption: `σ_w = 2: ${'all that there is to say of it, '.repeat(8)}a < b`,
    });
    const height = (text: string) => Number(/ height="([\d.]+)"/.exec(text)![1]);
    expect(height(said)).toBe(height(sliceSvg(slice)) + 2 * 18);
    expect(said).toContain('a &lt; b');
    expect(said).toMatch(/σ<tspan [^>]*>w<\/tspan>/);
    expect(faultsOf(layoutOf(said))).toEqual([]);
  });
  test('is one XML document that stands alone', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
    expect(svg).toContain('a &lt; b');
    expect(svg).not.toContain('NaN');
    expect(svg.match(/<text/g)!.length).toBe(svg.match(/<\/text>/g)!.length);
  });
  test('up is up: the upper right cell is in the upper right corner', () => {
    const corner = '646.00,34.00';
    const { pattern } = slice.cells.find(({ vertices }) =>
      vertices.some((x, i) => x === 1 && vertices[i + 1] === 1),
    )!;
    const [, , fill] = polygons(svg).find(([, points]) => points!.split(' ').includes(corner))!;
    expect(fill).toBe(cellColour(pattern));
  });
  test('a cell keeps its colour in another window', () => {
    const drawn = drawNetwork(network({ inputDim: 2, widths: [6, 6], sigmaB: 0.5 }), 1, 0);
    const colours = (half: number) => {
      const { cells } = exactSlice(drawn, plane, { x0: -half, x1: half, y0: -half, y1: half });
      return new Map(cells.map(({ pattern }) => [pattern, cellColour(pattern)]));
    };
    const [small, large] = [colours(1), colours(3)];
    expect(small.size).toBeGreaterThan(10);
    for (const [pattern, colour] of small) expect(large.get(pattern)).toBe(colour);
    expect(new Set(large.values()).size).toBeGreaterThan(0.9 * large.size);
    for (const colour of large.values()) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });
  test('a wide window is drawn wide', () => {
    const wide = sliceSvg(exactSlice(cross, plane, { x0: -3, x1: 1, y0: 0, y1: 1 }));
    expect(wide).toContain('width="600" height="150"');
  });
});

test('polygons.json holds the corners of every cell and the boundaries of every layer', () => {
  const slice = exactSlice(cross, plane, square);
  const document = JSON.parse([...polygonsPieces(slice)].join('')) as {
    schema: string;
    cells: { pattern: number; area: number; vertices: number[][] }[];
    boundaries: { layer: number; segments: number[][] }[];
  };
  expect(document.schema).toBe('expressivity/polygons@1');
  expect(document.cells.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(4, 14);
  expect(document.cells.map(({ vertices }) => vertices.flat())).toEqual(
    slice.cells.map(({ vertices }) => [...vertices]),
  );
  expect(document.boundaries.map(({ layer, segments }) => [layer, segments.length])).toEqual([
    [1, 3],
    [2, 1],
  ]);
});
