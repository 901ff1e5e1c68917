import { cut, echo } from '../input/errors.ts';

/** One array of a file, by its name there. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * Its numbers in C order: row by row.
   * @throws RangeError saying in one line what is wrong, for a type that is not read and damaged data.
   */
  readonly values: () => Float64Array;
  /**
   * The same of a few whole numbers, such as sizes of ONNX, which `values` refuses; left out: it has others.
   */
  readonly integers?: readonly number[];
}

/** `(2, 3)` or `(4,)`, as Python writes it. */
export function shownShape(shape: readonly number[]): string {
  return cut(`(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`);
}

/** The number of entries of an array of this shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Bytes of the smallest floating-point number that is read. */
export const LEAST_BYTES = 2;

/**
 * Makes arrays of one file that give this many numbers in all: a file may name the same numbers very often.
 */
export function atMost(numbers: number): (array: NamedArray) => NamedArray {
  let left = numbers;
  return (array) => ({
    ...array,
    values: () => {
      left -= countOf(array.shape);
      if (left < 0)
        throw new RangeError(
          `expected no more numbers than the file holds, got more with ${echo(array.name)}`,
        );
      return array.values();
    },
  });
}
