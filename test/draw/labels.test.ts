import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endsOf } from '../../src/draw/picture/end-labels.ts';
import { spread } from '../../src/draw/picture/labels.ts';

it('leaves labels that have room where they are', () => {
  expect(spread([5, 1, 9], 2, 0, 10)).toEqual([5, 1, 9]);
});
it('moves close labels apart about their middle', () => {
  expect(spread([5, 5], 2, 0, 10)).toEqual([4, 6]);
});
it('stays within its room', () => {
  expect(spread([0, 0.5, 10], 2, 0, 10)).toEqual([0, 2, 10]);
});
it('keeps order and distance wherever the labels fit', () => {
  const heights = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(heights, (wished) => {
      const placed = spread(wished, 5, 0, 100);
      const order = wished.map((_, i) => i).sort((a, b) => wished[a]! - wished[b]! || a - b);
      order.forEach((i, k) => {
        expect(placed[i]!).toBeGreaterThanOrEqual(-1e-9);
        expect(placed[i]!).toBeLessThanOrEqual(100 + 1e-9);
        if (k > 0) expect(placed[i]! - placed[order[k - 1]!]!).toBeGreaterThanOrEqual(5 - 1e-9);
      });
    }),
    { seed: 5 },
  );
});

it('a name stands at the end of what is drawn, where theory is known at the start alone', () => {
  const measured = [1, 2, 3].map((x) => ({ x, y: x }));
  const look = { colour: 'black', label: 'a' };
  const [end] = endsOf([
    { ...look, solid: [{ x: 0, y: 0 }], measured },
    { ...look, solid: [0, 3].map((x) => ({ x, y: 5 })), measured },
  ]);
  expect(end).toMatchObject({ x: 3, y: 4 });
});
