import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MEANINGS, MEASURE_NAMES } from '../../../src/experiment/index.ts';
import { ALIASES } from '../../../src/theory/explain/quantities.ts';
import * as growth from '../../../src/theory/growth.ts';
import * as samples from '../../../src/theory/growth-samples.ts';
import * as sparse from '../../../src/theory/growth-sparse.ts';
import * as typical from '../../../src/theory/growth-typical.ts';
import * as variance from '../../../src/theory/growth-variance.ts';
import { explain, explanations, growthTheory, regionBounds } from '../../../src/theory/index.ts';
import * as loss from '../../../src/theory/polyline-loss.ts';
import * as regions from '../../../src/theory/regions/index.ts';
import * as transitions from '../../../src/theory/transitions/index.ts';
import { refusal } from '../../input/refusal.ts';
import { network } from '../fixture.ts';

const all = explanations.flatMap(({ entries }) => entries);
const names = all.map(({ name }) => name);
const docs = readFileSync(new URL('../../../docs/theory.md', import.meta.url), 'utf8');

describe('explanations', () => {
  it('have names of their own and are complete, in plain text on one line', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const entry of all) {
      expect(entry.name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      for (const text of Object.values(entry)) expect(text).toMatch(/^\S(.*\S)?$/);
      for (const field of ['statement', 'assumptions', 'source', 'loose'] as const)
        expect(entry[field].length, `${entry.name}: ${field}`).toBeGreaterThan(7);
    }
  });

  it('know every bound in the results', () => {
    const { growth } = growthTheory(network(), { meanSquare: 1 })[0]!;
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(growth), ...Object.keys(regionBounds(2, [3]))]),
    );
    expect(names).toEqual(
      expect.arrayContaining(['scalingLaw', 'qStar', 'chi1', 'chi2', 'cStar', 'xiQ', 'xiC']),
    );
  });

  it('know every word at the head of a table', () => {
    const heads = {
      ratio: 'ratio',
      growth: 'growth',
      'mean growth': 'meanGrowth',
      'Price–Tanner': 'priceTanner',
      'exact or bounds': 'exact',
      'scaling law': 'scalingLaw',
      'typical ratio': 'typicalGrowth',
      'wide limit': 'meanFieldAlong',
      'pre-length': 'preLength',
      'Gauss-map length': 'gaussMapLength',
      'linear regions': 'linearRegions',
      'curvature²': 'curvature2',
      'c*': 'cStar',
      xi_q: 'xiQ',
    };
    for (const [head, name] of Object.entries(heads)) expect(explain(head).name, head).toBe(name);
    for (const name of MEASURE_NAMES) expect(explain(name).statement).toBe(MEANINGS[name]);
    for (const name of Object.values(ALIASES)) expect(names).toContain(name);
  });

  it('know every formula that the library computes', () => {
    const functions = [growth, sparse, typical, variance, samples, loss, regions, transitions].flatMap(
      Object.keys,
    );
    // Collections of what has entries of its own, a constant, a property of curves, and parts shared by two
    // formulas.
    const others = [
      'growthTheory',
      'growthWith',
      'countTheory',
      'regionBounds',
      'gaussianBiasDensity',
      'curveBend',
      'arcsine',
      'sinMinusTcos',
      'isBent',
      'networksFor',
    ];
    expect(functions.length).toBeGreaterThan(20);
    expect(functions.filter((name) => !names.includes(name) && !others.includes(name))).toEqual([]);
  });

  it('are listed in docs/theory.md, all of them, with their titles', () => {
    const [, section] = docs.split('## Every formula by name\n');
    const rows = [...section!.split('\n## ')[0]!.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)];
    expect(rows.map(([, name, title]) => ({ name, title: title!.replaceAll('\\|', '|') }))).toEqual(
      all.map(({ name, title }) => ({ name, title })),
    );
  });
});

describe('explain', () => {
  it('gives the entry of a name', () => {
    expect(explain('priceTanner').source).toContain('1911.10651');
    for (const entry of all) expect(explain(entry.name)).toBe(entry);
  });

  it.each([
    ['pricetaner', ' (did you mean priceTanner?), got "pricetaner"'],
    ['serra_2018_upper', ' (did you mean serra2018Upper?), got "serra_2018_upper"'],
    ['no such thing at all', ', got "no such thing at all"'],
    ['', ', got ""'],
  ])('refuses %j with the nearest name', (name, rest) => {
    expect(() => explain(name)).toThrow(
      refusal(`explain: expected the name of a bound, formula or quantity${rest}`),
    );
  });

  it('refuses what is no name', () => {
    expect(() => explain(3 as never)).toThrow(
      'explain: expected the name of a bound, formula or quantity, got 3',
    );
  });
});
