/** Pictures as plain data: projections, charts, files. */
import { expect, it } from 'vitest';
import { phaseDiagram } from '../../src/index.ts';
import { frame } from '../../web/draw/chart.ts';
import { LIGHT, onMap } from '../../web/draw/colours.ts';
import { pathData, svgText } from '../../web/draw/svg.ts';
import { between, cloudOf, curveShapes, inputCloud } from '../../web/draw/tangle.ts';
import { cobwebPicture, phaseTable } from '../../web/views/phase-data.ts';
import { cellAt, regionsPicture, SIDE } from '../../web/views/regions-data.ts';

it('a cloud reaches to distance 1, and its axes follow those before', () => {
  const first = cloudOf([3, 4, 0, 0], 2, undefined, 2);
  expect([...first].map((x) => Number(x.toFixed(12)))).toEqual([0.6, 0.8, 0, 0, 0, 0]);
  const flipped = cloudOf([-3, 4, 0, 0], 2, first, 2);
  expect([...flipped].map((x) => Number(x.toFixed(12)) + 0)).toEqual([0.6, 0.8, 0, 0, 0, 0]);
  expect([...cloudOf([], 0, first, 2)]).toEqual([0, 0, 0, 0, 0, 0]);
});

it('between two clouds the way is smooth, and ends at both', () => {
  const [a, b] = [Float64Array.of(0, 1, 2), Float64Array.of(4, 1, 0)];
  expect([...between(a, b, 0)]).toEqual([...a]);
  expect([...between(a, b, 1)]).toEqual([...b]);
  expect([...between(a, b, 0.5)]).toEqual([2, 1, 1]);
});

it('samples of a drawn curve are equally spaced', () => {
  const cloud = inputCloud(
    'drawn',
    [
      [0, 0],
      [3, 0],
      [3, 1],
    ],
    5,
  );
  const steps = [0, 1, 2, 3].map((t) =>
    Math.hypot(cloud[3 * t + 3]! - cloud[3 * t]!, cloud[3 * t + 4]! - cloud[3 * t + 1]!),
  );
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-12);
});

it('seen from the side, the third component is across', () => {
  const cloud = Float64Array.of(0, 0, 1, 0, 0, -1);
  const at = (yaw: number) => {
    const [path] = curveShapes(cloud, 100, { yaw, pitch: 0, dark: false, thickness: 1 });
    return path?.kind === 'path' ? [path.points[0]!, path.points[2]!] : [];
  };
  expect(at(0)).toEqual([50, 50]);
  expect(at(90)[0]).toBeCloseTo(95, 10);
  expect(at(90)[1]).toBeCloseTo(5, 10);
});

it('a frame puts values where its inverse finds them, on a logarithmic scale too', () => {
  const axes = frame(
    { label: 'layer', domain: [0, 10], integers: true },
    { label: 'length', domain: [0.1, 1000], log: true },
    { width: 400, height: 300, palette: LIGHT, type: 12 },
  );
  const [x, y] = axes.invert(axes.x(4), axes.y(25));
  expect([x, y]).toEqual([expect.closeTo(4, 9), expect.closeTo(25, 9)]);
  const texts = axes.shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
  for (const text of ['layer', 'length', '10', '0.1', '1000']) expect(texts).toContain(text);
});

it('a frame makes room for the longest tick beside the label', () => {
  const ends = (most: number) => {
    const look = { width: 400, height: 300, palette: LIGHT, type: 12 };
    const y = { label: 'length', domain: [1, most], log: true } as const;
    const { shapes } = frame({ label: 'layer', domain: [0, 10] }, y, look);
    return shapes.flatMap((shape) =>
      // The em of the bundled face is 0.6 wide in a figure.
      shape.kind === 'text' && shape.anchor === 'end' ? [shape.x - 0.6 * 12 * shape.text.length] : [],
    );
  };
  // The label is turned, its line of type 12 about x = 12.
  for (const most of [1e3, 1e200]) expect(Math.min(...ends(most))).toBeGreaterThan(18);
});

it('measured dots outside a map are not drawn', () => {
  const map = { from: [0, 1], to: [0.5, 1], steps: [], end: 1, label: ['c', 'next'] } as const;
  const look = { palette: LIGHT, type: 12, width: 320, height: 280 };
  const dots = (all: readonly (readonly [number, number])[]) =>
    cobwebPicture({ ...map, dots: all }, look).shapes.filter(({ kind }) => kind === 'dot').length;
  expect(
    dots([
      [0.2, 0.6],
      [0, 0.5],
    ]),
  ).toBe(2);
  expect(
    dots([
      [-0.2, 0.4],
      [0.3, -0.1],
      [1.2, 1],
    ]),
  ).toBe(0);
});

it('segments of a slice are lines with gaps between them, y upwards', () => {
  const result = {
    window: [0, 2, 0, 2],
    layers: [{ boundaries: Float64Array.of(0, 0, 1, 1, 1, 0, 2, 2) }, { boundaries: new Float64Array(0) }],
    marks: [],
  } as unknown as Parameters<typeof regionsPicture>[0];
  const [line] = regionsPicture(result, 1, LIGHT).shapes;
  const half = SIDE / 2;
  const gap = Number.NaN;
  expect(line?.kind === 'path' && [...Array.from(line.points)]).toEqual([
    0,
    SIDE,
    half,
    half,
    gap,
    gap,
    half,
    SIDE,
    SIDE,
    0,
    gap,
    gap,
  ]);
});

it('an SVG file escapes texts and breaks lines where there is no value', () => {
  expect(pathData([0, 1, Number.NaN, Number.NaN, 2, 3, 4.126, 5])).toBe('M0,1M2,3L4.13,5');
  const picture = {
    width: 10,
    height: 10,
    background: '#fff',
    shapes: [{ kind: 'text', x: 1, y: 2, text: 'a<b', fill: '#000' } as const],
  };
  expect(svgText(picture, 'x & y')).toContain('<title>x &amp; y</title>');
  expect(svgText(picture, 'x')).toContain('>a&lt;b</text>');
});

it('colours of a map go from its first to its last', () => {
  expect([onMap(0), onMap(2)]).toEqual(['rgb(53 42 107)', 'rgb(247 233 160)']);
});

it('the cell at a point is the one that holds it', () => {
  const vertices = Float64Array.of(0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 2, 0, 2, 1, 1, 1);
  const result = { vertices, ends: Uint32Array.of(8, 16) } as Parameters<typeof cellAt>[0];
  expect([cellAt(result, 0.5, 0.5), cellAt(result, 1.5, 0.5), cellAt(result, 3, 0.5)]).toEqual([0, 1, -1]);
});

it('the table of the phase diagram has every number below its name', () => {
  const rows = phaseDiagram({ name: 'tanh' }, { sigmaW: [1, 2], sigmaB: [0.1, 0.3] });
  const { columns, rows: cells } = phaseTable({ rows } as unknown as Parameters<typeof phaseTable>[0]);
  expect(cells.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i], cell])))).toEqual(
    rows.flat().map((point) => ({ ...point })),
  );
  expect(new Set(cells.map(({ length }) => length))).toEqual(new Set([columns.length]));
  expect(phaseTable(null).rows).toEqual([]);
});
