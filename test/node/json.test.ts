import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonPieces } from '../../src/node/json.ts';
import { json } from '../../src/node/output.ts';
import { longer } from '../../src/node/pieces.ts';
import { madeUpDocument } from '../result/fixture.ts';

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(null, undefined, true, -0, NaN, Infinity, '', 'a "b"\n\u2028σ'),
    fc.double(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('jsonPieces', () => {
  test('together are what JSON.stringify gives, at any level', () => {
    fc.assert(
      fc.property(plain, fc.integer({ min: 0, max: 6 }), (value, levels) => {
        if (value === undefined) return;
        expect([...jsonPieces(value, levels)].join('')).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });
  test('of a result are one a layer', () => {
    const result = madeUpDocument([{ depth: 3 }, { depth: 5 }]);
    const pieces = [...jsonPieces(result)];
    expect(pieces.join('')).toBe(JSON.stringify(result, null, 2));
    expect(pieces.filter((piece) => piece.includes('"preLength"'))).toHaveLength(8);
  });
});

test('longer pieces are the same text', () => {
  const words = Array.from({ length: 50_000 }, (_, i) => `${i}`);
  const pieces = [...longer(words)];
  expect(pieces.join('')).toBe(words.join(''));
  expect(pieces.length).toBeLessThan(10);
  expect([...longer([])]).toEqual([]);
});

test('a document ends with a line break', () => {
  expect([...json({ a: [] })].join('')).toBe('{\n  "a": []\n}\n');
});
