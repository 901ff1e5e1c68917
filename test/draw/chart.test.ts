import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { sweepChart, trajectoryChart } from '../../src/draw/chart.ts';
import type { LengthRecord } from '../../src/measure/index.ts';
import { resultDocument } from '../../src/result/index.ts';
import { EXPERIMENT, type MadeUp, madeUpCell, madeUpDocument, PROVENANCE } from '../result/fixture.ts';

const { document } = parseHTML('<html></html>');
const parse = (svg: string): Element =>
  parseHTML(`<html><body>${svg}</body></html>`).document.querySelector('svg')!;
const count = (svg: string, selector: string): number => parse(svg).querySelectorAll(selector).length;
const texts = (svg: string): string[] =>
  [...parse(svg).querySelectorAll('text')].map((text) => text.textContent!.replaceAll('\u200b', ''));
/** Every number in attributes and styles is finite, and nothing came out as a word that is not one. */
const expectSound = (svg: string): void => {
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null|currentColor/);
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="')).toBe(true);
  expect(svg).toContain('fill="white"');
};

describe('a single cell', () => {
  const svg = trajectoryChart(madeUpDocument([{ growth: 1.5, depth: 6 }]), { document });

  it('is a stand-alone file', () => {
    expectSound(svg);
    expect(svg).toContain('font-family="Helvetica');
    expect(svg).not.toContain('<style');
  });
  it('has a mark and an interval per layer', () => {
    // One more of each in the key.
    expect(count(svg, '[aria-label="dot"] path, [aria-label="dot"] circle')).toBe(6 + 1);
    expect(count(svg, '[aria-label="rule"] line')).toBe(6 + 1);
  });
  it('has a solid prediction, a dotted bound and a band with its edges, each from layer 0', () => {
    expect(count(svg, '[aria-label="line"] path')).toBe(2 + 2);
    expect(count(svg, '[aria-label="line"][stroke-dasharray]')).toBe(1);
    expect(count(svg, '[aria-label="area"] path')).toBe(1);
    for (const path of parse(svg).querySelectorAll('[aria-label="line"] path')) {
      expect(path.getAttribute('d')!.split('L')).toHaveLength(7);
    }
  });
  it('explains them', () => {
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'exact expectation',
        'Price–Tanner lower bound',
        'rigorous bounds',
        '95 % interval',
      ]),
    );
  });
  it('is linear where nothing spreads over a factor 20', () => {
    const flat = trajectoryChart(madeUpDocument([{ growth: 0.99, priceTanner: 0.95 }]), { document });
    expect(texts(flat)).toContain('0.7');
    expect(texts(flat)).not.toContain('0.1');
  });
});

describe('a length outside the range of a double', () => {
  const svg = trajectoryChart(madeUpDocument([{ growth: 10, depth: 1000 }]), { document });

  it('keeps its place through its logarithm, and the key says so', () => {
    expectSound(svg);
    expect(texts(svg)).toContain('10¹⁰⁰⁰');
    expect(texts(svg)).toContain('Where the mean leaves the range of a double: geometric mean.');
  });
  it('does not end the lines', () => {
    const [bound, prediction] = parse(svg).querySelectorAll('[aria-label="line"] path');
    expect(bound!.getAttribute('d')!.split('L')).toHaveLength(1001);
    expect(prediction!.getAttribute('d')!.split('L')).toHaveLength(1001);
  });
});

it('says how many points have no place on a log axis', () => {
  const cell = madeUpCell({ growth: 3, depth: 4 });
  const record = cell.record as LengthRecord;
  const length = record.length.map((x, i) => (i % 4 === 3 ? 0 : x));
  const result = resultDocument(EXPERIMENT, PROVENANCE, [{ ...cell, record: { ...record, length } }]);
  const svg = trajectoryChart(result, { document });
  expectSound(svg);
  expect(texts(svg)).toContain('Not shown, mean 0: 1 points.');
});

it('draws a network that is dead from the start, and one network alone', () => {
  expectSound(trajectoryChart(madeUpDocument([{ growth: 0, priceTanner: 0 }]), { document }));
  const alone = trajectoryChart(madeUpDocument([{ networks: 1 }]), { document });
  expectSound(alone);
  expect(texts(alone)).not.toContain('95 % interval');
});

describe('a sweep', () => {
  const laws = ['gaussian', 'uniform'];
  const cells: MadeUp[] = laws.flatMap((weights) =>
    [0.25, 1].flatMap((density) =>
      [1, Math.SQRT2].map((sigmaW) => ({
        parameters: { weights, density, sigmaW },
        growth: sigmaW,
        depth: 3,
      })),
    ),
  );
  const result = madeUpDocument(cells);

  it('puts the first number in colour, the law in symbols, the rest in panels', () => {
    const svg = trajectoryChart(result, { document });
    expectSound(svg);
    expect(count(svg, '[aria-label="x-axis tick label"]')).toBe(2);
    expect(texts(svg)).toEqual(expect.arrayContaining(['σw = 1', 'σw = √2', 'gaussian', 'uniform']));
    expect(texts(svg).filter((text) => text === 'α = 0.25')).toHaveLength(2);
  });
  it('draws the panels it is told to draw, under its title and over its caption', () => {
    const panels = [
      { title: 'by σ_w', cells: [0, 1, 4, 5], colour: 'sigmaW', symbol: 'weights' },
      { title: 'by density', cells: [0, 2], colour: 'density' },
    ];
    const svg = sweepChart(result, panels, { document, title: 'A & B', caption: 'seen from below' });
    expectSound(svg);
    expect(svg).toContain('<title>A &amp; B</title>');
    expect(texts(svg)).toEqual(expect.arrayContaining(['by σw', 'by density', 'A & B', 'seen from below']));
    expect(count(svg, '[aria-label="line"][stroke-dasharray]')).toBe(6);
  });
  it('gives one colour to one value, whatever the law', () => {
    const panel = { title: '', cells: [0, 1, 4, 5], colour: 'sigmaW', symbol: 'weights' };
    const lines = parse(sweepChart(result, [panel], { document })).querySelectorAll('[aria-label="line"]');
    const strokes = [...lines].map((line) => line.getAttribute('stroke'));
    expect(new Set(strokes).size).toBe(2);
  });
  it('refuses cells that do not exist and panels without any', () => {
    expect(() => sweepChart(result, [{ title: '', cells: [8] }], { document })).toThrow(
      new RangeError('panels: expected cells 0 … 7, got 8'),
    );
    expect(() => sweepChart(result, [], { document })).toThrow(RangeError);
    expect(() => sweepChart(result, [{ title: '', cells: [] }], { document })).toThrow(RangeError);
  });
});
