import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/formats/json.ts';

function refusal(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return 'it was read';
}

/** The value, or that there is none. */
function outcome(parse: (text: string) => unknown, text: string): unknown {
  try {
    return { value: parse(text) };
  } catch {
    return 'refused';
  }
}

describe('parseJson', () => {
  test('reads what JSON.parse reads', () => {
    const options = { seed: 20, numRuns: 500 };
    const indents = fc.constantFrom('', ' ', '\t', 3);
    const json = fc
      .tuple(fc.jsonValue(), indents)
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    fc.assert(
      fc.property(json, (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      options,
    );
  });

  test('refuses what JSON.parse refuses', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"k"',
      '\\',
      '\\u12',
      '\u0001',
      '0',
      '01',
      '-',
      '.5',
      '1.',
      'e5',
      '1e+',
      'null',
      'nul',
      'NaN',
      '\u00a0',
      ' ',
      '\n',
    ];
    // Without two keys that are alike, which JSON.parse takes.
    const texts = fc
      .tuple(
        fc.array(fc.constantFrom(...pieces), { maxLength: 8 }),
        fc.constantFrom('%', '[%]', '{"a":%}', '[1,%,2]'),
      )
      .map(([parts, around]) => around.replace('%', () => parts.join('')))
      .filter((text) => (text.match(/"k"/g) ?? []).length < 2);
    fc.assert(
      fc.property(texts, (text) => {
        expect(outcome(parseJson, text)).toEqual(outcome(JSON.parse, text));
      }),
      { seed: 20, numRuns: 5000 },
    );
  });

  test.each([
    ['', 'expected JSON with a value at line 1, column 1, got the end of the text'],
    ['{"a": 1,\n  b: 2}', 'expected JSON with a key in quotes at line 2, column 3, got "b: 2}"'],
    ['{"a" 1}', 'expected JSON with a colon at line 1, column 6, got "1}"'],
    ['[1 2]', 'expected JSON with a comma or ] at line 1, column 4, got "2]"'],
    ['{"a": 1', 'expected JSON with a comma or } at line 1, column 8, got the end of the text'],
    ['[1,]', 'expected JSON with a value at line 1, column 4, got "]"'],
    ['{} {}', 'expected JSON with nothing after the value at line 1, column 4, got "{}"'],
    ['"abc', 'expected JSON with the end of a text in quotes at line 1, column 5, got the end of the text'],
    ['"\\x"', 'expected JSON with an escape such as \\n at line 1, column 2, got "\\\\x\\""'],
    ['\u001b[2J', 'expected JSON with a value at line 1, column 1, got "\\u001b[2J"'],
  ])('%j is refused in our words', (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  test.each([
    ['{"a": 1, "b": 2, "a": 3}', 'expected each key once, got "a" twice, at line 1, column 18'],
    ['{"a": 1, "\\u0061": 3}', 'expected each key once, got "a" twice, at line 1, column 10'],
    ['{"a": {"b": [{"c": 1,\n "c": 1}]}}', 'expected each key once, got "c" twice, at line 2, column 2'],
    [
      '{"__proto__": 1, "__proto__": 1}',
      'expected each key once, got "__proto__" twice, at line 1, column 18',
    ],
  ])('%s is refused', (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  test('a key may come again in another object', () => {
    expect(parseJson('{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}')).toEqual({
      a: { a: 1 },
      b: [{ a: 1 }, { a: 2 }],
    });
  });

  test('what is too deep or has too many parts is refused before it is built', () => {
    expect(parseJson(`${'['.repeat(100)}${']'.repeat(100)}`)).toBeInstanceOf(Array);
    expect(refusal('['.repeat(1e6))).toBe(
      'expected lists and objects at most 100 deep, got more at line 1, column 101',
    );
    expect(refusal(`[${'{},'.repeat(4e6)}{}]`)).toMatch(
      /^expected at most 4,000,000 lists, objects and keys, got more at line 1, column \d+$/,
    );
  });
});
