import { expect, it } from 'vitest';
import { isMoment, twoDigits } from '../../src/figures/digit-networks.ts';

it.each([96, 150, 5625, 7])(
  'of %i steps the start and as many moments as asked for are measured',
  (steps) => {
    const all = Array.from({ length: steps + 1 }, (_, step) => step);
    for (const moments of [1, 5, 6]) {
      const found = all.filter((step) => isMoment(step, steps, moments));
      expect(found).toHaveLength(moments + 1);
      expect([found[0], found.at(-1)]).toEqual([0, steps]);
    }
  },
);

it('two digits are of different classes; digits of one class are refused', () => {
  const inputs = Float32Array.from({ length: 8 }, (_, i) => i);
  const [first, second] = twoDigits({ inputs, labels: [3, 3, 3, 5] }, 0);
  expect([Array.from(first!), Array.from(second!)]).toEqual([
    [0, 1],
    [6, 7],
  ]);
  expect(() => twoDigits({ inputs, labels: [3, 3, 3, 3] }, 1)).toThrow(
    /^digits: expected digits of two classes/,
  );
});
