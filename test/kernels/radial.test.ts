import { expect, test } from 'vitest';
import { referenceRadialSteps } from '../../src/kernels/reference/index.ts';
import { matrix } from './cases.ts';
import { arena } from './kernels.ts';

const memory = await arena();

function radialSteps(steps: number[][], vectors: number, unit: number, points: number[]) {
  memory.reset();
  const [rows, columns] = [steps.length, 4 * vectors];
  const panel = memory.reserve(4 * rows * columns);
  const at = memory.reserve(8 * rows);
  const [changes, squares] = [memory.reserve(8 * columns), memory.reserve(8 * columns)];
  memory.f32(panel, rows * columns).set(steps.flat());
  memory.f64(at, rows).set(points);
  memory.kernels.radialSteps(panel, vectors, rows, unit, at, changes, squares);
  return {
    changes: [...memory.f64(changes, columns)],
    squares: [...memory.f64(squares, columns)],
    points: [...memory.f64(at, rows)],
  };
}

test.each([1, 2, 3, 8, 16])('%d vectors: the twin, to the rounding of a double', (vectors) => {
  for (const rows of [1, 2, 3, 4, 47, 48, 49, 100]) {
    for (const unit of [1, 2 ** -30, 1.7]) {
      const steps = matrix(rows, rows, 4 * vectors).map((row) => row.map(Math.fround));
      const points = matrix(rows + 1, 1, rows)[0]!;
      const expected = referenceRadialSteps(steps, unit, points);
      const found = radialSteps(steps, vectors, unit, points);
      steps.forEach((row, r) => {
        const end = row.reduce((z, step) => z + step * unit, points[r]!);
        expect(Math.abs(found.points[r]! - end)).toBeLessThan(1e-13 * (1 + Math.abs(end)));
      });
      for (let c = 0; c < 4 * vectors; c++) {
        // Sums of `rows` products, of sizes up to that of the point times that of the step.
        const size = steps.reduce((sum, row, r) => {
          const z = row.slice(0, c + 1).reduce((most, x) => most + Math.abs(x * unit), Math.abs(points[r]!));
          return sum + 2 * z * Math.abs(row[c]! * unit);
        }, 0);
        const bound = (rows + 4 * c + 8) * 2 ** -53 * size;
        expect(Math.abs(found.changes[c]! - expected.changes[c]!)).toBeLessThanOrEqual(bound);
        expect(Math.abs(found.squares[c]! - expected.squares[c]!)).toBeLessThanOrEqual(bound);
      }
    }
  }
});

test('is exact on a grid, and steps of 0 do nothing', () => {
  const { changes, squares, points } = radialSteps(
    [
      [1, 0, -3, 2],
      [2, 0, 0, 1],
      [0, 0, 4, 0],
    ],
    1,
    0.5,
    [1, 2, 3],
  );
  expect(changes).toEqual([1.25 + 5, 0, 0.25 * 0 - 2.25 + 0 + 16, 1 + 3.25]);
  expect(squares).toEqual([1.25, 0, 6.25, 1.25]);
  expect(points).toEqual([1, 3.5, 5]);
});
