/**
 * Root of f in (low, high), where f changes its sign: Newton's method, held inside the bracket by bisection.
 * `f` gives value and slope. Ends when the step, relative to the root, is below rounding.
 */
export function bracketedRoot(
  f: (x: number) => readonly [value: number, slope: number],
  low: number,
  high: number,
  start: number,
): number {
  let [a, b] = [low, high];
  const [atLow] = f(a);
  if (atLow === 0) return a;
  let x = start;
  for (let i = 0; i < 200; i++) {
    const [value, slope] = f(x);
    if (value === 0) return x;
    if (value > 0 === atLow > 0) a = x;
    else b = x;
    const step = x - value / slope;
    const next = step > a && step < b ? step : (a + b) / 2;
    if (Math.abs(next - x) <= 2e-16 * Math.abs(next)) return next;
    x = next;
  }
  return x;
}
