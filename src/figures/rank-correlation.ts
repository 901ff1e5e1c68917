/** Spearman's rank correlation, from -1 to 1; equal values share the mean of their ranks, and 0 where all are equal. */
export function rankCorrelation(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [centredRanks(x), centredRanks(y)];
  const product = (p: readonly number[], q: readonly number[]) =>
    p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  const scale = Math.sqrt(product(a, a) * product(b, b));
  return scale === 0 ? 0 : product(a, b) / scale;
}

/** Half the number of values below less half the number above: the rank, less the mean rank. */
function centredRanks(values: readonly number[]): number[] {
  return values.map((value) => values.reduce((sum, other) => sum + Math.sign(value - other) / 2, 0));
}
