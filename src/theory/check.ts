/** Refuses anything but a finite number >= least. @throws TypeError, RangeError naming the argument. */
export function atLeast(least: number, name: string, value: number): void {
  const expected = `expected a finite number >= ${least}`;
  if (typeof value !== 'number') throw new TypeError(`${name}: ${expected}, got ${typeof value}`);
  if (!(value >= least && value < Infinity)) throw new RangeError(`${name}: ${expected}, got ${value}`);
}

/** Refuses anything but an integer in [first, last]. @throws TypeError, RangeError naming the argument. */
export function integerIn(first: number, last: number, name: string, value: number): void {
  const expected = `expected an integer in ${first} … ${last}`;
  if (typeof value !== 'number') throw new TypeError(`${name}: ${expected}, got ${typeof value}`);
  if (!Number.isInteger(value) || value < first || value > last) {
    throw new RangeError(`${name}: ${expected}, got ${value}`);
  }
}
