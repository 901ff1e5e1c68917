/** Wrong input: the message is one line that says what was wrong, what was expected and what came. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** Wrong input in one field of an experiment; the message is `field: problem` or `field[index]: problem`. */
export class ExperimentError extends InputError {
  override readonly name = 'ExperimentError';
  /** The field's name, or `experiment` where the whole object is wrong. */
  readonly field: string;
  /** `expected …, got …`, without the field's name. */
  readonly problem: string;
  /** Position in a list, where one of its values is wrong. */
  readonly index: number | null;

  constructor(field: string, problem: string, index: number | null = null) {
    super(`${index === null ? field : `${field}[${index}]`}: ${problem}`);
    this.field = field;
    this.problem = problem;
    this.index = index;
  }
}

const ECHO_LENGTH = 60;

/** A value as an error message shows it: on one line, at most 60 characters. */
export function echo(value: unknown): string {
  const text = written(value);
  return text.length <= ECHO_LENGTH ? text : `${text.slice(0, ECHO_LENGTH - 1)}…`;
}

function written(value: unknown): string {
  // JSON would write NaN and Infinity as null.
  if (typeof value === 'number') return String(value);
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

/** Keeps `JSON.stringify` from writing long lists of which little is shown. */
function shortened(_key: string, value: unknown): unknown {
  return Array.isArray(value) && value.length > ECHO_LENGTH ? value.slice(0, ECHO_LENGTH) : value;
}
