/** Twin of `centreRows`: rows without their means, and the sum of all squares. */
export function referenceCentreRows(rows: readonly (readonly number[])[]) {
  const centred = rows.map((row) => {
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    return row.map((x) => x - mean);
  });
  return { centred, square: centred.flat().reduce((sum, x) => sum + x * x, 0) };
}

/** Twin of `scatterTimes`: X v and X'X v, of the rows of X'. */
export function referenceScatterTimes(rows: readonly (readonly number[])[], vector: readonly number[]) {
  const along = rows[0]!.map((_, t) => rows.reduce((sum, row, i) => sum + row[t]! * vector[i]!, 0));
  const image = rows.map((row) => row.reduce((sum, x, t) => sum + x * along[t]!, 0));
  return { along, image };
}
