/** Twin of `centreRows`: rows without their means, and the sum of all squares. */
export function referenceCentreRows(rows: readonly (readonly number[])[]) {
  const centred = rows.map((row) => {
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    return row.map((x) => x - mean);
  });
  return { centred, square: centred.flat().reduce((sum, x) => sum + x * x, 0) };
}

/** Twin of `krylovSpace`: the rows of X', a start, and how many steps at most. */
export function referenceKrylovSpace(
  rows: readonly (readonly number[])[],
  start: readonly number[],
  steps: number,
) {
  const basis: (readonly number[])[] = [];
  const images: (readonly number[])[] = [];
  let next = start;
  while (basis.length < steps) {
    const before = Math.sqrt(dot(next, next));
    for (const other of [...basis, ...basis]) {
      const along = dot(next, other);
      next = next.map((x, i) => x - along * other[i]!);
    }
    const length = Math.sqrt(dot(next, next));
    if (!(length > 1e-10 * before)) break;
    const vector = next.map((x) => x / length);
    const image = rows[0]!.map((_, t) => rows.reduce((sum, row, i) => sum + row[t]! * vector[i]!, 0));
    basis.push(vector);
    images.push(image);
    next = rows.map((row) => dot(row, image));
  }
  return { basis, images, projected: images.map((one) => images.map((other) => dot(one, other))) };
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * y[i]!, 0);
}
