/** JSON in pieces: a document may be longer than a string can be. */

/** Where the layers of a result are. */
const LEVELS = 4;

/**
 * The pieces of `JSON.stringify(value, null, 2)`, character for character. Values are plain: null, booleans,
 * numbers, strings, lists, objects, and `undefined` as a property that is not there.
 * @param levels depth below which a value is one piece.
 */
export function* jsonPieces(value: unknown, levels = LEVELS, indent = ''): Generator<string> {
  const isList = Array.isArray(value);
  const keys = isList || !isObject(value) ? [] : Object.keys(value).filter((key) => value[key] !== undefined);
  const count = isList ? value.length : keys.length;
  if (count === 0 || levels === 0) {
    yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
    return;
  }
  const inner = `${indent}  `;
  for (let i = 0; i < count; i++) {
    const lead = i === 0 ? (isList ? '[' : '{') : ',';
    yield `${lead}\n${inner}${isList ? '' : `${JSON.stringify(keys[i])}: `}`;
    yield* jsonPieces(isList ? (value[i] ?? null) : (value as Plain)[keys[i]!], levels - 1, inner);
  }
  yield `\n${indent}${isList ? ']' : '}'}`;
}

type Plain = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null;
}
