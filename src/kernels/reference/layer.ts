import { type Activation, phiOf } from '../../network/index.ts';

/** What a layer makes of a sampled curve. Points are columns: `h[row][t]`. */
export interface ReferenceLayer {
  readonly h: number[][];
  readonly z: number[][];
  /** |h_t - h_(t-1)|² and |z_t - z_(t-1)|² for t ≥ 1; entry 0 is 0. */
  readonly hSquares: number[];
  readonly zSquares: number[];
  /** Largest |z|. */
  readonly largest: number;
}

/**
 * Twin of `sparseLayer` and `denseLayer`: h = gain (W z + b), phi, and squared segments, from points where
 * the kernels keep steps. `weights[row][j]`, `input[j][t]`.
 */
export function referenceLayer(
  weights: readonly (readonly number[])[],
  biases: readonly number[],
  input: readonly (readonly number[])[],
  gain: number,
  activation: Activation,
): ReferenceLayer {
  const points = input[0]!.length;
  const h = weights.map((row, i) =>
    Array.from(
      { length: points },
      (_, t) => gain * row.reduce((sum, w, j) => (w === 0 ? sum : sum + w * input[j]![t]!), biases[i]!),
    ),
  );
  const phi = phiOf(activation);
  const z = h.map((row) => row.map((x) => phi(x)));
  const largest = z.reduce((most, row) => row.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
  return { h, z, hSquares: squares(h, points), zSquares: squares(z, points), largest };
}

function squares(rows: readonly (readonly number[])[], points: number): number[] {
  return Array.from({ length: points }, (_, t) =>
    t === 0 ? 0 : rows.reduce((sum, row) => sum + (row[t]! - row[t - 1]!) ** 2, 0),
  );
}

/** Twin of `sumOfRoots`. */
export function referenceSumOfRoots(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + Math.sqrt(x), 0);
}

/** Twin of `sumOfQuotients`. */
export function referenceSumOfQuotients(squares: readonly number[], below: readonly number[]): number {
  return squares.reduce((sum, x, i) => (below[i] === 0 ? sum : sum + x / Math.sqrt(below[i]!)), 0);
}

/** Twin of `radialSteps`: `steps[row][column]`, and `points`, which are not moved. */
export function referenceRadialSteps(
  steps: readonly (readonly number[])[],
  unit: number,
  points: readonly number[],
): { readonly changes: number[]; readonly squares: number[] } {
  const columns = steps[0]!.length;
  const changes = new Array<number>(columns).fill(0);
  const squares = new Array<number>(columns).fill(0);
  steps.forEach((row, r) => {
    let z = points[r]!;
    row.forEach((step, c) => {
      const move = step * unit;
      const next = z + move;
      changes[c]! += (z + next) * move;
      squares[c]! += move * move;
      z = next;
    });
  });
  return { changes, squares };
}
