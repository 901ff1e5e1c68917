import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ExperimentError } from '../../src/experiment/index.ts';
import { checkList, integerIn, numberIn, oneOf, wrongKind } from '../../src/input/check.ts';
import { InputError, isFault, kindFault, named, valueFault } from '../../src/input/faults.ts';

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

const fault = (error: unknown) => {
  const { field, index, part, expected, got, message } = error as InputError;
  return { field, index, part, expected, got, message };
};

describe('a fault is data, which its message says', () => {
  test('of a user', () => {
    const error = new ExperimentError('layers', 'a number', 'none', 2, 'sigmaW');
    expect(error).toBeInstanceOf(InputError);
    expect(fault(error)).toEqual({
      ...{ field: 'layers', index: 2, part: 'sigmaW', expected: 'a number', got: 'none' },
      message: 'layers[2]: sigmaW: expected a number, got none',
    });
  });

  test('of an argument', () => {
    const range = thrown(() => integerIn(1, 3, 'widths', 4, 1));
    expect(range).toBeInstanceOf(RangeError);
    expect(fault(range)).toEqual({
      ...{ field: 'widths', index: 1, part: null, expected: 'an integer in 1 … 3', got: '4' },
      message: 'widths[1]: expected an integer in 1 … 3, got 4',
    });
    const kind = thrown(() => numberIn(0, 1, 'density', '1'));
    expect(kind).toBeInstanceOf(TypeError);
    expect(fault(kind)).toMatchObject({ field: 'density', expected: 'a number in [0, 1]', got: '"1"' });
    for (const check of [() => checkList('x', 1), () => oneOf(['a'], 'x', 'b'), () => wrongKind('x', 'y', 1)])
      expect(isFault(thrown(check))).toBe(true);
  });

  test('and other errors are none', () => {
    for (const error of [new RangeError('x: expected 1, got 2'), 'x', null])
      expect(isFault(error)).toBe(false);
  });
});

test('a fault without a name is given one; other errors, and names, stay', () => {
  const of = (error: Error) => () => {
    throw error;
  };
  expect(fault(thrown(() => named('law', of(valueFault(null, 'a law', '"x"')))))).toMatchObject({
    field: 'law',
    message: 'law: expected a law, got "x"',
  });
  for (const error of [kindFault('own', 'a', 'b'), new Error('x')])
    expect(thrown(() => named('law', of(error)))).toBe(error);
});

/**
 * Readers of file formats, whose errors are reasons that others quote, and errors that are not about input.
 */
const OTHERS = [
  ...['formats/', 'node/files/idx.ts', 'node/files/read.ts'],
  ...['experiment/numbers.ts', 'figures', 'input/faults.ts', 'kernels/arena.ts', 'node/figure-files.ts'],
  ...['numeric/cholesky.ts', 'numeric/generated'],
];

test('no other RangeError or TypeError is made in the sources: it would carry no fault', () => {
  const root = new URL('../../src', import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !OTHERS.some((other) => file.startsWith(other)),
  );
  expect(files.length).toBeGreaterThan(200);
  const made = files.filter((file) => /new (Range|Type)Error\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(made).toEqual([]);
});
