/** No time is taken of a wrong result. */

/**
 * @param tolerance the largest right distance from `expected[i]`.
 * @throws Error naming the first entry that is further off, or a difference in length.
 */
export function checkClose(
  name: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: (i: number) => number,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${name}: expected ${expected.length} numbers, got ${actual.length}`);
  }
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [actual[i]!, expected[i]!];
    // Written so that NaN fails.
    if (!(Math.abs(x - y) <= tolerance(i))) {
      throw new Error(`${name}: expected ${y} ± ${tolerance(i)} at ${i}, got ${x}`);
    }
  }
}

/** @throws Error unless the two are equal number by number. */
export function checkEqual(name: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  checkClose(name, actual, expected, () => 0);
}
