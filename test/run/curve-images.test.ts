import { buffer } from 'node:stream/consumers';
/** The curve itself in chosen layers of one network. */
import { describe, expect, it } from 'vitest';
import { curvePicture } from '../../src/draw/curve.ts';
import { drawPicture } from '../../src/draw/picture/index.ts';
import { planExperiment } from '../../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import { parseNpz } from '../../src/formats/npz.ts';
import { npzPieces } from '../../src/formats/npz-write.ts';
import { svgDocument } from '../../src/node/svg.ts';
import { curveCsv } from '../../src/result/curve.ts';
import { curveImages } from '../../src/run/curve-images.ts';
import { referenceJets } from '../measure/jets.ts';

const experiment: ExperimentInput = {
  width: 30,
  depth: 4,
  points: 25,
  curve: 'circle',
  sigmaW: [1, 2],
  sigmaB: 0.2,
};

/** The first and the last layer look at whole points, of 15 and of 6 neurons. */
const maxouts = {
  width: undefined,
  depth: undefined,
  layers: [
    { type: 'dense', width: 30 },
    { type: 'maxout', pieces: 2 },
    { type: 'dense', width: 12 },
    { type: 'maxout', pieces: 2 },
  ],
};

describe('curveImages', () => {
  it('has the pre-activations of that network, cell by cell', async () => {
    const cells = await curveImages(experiment, { layers: [2, 4], network: 7 });
    const plan = planExperiment(parseExperiment(experiment));
    expect(cells.map(({ parameters }) => parameters.sigmaW)).toEqual([1, 2]);
    for (const [c, { layers, network, samples }] of cells.entries()) {
      expect([network, samples, layers.map(({ layer }) => layer)]).toEqual([7, 25, [2, 4]]);
      const { network: spec, run } = plan.cells[c]!;
      const twin = referenceJets({ ...plan.runs[run]!.subject, network: spec }, 7);
      for (const { layer, points, width } of layers) {
        twin[layer - 1]!.pre.forEach(({ point }, t) => {
          const own = points.subarray(t * width, (t + 1) * width);
          const far = Math.hypot(...point.map((x, i) => x - own[i]!));
          expect(far).toBeLessThan(1e-5 * Math.hypot(...point));
        });
      }
    }
  });

  it('is one picture for all cells and layers, and a row for each sample', async () => {
    const cells = await curveImages(experiment, { layers: [1, 3] });
    const svg = drawPicture(curvePicture(cells), { document: svgDocument() });
    for (const name of ['layer 1, ', 'layer 3, ', 'first component, ']) expect(svg).toContain(name);
    expect(svg).not.toContain('NaN');
    const rows = [...curveCsv(cells)].join('').trimEnd().split('\n');
    expect(rows).toHaveLength(1 + 2 * 2 * 25);
    expect(rows[0]).toBe('cell,network,layer,sample,t,component1,component2,component3');
    // A circle in the first layer: its first two components have all of the variance.
    const [a, b] = cells[0]!.layers[0]!.principal.shares;
    expect(a! + b!).toBeCloseTo(1, 6);
  });

  it('finds the leading components alone, to a few digits', async () => {
    const wide = { ...experiment, width: 120, points: 150, sigmaW: 2, activation: 'tanh' } as const;
    const [all] = await curveImages(wide, { layers: [1, 2, 4] });
    const [leading] = await curveImages(wide, { layers: [1, 2, 4], components: 'leading' });
    for (const [l, { principal, points }] of leading!.layers.entries()) {
      const exact = all!.layers[l]!;
      expect(points).toEqual(exact.points);
      expect(principal.count).toBe(Math.min(3, exact.principal.count));
      expect(principal.projections).toHaveLength(exact.principal.projections.length);
      for (let k = 0; k < principal.count; k++)
        expect(Math.abs(principal.shares[k]! - exact.principal.shares[k]!)).toBeLessThan(1e-3);
    }
    const bare = await curveImages(wide, { layers: [1, 2, 4], components: 'leading', points: false });
    const without = leading!.layers.map((layer) => ({ ...layer, points: new Float64Array(0) }));
    expect(bare).toEqual([{ ...leading!, layers: without }]);
    const bad = { layers: [1], components: 'some' as 'all' };
    await expect(curveImages(wide, bad)).rejects.toThrow('components: expected all or leading, got "some"');
  });

  it('counts the sample that closes a circle once', async () => {
    // Evenly spaced on a circle, however many: an ellipse in layer 1 has the same shares, and its mean is its
    // centre.
    const sharesOf = async (points: number) => {
      const [cell] = await curveImages({ ...experiment, sigmaW: 1, points }, { layers: [1] });
      const { shares, projections, count } = cell!.layers[0]!.principal;
      expect([...projections.slice(-count)]).toEqual([...projections.slice(0, count)]);
      expect(projections).toHaveLength(points * count);
      const first = Array.from({ length: points - 1 }, (_, t) => projections[t * count]!);
      const size = Math.max(...first.map(Math.abs));
      expect(Math.abs(first.reduce((sum, x) => sum + x, 0)) / size).toBeLessThan(1e-5);
      return shares;
    };
    const [few, many] = [await sharesOf(6), await sharesOf(40)];
    for (const k of [0, 1]) expect(Math.abs(few[k]! - many[k]!)).toBeLessThan(1e-5);
  });

  it('draws a curve that is a point', async () => {
    const cells = await curveImages({ ...experiment, density: 0 }, { layers: [2] });
    expect(drawPicture(curvePicture(cells), { document: svgDocument() })).not.toContain('NaN');
  });

  it('leaves points out, and keeps all components', async () => {
    const [whole] = await curveImages(experiment, { layers: [1, 3] });
    const [bare] = await curveImages(experiment, { layers: [1, 3], points: false });
    expect(bare!.layers.map(({ principal }) => principal)).toEqual(
      whole!.layers.map(({ principal }) => principal),
    );
    expect(bare!.layers.map(({ points }) => points.length)).toEqual([0, 0]);
  });

  it.each([
    ['a circle, 25 samples', {}],
    ['an arc, 27 samples', { curve: 'arc', points: 27 }],
    ['weights of any size', { curve: 'arc', sigmaW: 1e25 }],
    ['layers that look at whole points', { curve: 'arc', ...maxouts }],
  ])('has the leading components of %s in units of the points', async (_, fields) => {
    const input = { ...experiment, sigmaW: 2, ...fields } as ExperimentInput;
    const [all] = await curveImages(input, { layers: [1, 4] });
    const [leading] = await curveImages(input, { layers: [1, 4], components: 'leading' });
    for (const [l, { principal }] of leading!.layers.entries()) {
      const exact = all!.layers[l]!.principal;
      const largest = Math.max(...exact.projections.map(Math.abs));
      const first = (x: typeof principal) => [...x.projections].filter((_, i) => i % x.count === 0);
      expect(first(principal)).toHaveLength(all!.samples);
      for (const [t, x] of first(principal).entries())
        expect(Math.abs(x - first(exact)[t]!) / largest).toBeLessThan(1e-3);
    }
  });

  it('refuses layers and networks that are not there', async () => {
    await expect(curveImages(experiment, { layers: [5] })).rejects.toThrow(
      'layers: expected integers in 1 … 4, got 5',
    );
    await expect(curveImages(experiment, { layers: [] })).rejects.toThrow(
      'layers: expected an array of at least 1, got []',
    );
    await expect(curveImages(experiment, { layers: [1], network: -1 })).rejects.toThrow('network: expected');
  });
});

describe('npzPieces', () => {
  it('are read back', async () => {
    const first = { shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, -5.5, 1e-300) };
    const second = { shape: [4], values: Float64Array.of(0, 1, 2, 3) };
    const bytes = await buffer(npzPieces({ first, second }));
    expect((await parseNpz(bytes)).map((array) => ({ ...array, values: array.values() }))).toEqual([
      { name: 'first', ...first },
      { name: 'second', ...second },
    ]);
  });
});
