/** Values and texts of the input as error messages show them. */

const ECHO_LENGTH = 60;
const PATH_LENGTH = 200;

/** Control and format characters, line separators and lone surrogates: a terminal would act on them. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text with everything that a terminal would act on written as an escape, such as `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    // JSON has escapes for some.
    const escaped = JSON.stringify(character).slice(1, -1);
    if (escaped !== character) return escaped;
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

/**
 * A value as an error message shows it: on one line, at most 60 characters, nothing that a terminal would act
 * on.
 */
export function echo(value: unknown): string {
  return cut(written(value));
}

/**
 * A text of the input as an error message shows it where quotes would be wrong: at most 60 characters, like
 * `echo`.
 */
export function cut(text: string): string {
  const shown = printable(text.slice(0, ECHO_LENGTH + 1));
  if (shown.length <= ECHO_LENGTH) return shown;
  return `${shown.slice(0, ECHO_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/**
 * A path as an error message shows it between quotes of its own: its last 200 characters, nothing that a
 * terminal would act on.
 */
export function echoPath(path: string): string {
  const text = printable(path);
  if (text.length <= PATH_LENGTH) return text;
  return `…${text.slice(1 - PATH_LENGTH).replace(/^[\udc00-\udfff]/, '')}`;
}

function written(value: unknown): string {
  // JSON would write NaN and Infinity as null.
  if (typeof value === 'number') return String(value);
  // No more of a long text than is shown.
  if (typeof value === 'string') return JSON.stringify(value.slice(0, ECHO_LENGTH));
  if (typeof value === 'function') return 'a function';
  const type = Object.prototype.toString.call(value).slice(8, -1);
  // JSON writes a Map as {}, and a typed array as an object.
  if (typeof value === 'object' && type !== 'Object' && type !== 'Array' && value !== null)
    return `a ${type}`;
  try {
    return JSON.stringify(value, shortened) ?? String(value);
  } catch {
    return `a value of type ${typeof value}`; // bigint, or an object that contains itself
  }
}

/** Keeps `JSON.stringify` from writing long lists and texts of which little is shown. */
function shortened(_key: string, value: unknown): unknown {
  return Array.isArray(value) || typeof value === 'string' ? value.slice(0, ECHO_LENGTH) : value;
}
