import { expect, test } from 'vitest';
import { columnsTable } from '../../src/node/table.ts';
import { theoryColumns } from '../../src/result/theory-table.ts';
import type { GrowthTheory } from '../../src/theory/types.ts';

const bracket: GrowthTheory = {
  priceTanner: 0.1,
  priceTannerSharp: 0.15,
  lower: 0.2,
  exact: null,
  upper: 0.3,
  approximate: 0.25,
};
const typical = { ratio: null, growth: null };
const rows = [
  { layer: 1, ratio: bracket, growth: { ...bracket, exact: 0.26 }, scalingLaw: null, typical },
  { layer: 2, ratio: bracket, growth: { ...bracket, exact: 0.26 }, scalingLaw: 1.5, typical },
];

test('an exact value stands alone, a bracket has its approximation beside it', () => {
  const lines = columnsTable(theoryColumns(rows)).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'layer  expected growth  Price–Tanner  scaling law    expected ratio            Price–Tanner',
    '    1           0.2600        0.1000            –  [0.2000, 0.3000]  ≈ 0.2500        0.1000',
    '    2           0.2600        0.1000        1.500  [0.2000, 0.3000]  ≈ 0.2500        0.1000',
  ]);
});

test('where room is short the approximation goes before the scaling law', () => {
  const narrow = (width: number) => columnsTable(theoryColumns(rows), { width }).split('\n')[2];
  expect(narrow(85)).toBe(
    '    2           0.2600        0.1000        1.500  [0.2000, 0.3000]        0.1000',
  );
  expect(narrow(75)).toBe('    2           0.2600        0.1000  [0.2000, 0.3000]        0.1000');
});

test('typical ratios stand last, where they are known', () => {
  const known = rows.map((row) => ({ ...row, typical: { ratio: 0.125, growth: 0.125 } }));
  const [head, first] = columnsTable(theoryColumns(known)).split('\n');
  expect(head).toMatch(/typical ratio$/);
  expect(first).toMatch(/ 0\.1250$/);
  expect(columnsTable(theoryColumns(known))).toContain('typical ratio: close to the median over networks.');
});
