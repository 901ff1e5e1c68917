/** Outside this range the variance of a set, which its rescaling needs, could leave the range of a double. */
const [SMALLEST, LARGEST] = [1e-100, 1e100];

/** Why values are no finite symmetric set; null where they are. */
export function problemOfSet(values: readonly number[]): string | null {
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) return `value ${bad + 1} is not a number`;
  if (values.includes(0)) return '0 is not a kept weight; zeros belong to the density';
  const extreme = values.find((v) => Math.abs(v) < SMALLEST || Math.abs(v) > LARGEST);
  if (extreme !== undefined) return `${extreme} is not between ${SMALLEST} and ${LARGEST} in absolute value`;
  const seen = new Set(values);
  if (seen.size < values.length) return 'a value is listed twice';
  const lonely = values.find((v) => !seen.has(-v));
  return lonely === undefined ? null : `${lonely} has no counterpart ${-lonely}`;
}
