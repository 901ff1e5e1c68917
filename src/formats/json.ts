/** JSON as RFC 8259 has it, checked before it is parsed: each key once, and no more than memory holds. */

import { echo } from '../input/errors.ts';
import { valueFault } from '../input/faults.ts';
import { shownCount } from './limits.ts';

const MOST_DEPTH = 100;
/** Objects, lists and keys: a thousand layers of a thousand neurons are a million lists. */
const MOST_PARTS = 4_000_000;

/**
 * The value of a JSON text.
 * @throws RangeError, `expected …, got …`, for other text, a key that an object has twice, too many objects
 * and lists, or too deep ones.
 */
export function parseJson(text: string): unknown {
  checkJson(text);
  return JSON.parse(text);
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const [QUOTE, BACKSLASH, BLANK] = [0x22, 0x5c, 0x20];

/** Goes through the text once, without recursion: a stack of what is open, for an object its keys so far. */
function checkJson(text: string): void {
  const open: (Set<string> | null)[] = [];
  let parts = 0;
  let at = skip(SPACE, 0);
  for (;;) {
    at = valueStart(at);
    // After a value: whatever ends here, then a comma.
    for (;;) {
      at = skip(SPACE, at);
      if (open.length === 0) {
        if (at < text.length) refuse('nothing after the value', at);
        return;
      }
      const keys = open.at(-1)!;
      const end = keys ? '}' : ']';
      if (text[at] === ',') {
        at = skip(SPACE, at + 1);
        if (keys) at = key(keys, at);
        break;
      }
      if (text[at] !== end) refuse(`a comma or ${end}`, at);
      open.pop();
      at++;
    }
  }

  /** Goes past a value, or into a list or object up to its first value. */
  function valueStart(start: number): number {
    let from = start;
    for (;;) {
      const first = text[from];
      if (first === '"') return stringEnd(from);
      if (first !== '{' && first !== '[') {
        const end = skip(SCALAR, from);
        if (end === from) refuse('a value', from);
        return end;
      }
      count(from);
      if (open.length === MOST_DEPTH)
        throw valueFault(null, `lists and objects at most ${MOST_DEPTH} deep`, `more ${place(from)}`);
      const keys = first === '{' ? new Set<string>() : null;
      open.push(keys);
      from = skip(SPACE, from + 1);
      // Empty: what follows closes it.
      if (text[from] === (keys ? '}' : ']')) return from;
      if (keys) from = key(keys, from);
    }
  }

  /** Goes past a key and its colon. */
  function key(keys: Set<string>, start: number): number {
    if (text[start] !== '"') refuse('a key in quotes', start);
    count(start);
    const end = stringEnd(start);
    const name = JSON.parse(text.slice(start, end)) as string;
    if (keys.has(name)) throw valueFault(null, 'each key once', `${echo(name)} twice, ${place(start)}`);
    keys.add(name);
    const colon = skip(SPACE, end);
    if (text[colon] !== ':') refuse('a colon', colon);
    return skip(SPACE, colon + 1);
  }

  function stringEnd(start: number): number {
    for (let i = start + 1; ; i++) {
      const code = text.charCodeAt(i);
      if (code === QUOTE) return i + 1;
      if (code === BACKSLASH) {
        const end = skip(ESCAPE, i);
        if (end === i) refuse('an escape such as \\n', i);
        i = end - 1;
      } else if (!(code >= BLANK)) refuse('the end of a text in quotes', i);
    }
  }

  function skip(what: RegExp, from: number): number {
    what.lastIndex = from;
    return what.test(text) ? what.lastIndex : from;
  }

  function count(from: number): void {
    if (++parts > MOST_PARTS)
      throw valueFault(
        null,
        `at most ${shownCount(MOST_PARTS)} lists, objects and keys`,
        `more ${place(from)}`,
      );
  }

  function refuse(expected: string, from: number): never {
    const came = from < text.length ? echo(text.slice(from, from + 20)) : 'the end of the text';
    throw valueFault(null, `JSON with ${expected} ${place(from)}`, came);
  }

  function place(from: number): string {
    const before = text.slice(0, from).split('\n');
    return `at line ${before.length}, column ${before.at(-1)!.length + 1}`;
  }
}
