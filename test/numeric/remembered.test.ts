import { expect, it } from 'vitest';
import { remembered } from '../../src/numeric/remembered.ts';
import { growthTheory, lengthVariation, typicalGrowth } from '../../src/theory/index.ts';
import { expectClose, network } from '../theory/fixture.ts';

it('is asked once for each distinct argument, also when its memory has been full', () => {
  const asked: string[] = [];
  const sum = remembered((a: number, b: number) => {
    asked.push(`${a} ${b}`);
    return a + b;
  });
  expect([sum(1, 2), sum(2, 1), sum(1, 2), sum(0.1, 0.2), sum(0.1, 0.2)]).toEqual([
    3,
    3,
    3,
    0.1 + 0.2,
    0.1 + 0.2,
  ]);
  expect(asked).toEqual(['1 2', '2 1', '0.1 0.2']);
  for (let i = 0; i < 10_000; i++) expect(sum(i, i)).toBe(2 * i);
  expect(sum(1, 2)).toBe(3);
});

it('100,000 equal layers have the theory of one layer, over and over', () => {
  const depth = 100_000;
  const spec = network({ inputDim: 100, widths: new Array<number>(depth).fill(100) });
  const last = growthTheory(spec, { meanSquare: 1 }).at(-1)!;
  const [one] = growthTheory(network(), { meanSquare: 1 });
  expect(last.growth).toEqual(one!.growth);
  expectClose(Math.log(last.ratio.exact!), depth * Math.log(one!.growth.exact!), 1e-10);
  expect(typicalGrowth(spec).at(-1)!.growth).toBe(typicalGrowth(network())[0]!.growth);
  const x = lengthVariation(network())[0]!.upper!;
  expectClose(lengthVariation(spec)[999]!.upper, (1 + x) ** 1000 - 1, 1e-9);
});
