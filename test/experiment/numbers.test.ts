import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNumberList, readNumber } from '../../src/experiment/index.ts';

describe('numbers', () => {
  test('are decimal', () => {
    expect(readNumber('-1.5e3')).toBe(-1500);
    expect(readNumber('.5')).toBe(0.5);
    for (const text of ['', ' 1', '0x10', 'NaN', 'Infinity', '1e', '1,000', '--1']) {
      expect(readNumber(text), text).toBeNaN();
    }
  });

  test('take one look at each character: with two, this one would take hours', () => {
    expect(readNumber(`${'1'.repeat(3e6)}x`)).toBeNaN();
  });
});

describe('lists and ranges', () => {
  test.each<[string, number[]]>([
    ['0.1', [0.1]],
    ['0.1,0.25,1', [0.1, 0.25, 1]],
    ['1, 2', [1, 2]],
    ['0.5:4:0.5', [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]],
    ['0.1:0.5:0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['0.1,0.5:1:0.25', [0.1, 0.5, 0.75, 1]],
    ['3:1:-1', [3, 2, 1]],
    ['-0.3:0.3:0.1', [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
    ['0:1:0.3', [0, 0.3, 0.6, 0.9]],
    ['2:2:5', [2]],
    ['1.4142135623730951:2:1', [Math.SQRT2]],
  ])('%s', (text, values) => {
    expect(parseNumberList(text)).toEqual(values);
  });

  test('a range keeps its end whatever the step', () => {
    const ends = fc.record({
      start: fc.integer({ min: -50, max: 50 }),
      steps: fc.integer({ min: 0, max: 200 }),
      digits: fc.integer({ min: 0, max: 6 }),
      step: fc.integer({ min: -30, max: 30 }).filter((step) => step !== 0),
    });
    fc.assert(
      fc.property(ends, ({ start, steps, digits, step }) => {
        const decimal = (n: number) => `${n}e-${digits}`;
        const values = parseNumberList(`${decimal(start)}:${decimal(start + steps * step)}:${decimal(step)}`);
        const expected = Array.from({ length: steps + 1 }, (_, i) => Number(decimal(start + i * step)) + 0);
        expect(values.map((value) => value + 0)).toEqual(expected);
      }),
      { seed: 1 },
    );
  });

  test.each([
    ['', 'the list is empty'],
    [' ', 'the list is empty'],
    ['0.1,,0.2', 'element 2 is empty'],
    ['0.1,', 'element 2 is empty'],
    [',0.1', 'element 1 is empty'],
    ['NaN', 'element 1 is not a number'],
    ['1,Infinity', 'element 2 is not a number'],
    ['1:2', 'element 1 is not a range start:stop:step'],
    ['1:2:3:4', 'element 1 is not a range start:stop:step'],
    ['1::2', 'element 1 is not a number'],
    ['1:2:0', 'the step is 0'],
    ['1:2:-1', 'the step leads away from 2'],
    ['2:1:1', 'the step leads away from 1'],
    ['0:1:0.0001', 'the range has more than 10,000 values'],
    ['0:1e300:1e-300', 'the range is not finite'],
    ['1:6000:1,1:6000:1', 'the list has more than 10,000 values'],
  ])('refuse "%s"', (text, why) => {
    expect(() => parseNumberList(text)).toThrow(new RangeError(why));
  });

  test('10,000 values are not too many', () => {
    expect(parseNumberList('1:10000:1')).toHaveLength(10_000);
  });
});
