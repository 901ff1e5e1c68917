import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parseNpy } from '../../src/formats/npy.ts';
import { npy, rawNpy } from '../node/fixtures.ts';

const f8 = Float64Array.of(1, 2, 3, 4, 5, 6);

function refusal(bytes: Uint8Array): string {
  try {
    parseNpy(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return 'it was read';
}

const TYPES = ['f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', '?'];
const byName = TYPES.flatMap((type) => [`<${type}`, `>${type}`]);
const fortran = "np.asfortranarray(np.array([[1, 2, 3], [4, 5, 6]], '<f4'))";

/** Python that makes an array, or writes one to `out`. */
const MADE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(byName.map((type) => [type, `np.array([[0, 1, 2], [3, 4, 100]], '${type}')`])),
  half: "np.arange(65536, dtype='<u2').view('<f2')",
  'half as double': "np.arange(65536, dtype='<u2').view('<f2').astype('<f8')",
  'extremes of i8': "np.array([-2**63, 2**63 - 1], '>i8')",
  'extremes of u8': "np.array([2**64 - 1], 'u8')",
  fortran,
  'version 2': `np.lib.format.write_array(out, ${fortran}, (2, 0))`,
  'version 3': `np.lib.format.write_array(out, ${fortran}, (3, 0))`,
  texts: "np.array(['a', 'b'])",
  bytes: "np.array([b'a'])",
  complex: 'np.array([1j])',
  dates: "np.array([np.datetime64('2020-01-01')])",
  structured: "np.array([(1, 2.0)], 'i4,f8')",
  objects: 'np.array([None, 1])',
  number: 'np.array(3.0)',
  cube: 'np.zeros((2, 3, 4))',
};

const SCRIPT = `
import base64, io, json, sys
import numpy as np
saved = {}
for name, code in json.load(sys.stdin).items():
    out = io.BytesIO()
    array = eval(code)
    if array is not None: np.save(out, array, allow_pickle=True)
    saved[name] = base64.b64encode(out.getvalue()).decode()
json.dump(saved, sys.stdout)`;

/**
 * Bytes that this machine's NumPy writes, where there is one; the other tests hold bytes laid out here by its
 * format specification.
 */
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
const saved: Readonly<Record<string, string>> = hasNumpy
  ? JSON.parse(
      execFileSync('python3', ['-c', SCRIPT], {
        input: JSON.stringify(MADE),
        encoding: 'utf8',
        maxBuffer: 2 ** 26,
      }),
    )
  : {};

const written = (name: string) => Buffer.from(saved[name]!, 'base64');

describe.skipIf(!hasNumpy)('bytes that NumPy writes', () => {
  test.each(byName)('%s', (type) => {
    const values = type.endsWith('?') ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 3, 4, 100];
    expect(parseNpy(written(type))).toEqual({ shape: [2, 3], values: Float64Array.from(values) });
  });

  test('every float16', () => {
    expect(parseNpy(written('half')).values).toEqual(parseNpy(written('half as double')).values);
  });

  test('extremes of the integers', () => {
    expect(parseNpy(written('extremes of i8')).values).toEqual(Float64Array.of(-(2 ** 63), 2 ** 63));
    expect(parseNpy(written('extremes of u8')).values).toEqual(Float64Array.of(2 ** 64));
  });

  test.each(['fortran', 'version 2', 'version 3'])('%s', (name) => {
    expect(parseNpy(written(name))).toEqual({ shape: [2, 3], values: f8 });
  });

  test.each([
    ['texts', '"<U1"', '(2,)'],
    ['bytes', '"|S1"', '(1,)'],
    ['complex', '"<c16"', '(1,)'],
    ['dates', '"<M8[D]"', '(1,)'],
    ['structured', "\"[('f0', '<i4'), ('f1', '<f8')]\"", '(1,)'],
    ['objects', '"|O"', '(2,)'],
  ])('%s are refused by the name of their type', (name, type, shape) => {
    expect(refusal(written(name))).toBe(
      `expected float16, float32, float64, integers or booleans, got dtype ${type} and shape ${shape}`,
    );
  });

  test('a number alone and a cube are refused by their shape', () => {
    expect(refusal(written('number'))).toBe('expected one or two dimensions, got shape ()');
    expect(refusal(written('cube'))).toBe('expected one or two dimensions, got shape (2, 3, 4)');
  });
});

