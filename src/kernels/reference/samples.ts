/** Twin of `addRow`: `row` is added to each row. */
export function referenceAddRow(rows: readonly (readonly number[])[], row: readonly number[]): number[][] {
  return rows.map((own) => own.map((x, i) => x + row[i]!));
}

/** Twin of `sumColumns`. */
export function referenceSumColumns(rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0));
}

/** Twin of `gatherPixels`: `offsets` count numbers; -1 stands for a pixel of zeros. */
export function referenceGatherPixels(
  image: readonly number[],
  offsets: readonly number[],
  channels: number,
): number[] {
  return offsets.flatMap((offset) =>
    Array.from({ length: channels }, (_, c) => (offset < 0 ? 0 : image[offset + c]!)),
  );
}

/** Twin of `addPixels`. */
export function referenceAddPixels(
  pixels: readonly number[],
  offsets: readonly number[],
  channels: number,
  image: readonly number[],
): number[] {
  const out = [...image];
  for (const [pixel, offset] of offsets.entries())
    for (let c = 0; c < channels && offset >= 0; c++) out[offset + c]! += pixels[pixel * channels + c]!;
  return out;
}

/** Numbers of one parameter that `adamStep` moves. */
export interface ReferenceAdam {
  readonly parameter: number;
  readonly gradient: number;
  readonly mean: number;
  readonly square: number;
}

/** Twin of `adamStep` for one parameter. */
export function referenceAdamStep(
  { parameter, gradient, mean: m, square: v }: ReferenceAdam,
  rate: number,
  [beta1, beta2, epsilon]: readonly [number, number, number],
) {
  const mean = beta1 * m + (1 - beta1) * gradient;
  const square = beta2 * v + (1 - beta2) * gradient * gradient;
  return { parameter: parameter - (rate * mean) / (Math.sqrt(square) + epsilon), mean, square };
}
