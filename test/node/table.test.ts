import { describe, expect, it } from 'vitest';
import { resultTable } from '../../src/node/table.ts';
import { madeUpDocument } from '../result/fixture.ts';

const sweep = madeUpDocument([
  { parameters: { weights: 'gaussian', sigmaW: Math.SQRT2, density: 1 }, growth: 0.5, priceTanner: 0.25 },
  {
    parameters: { weights: 'uniform', sigmaW: Math.SQRT2, density: 1 },
    growth: 2,
    priceTanner: 0.75,
    exact: false,
  },
]);
const linesOf = (text: string): string[] => text.split('\n');

describe('a sweep', () => {
  const [head, first, second] = linesOf(resultTable(sweep));

  it('has a column for what is swept, and none for what is not', () => {
    expect(head).toMatch(
      /^weights +mean growth +Price–Tanner +exact or bounds +ratio at layer 10 +exact or bounds$/,
    );
  });
  it('has a row per cell: measured with its half-width, bound, exact value or bracket', () => {
    expect(first).toMatch(/^gaussian +0\.500\d ± 0\.0012 +0\.2500 +0\.5000 /);
    expect(second).toMatch(/^uniform +2\.000\d ± 0\.00\d\d +0\.7500 +\[1\.940, 2\.040\] /);
  });
  it('explains in words what it shows, and only that', () => {
    const legend = resultTable(sweep).split('\n\n')[1]!.replaceAll('\n', ' ');
    expect(legend).toContain('±: half-width of the 95 % confidence interval');
    expect(legend).toContain('[a, b]: rigorous lower and upper bound');
    expect(legend).not.toContain('geometric mean');
    expect(legend).not.toContain('not known');
  });
  it('leaves the least needed columns out where room is short, and wraps the legend', () => {
    const narrow = linesOf(resultTable(sweep, { width: 70 }));
    expect(narrow[0]).toMatch(/^weights +mean growth +Price–Tanner +exact or bounds$/);
    for (const line of narrow) expect(line.length).toBeLessThanOrEqual(70);
  });
  it('has colours only where asked for', () => {
    const esc = String.fromCharCode(27);
    expect(resultTable(sweep)).not.toContain(esc);
    expect(resultTable(sweep, { color: true })).toContain(`${esc}[1mweights`);
  });
});

describe('a single cell', () => {
  it('has a row per layer', () => {
    const lines = linesOf(resultTable(madeUpDocument([{ depth: 3, growth: 2 }])));
    expect(lines[0]).toMatch(
      /^layer +width +ratio +median +Price–Tanner +exact or bounds +growth +exact or bounds$/,
    );
    expect(lines[3]).toMatch(
      /^ +3 +100 +\d\.\d\d ± 0\.\d\d +\d\.\d{3} +0\.5120 +8\.000 +2\.\d+ ± 0\.\d+ +2\.000$/,
    );
    expect(lines[4]).toBe('');
  });
  it('gives the geometric mean where the mean leaves the range of a double, and says so', () => {
    const text = resultTable(madeUpDocument([{ depth: 400, growth: 10, spread: 0 }]));
    expect(text).toMatch(/^ +400 +100 +10\^400\.00 +– /m);
    expect(text).toContain('10^x: geometric mean');
    expect(text.replaceAll('\n', ' ')).toContain('–: not known');
  });
});