describe('a header', () => {
  test.each([
    ["{'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}"],
    ['{"descr": "<f8", "fortran_order": False, "shape": (2, 3,),}'],
    ["{'descr':'<f8','fortran_order':False,'shape':(2,3)}"],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }"],
    ["{'descr': 'f8', 'fortran_order': False, 'shape': (2, 3), }"],
  ])('%s is read', (header) => {
    expect(parseNpy(rawNpy(header, f8))).toEqual({ shape: [2, 3], values: f8 });
  });

  const whole = 'expected a header with descr, fortran_order and shape, got';
  test.each([
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)",
      `${whole} "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)"`,
    ],
    ["{'descr': '<f8', 'shape': (2, 3)}", `${whole} "{'descr': '<f8', 'shape': (2, 3)}"`],
    [
      "{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3)}",
      `${whole} "{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3)}"`,
    ],
    ["{'shape': (6,), 'shape': (2, 3)}", `${whole} "{'shape': (6,), 'shape': (2, 3)}"`],
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'x': ()}",
      `${whole} "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), …`,
    ],
    ['', `${whole} ""`],
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (-2, 3)}",
      'expected a shape of whole numbers, got (-2, 3)',
    ],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (6)}", 'expected a shape of whole numbers, got (6)'],
    [
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2.0, 3)}",
      'expected a shape of whole numbers, got (2.0, 3)',
    ],
    [
      "{'descr': 'constructor', 'fortran_order': False, 'shape': (2, 3)}",
      'expected float16, float32, float64, integers or booleans, got dtype "constructor" and shape (2, 3)',
    ],
    [
      "{'descr': '\u001b[2J', 'fortran_order': False, 'shape': (2, 3)}",
      'expected float16, float32, float64, integers or booleans, got dtype "\\u001b[2J" and shape (2, 3)',
    ],
  ])('%j is refused', (header, expected) => {
    expect(refusal(rawNpy(header, f8))).toBe(expected);
  });
});

describe('what a file claims is held against the file', () => {
  const none = new Float64Array();
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'an empty file'],
    ['text', Buffer.from('hello, world'), 'not a .npy file: it does not start as one'],
    ['a start alone', npy('<f8', '(2, 3)', f8).subarray(0, 8), 'truncated: it ends within its header'],
    ['half a header', npy('<f8', '(2, 3)', f8).subarray(0, 40), 'truncated: it ends within its header'],
    ['version 4', rawNpy('{}', f8, 4), 'expected format version 1, 2 or 3, got 4'],
    ['missing rows', npy('<f8', '(3, 3)', f8), 'expected 72 bytes for shape (3, 3) of <f8, got 48'],
    ['bytes left over', npy('<f8', '(2, 2)', f8), 'expected 32 bytes for shape (2, 2) of <f8, got 48'],
    ['no rows', npy('<f8', '(0, 3)', none), 'expected at least one number, got shape (0, 3)'],
    ['rows of no columns', npy('<f8', '(3, 0)', none), 'expected at least one number, got shape (3, 0)'],
    [
      'a billion rows of no columns',
      npy('<f8', '(1000000000, 0)', none),
      'expected at most 1,000,000 rows and columns, got shape (1000000000, 0)',
    ],
    [
      'too many numbers',
      npy('|u1', '(100000, 1000)', none),
      'expected at most 67,108,864 numbers in a file, got shape (100000, 1000)',
    ],
    [
      'a size beyond any number',
      npy('<f8', `(${'9'.repeat(400)},)`, none),
      'expected at most 1,000,000 rows and columns, got shape (Infinity,)',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(refusal(bytes)).toBe(expected);
  });

  test('a header that is said to be longer than any', () => {
    const bytes = rawNpy('{}', f8, 2);
    bytes.writeUInt32LE(0xffffffff, 8);
    expect(refusal(bytes)).toBe('expected a header of at most 65,535 bytes, got 4,294,967,295');
  });
});

test('an array that has less room left in its archive than numbers is refused', () => {
  expect(() => parseNpy(npy('<f8', '(2, 3)', f8), 5)).toThrow(
    'expected at most 67,108,864 numbers in a file, got shape (2, 3) after others',
  );
});

test('an array anywhere in a buffer is read, whatever its alignment', () => {
  const bytes = npy('<f8', '(2, 3)', f8);
  const shifted = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
  expect(parseNpy(shifted)).toEqual({ shape: [2, 3], values: f8 });
});
