/** Names and numbers as they stand in a picture. `_` sets the next character as a subscript (see svg.ts). */

const SYMBOLS: Readonly<Record<string, string>> = { density: 'α', sigmaW: 'σ_w', sigmaB: 'σ_b' };

/** `density` → `α`, `sigmaW` → `σ_w`; other parameters by their own name. */
function parameterSymbol(name: string): string {
  return SYMBOLS[name] ?? name;
}

/** `α = 0.1`, `σ_w = √2`, `weights = uniform`. */
export function parameterEquation(name: string, value: number | string): string {
  return `${parameterSymbol(name)} = ${parameterText(value)}`;
}

/** Three digits, and `√2` for what is the root of a small whole number: sigmas often are. */
function parameterText(value: number | string): string {
  if (typeof value === 'string') return value;
  const square = Math.round(value * value);
  const isRoot = value > 0 && square <= 100 && Math.abs(value * value - square) < 1e-9;
  if (isRoot && !Number.isInteger(value)) return `√${square}`;
  return String(Number(value.toPrecision(3))).replace('-', '−');
}
