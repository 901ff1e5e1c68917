import { describe, expect, it } from 'vitest';
import { echo, echoPath, printable } from '../../src/experiment/index.ts';

describe('printable', () => {
  it.each([
    ['plain text, α ≤ 1, 😀', 'plain text, α ≤ 1, 😀'],
    ['\u001b]0;owned\u0007\u001b[2J', '\\u001b]0;owned\\u0007\\u001b[2J'],
    ['one\ntwo\r\u2028three', 'one\\ntwo\\r\\u2028three'],
    ['a C1 control \u009b2J', 'a C1 control \\u009b2J'],
    ['right to left \u202egnp.exe', 'right to left \\u202egnp.exe'],
    ['half a pair \ud83d', 'half a pair \\ud83d'],
    ['a tag \u{e0041}', 'a tag \\u{e0041}'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('echo', () => {
  it.each<[unknown, string]>([
    ['relu', '"relu"'],
    ['\u001b[2J', '"\\u001b[2J"'],
    ['\u009b\u202e', '"\\u009b\\u202e"'],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [[1, 2], '[1,2]'],
  ])('of %j', (value, expected) => {
    expect(echo(value)).toBe(expected);
  });

  it('is at most 60 characters, however long the value, and cuts no character in two', () => {
    expect(echo('x'.repeat(3e6))).toBe(`"${'x'.repeat(58)}…`);
    expect(echo(`${'x'.repeat(57)}😀😀`)).toBe(`"${'x'.repeat(57)}…`);
    expect(echo('\u001b'.repeat(60))).toHaveLength(60);
    expect(echo(Array.from({ length: 1e5 }, () => 1))).toHaveLength(60);
  });
});

describe('echoPath', () => {
  it('shows a path as it is, Windows and quotes included', () => {
    expect(echoPath('C:\\nets\\my "best".npz')).toBe('C:\\nets\\my "best".npz');
  });

  it('keeps the end of a long one and escapes what a terminal would act on', () => {
    const shown = echoPath(`/${'d/'.repeat(500)}\u001bend.csv`);
    expect(shown).toHaveLength(200);
    expect(shown).toMatch(/^….*\/\\u001bend\.csv$/);
  });
});
