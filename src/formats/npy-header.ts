/** The header of a `.npy` file: magic, version, length, and a dictionary of Python literals. */
import { cut, echo } from '../input/errors.ts';
import { shownCount } from './limits.ts';

export interface NpyHeader {
  /** Type of an entry, such as `<f8`; of a structured one the list of its fields. */
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the data start in the file. */
  readonly start: number;
}

const MAGIC = '\x93NUMPY';
/** Versions 2 and 3 allow more, for types of many fields, which are not read. */
const LONGEST = 65_535;

/** @throws RangeError saying in one line what is wrong. */
export function npyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length === 0) throw new RangeError('an empty file');
  if (latin1(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new RangeError('not a .npy file: it does not start as one');
  const version = bytes[MAGIC.length] ?? 0;
  const first = version === 1 ? 10 : 12;
  if (bytes.length < first) throw new RangeError('truncated: it ends within its header');
  if (version < 1 || version > 3) throw new RangeError(`expected format version 1, 2 or 3, got ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST)
    throw new RangeError(
      `expected a header of at most ${shownCount(LONGEST)} bytes, got ${shownCount(length)}`,
    );
  const start = first + length;
  if (start > bytes.length) throw new RangeError('truncated: it ends within its header');
  return { ...readDictionary(latin1(bytes.subarray(first, start)).trim()), start };
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** `'name': literal,` with a text, a truth value, a tuple, or the list of fields of a structured type. */
const ENTRY =
  /\s*(?<quote>['"])(?<name>\w+)\k<quote>\s*:\s*(?:(?<mark>['"])(?<text>[^'"\\]*)\k<mark>|(?<truth>True|False)|\((?<tuple>[^()]*)\)|(?<fields>\[.*\]))\s*(?:,|(?=\}))/y;

function readDictionary(text: string): Omit<NpyHeader, 'start'> {
  const found = new Map<string, Record<string, string | undefined>>();
  let at = 1;
  let repeated = false;
  for (;;) {
    ENTRY.lastIndex = at;
    const { groups } = ENTRY.exec(text) ?? {};
    if (groups === undefined) break;
    at = ENTRY.lastIndex;
    repeated ||= found.has(groups.name!);
    found.set(groups.name!, groups);
  }
  const isWhole = text.startsWith('{') && text.slice(at).trim() === '}' && found.size === 3 && !repeated;
  const [type, order, shape] = ['descr', 'fortran_order', 'shape'].map((name) => found.get(name));
  const descr = type?.text ?? type?.fields;
  if (!isWhole || descr === undefined || order?.truth === undefined || shape?.tuple === undefined)
    throw new RangeError(`expected a header with descr, fortran_order and shape, got ${echo(text)}`);
  return { descr, fortran: order.truth === 'True', shape: readShape(shape.tuple) };
}

/** `2, 3` or `4,`; Python 2 wrote `2L, 3L`, which NumPy reads too. */
function readShape(tuple: string): number[] {
  const sizes = tuple.split(',').map((size) => size.trim());
  const isNumber = sizes.length === 1 && sizes[0] !== '';
  if (sizes.at(-1) === '') sizes.pop();
  if (isNumber || !sizes.every((size) => /^\d+L?$/.test(size)))
    throw new RangeError(`expected a shape of whole numbers, got (${cut(tuple)})`);
  return sizes.map((size) => Number(size.replace('L', '')));
}
