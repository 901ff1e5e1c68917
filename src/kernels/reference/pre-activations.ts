/** Twin of `preActivations`: rows of products, with one bias a row or none. */
export function referencePreActivations(
  rows: readonly (readonly number[])[],
  biases: readonly number[] | null,
  gain: number,
): number[][] {
  return rows.map((row, r) => row.map((x) => Math.fround((biases === null ? x : x + biases[r]!) * gain)));
}

/** Twin of `largestMagnitude`. */
export function referenceLargestMagnitude(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}
