import { csvParse } from 'd3-dsv';
import { expect, it } from 'vitest';
import { resultCsv } from '../../src/result/index.ts';
import { madeUpDocument } from './fixture.ts';

const document = madeUpDocument([
  { parameters: { weights: 'discrete:-1:1', density: 0.5 }, depth: 2 },
  { parameters: { weights: 'a "quoted, odd" name', density: 1 }, depth: 3, exact: false },
]);
const csv = resultCsv(document);
const rows = csvParse(csv);

it('has the columns of the result document', () => {
  expect(csv.split('\n')[0]).toBe(
    'cell,weights,density,networks,inputLength,inputAngle,layer,layerWidth,quantity,lag,' +
      'mean,sd,sem,ci95Low,ci95High,median,q05,q95,meanLog,n,priceTanner,priceTannerSharp,lower,exact,upper,approximate,' +
      'sampled,meanField,estimate,estimateSem,estimateLow,estimateHigh,method,gain',
  );
});
it('has one row per cell, layer and quantity, one per cell of the mean growth, and ends with a line break', () => {
  expect(rows.length).toBe((2 + 3) * 4 + 2);
  expect(csv.endsWith('\n')).toBe(true);
  expect(csv.endsWith('\n\n')).toBe(false);
});
it('gives numbers back exactly', () => {
  const row = rows.find((r) => r.cell === '1' && r.layer === '3' && r.quantity === 'ratio')!;
  const { ratio, theory } = document.cells[1]!.layers[2]!;
  expect(Number(row.mean)).toBe(ratio.mean);
  expect([Number(row.ci95Low), Number(row.ci95High)]).toEqual(ratio.ci95);
  expect(Number(row.n)).toBe(60);
  expect(Number(row.priceTanner)).toBe(theory.ratio.priceTanner);
  expect(row).toMatchObject({ weights: 'a "quoted, odd" name', inputLength: '2', layerWidth: '100' });
});
it('has the mean growth of a cell, which belongs to no layer', () => {
  const growths = rows.filter(({ quantity }) => quantity === 'meanGrowth');
  expect(growths.map(({ cell, layer, layerWidth, exact }) => [cell, layer, layerWidth, exact])).toEqual([
    ['0', '', '', ''],
    ['1', '', '', ''],
  ]);
  expect(growths.map(({ mean }) => Number(mean))).toEqual(
    document.cells.map(({ meanGrowth }) => meanGrowth.mean),
  );
});
it('leaves fields empty where nothing is known', () => {
  const of = (quantity: string) => rows.find((r) => r.cell === '1' && r.quantity === quantity)!;
  expect(of('growth')).toMatchObject({ exact: '', upper: '1.02' });
  expect(of('length')).toMatchObject({
    priceTanner: '',
    priceTannerSharp: '',
    lower: '',
    exact: '',
    upper: '',
    approximate: '',
  });
});
it('leaves a column empty for a cell without that parameter', () => {
  const [first, second] = csvParse(
    resultCsv(madeUpDocument([{ depth: 1, parameters: { width: 3 } }, { depth: 1 }])),
  ).filter((row) => row.quantity === 'growth');
  expect([first!.width, second!.width]).toEqual(['3', '']);
});
