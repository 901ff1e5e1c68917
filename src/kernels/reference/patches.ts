/** Twin of `patchRows`: entries `[index of the input, weight]` of each row at one place. */
export function referencePatchRows(
  rows: readonly (readonly (readonly [index: number, weight: number])[])[],
  patch: readonly number[],
): [input: number, weight: number][][] {
  return rows.map((row) =>
    row.filter(([index]) => patch[index]! >= 0).map(([index, weight]) => [patch[index]!, weight]),
  );
}
