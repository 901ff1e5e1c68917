/**
 * Wrong input, as data: what was wrong, what was expected and what came. The message says it in the words of
 * the library; whoever took the input from elsewhere, such as an option or a file, says it in words of their
 * own. No message is parsed.
 */

/** What is wrong with an input. */
export interface Fault {
  /** The name of the field, argument or option; null where only the caller knows it. */
  readonly field: string | null;
  /** The entry that is wrong, from 0, where the field is a list. */
  readonly index: number | null;
  /** The part of that entry that is wrong. */
  readonly part: string | null;
  /** The expected and the given value, as messages show them. */
  readonly expected: string;
  readonly got: string;
}

/** The parts of a fault, from which errors are made. */
export type FaultParts = [
  field: string | null,
  expected: string,
  got: string | number,
  index?: number | null,
  part?: string | null,
];

function faultOf([field, expected, got, index = null, part = null]: FaultParts): Fault {
  return { field, index, part, expected, got: String(got) };
}

/** `field: expected …, got …`; of an entry `field[index]: expected …, got …`. */
function inWords({ field, index, part, expected, got }: Fault): string {
  const place = index === null ? field : `${field}[${index}]`;
  return [place, part, `expected ${expected}, got ${got}`].filter((word) => word !== null).join(': ');
}

/** Gives an error the fields of a fault, not to be listed: the message says them. */
function withFault<E extends Error>(error: E, fault: Fault): E & Fault {
  for (const [name, value] of Object.entries(fault)) Object.defineProperty(error, name, { value });
  return error as E & Fault;
}

/**
 * Wrong input of a user: the message is one line that says what was wrong, what was expected and what came.
 */
export class InputError extends Error implements Fault {
  override readonly name: string = 'InputError';
  declare readonly field: string | null;
  declare readonly index: number | null;
  declare readonly part: string | null;
  declare readonly expected: string;
  declare readonly got: string;

  constructor(...said: FaultParts) {
    const fault = faultOf(said);
    super(inWords(fault));
    withFault(this, fault);
  }
}

/** A RangeError, of a wrong value of the right kind, that carries its fault. */
export function valueFault(...said: FaultParts): RangeError & Fault {
  const fault = faultOf(said);
  return withFault(new RangeError(inWords(fault)), fault);
}

/** A TypeError, of a value of the wrong kind, that carries its fault. */
export function kindFault(...said: FaultParts): TypeError & Fault {
  const fault = faultOf(said);
  return withFault(new TypeError(inWords(fault)), fault);
}

/** Whether an error is one of these three. */
export function isFault(error: unknown): error is Error & Fault {
  return error instanceof Error && 'expected' in error && 'got' in error && 'field' in error;
}

/** Calls `read`, whose faults have no name, and gives them this one. @throws RangeError */
export function named<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isFault(error) && error.field === null) throw valueFault(field, error.expected, error.got);
    throw error;
  }
}
