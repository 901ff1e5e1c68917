import { describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import { measureTrajectory } from '../../src/index.ts';
import { radiusNote } from '../../src/node/commands/radius-note.ts';
import { meanField } from '../../src/theory/index.ts';
import { fixedPointRadius } from '../../src/theory/meanfield/fixed-point-radius.ts';

const plan = (input: ExperimentInput) => planExperiment(parseExperiment(input), { fixedPointRadius });
const tanh = { activation: 'tanh', sigmaW: 2.5, sigmaB: 0.3, curve: 'circle', depth: 2 } as const;

describe('radius', () => {
  test('of a number is that of the circle', () => {
    const [cell] = plan({ ...tanh, radius: 3, width: 20 }).cells;
    expect(cell!.input.length).toBeCloseTo(6 * Math.PI, 12);
    expect(plan({ ...tanh, width: 20 }).cells[0]!.input.length).toBeCloseTo(2 * Math.PI, 12);
  });

  test('q* gives the first pre-activations the fixed point, cell by cell', async () => {
    const sigmaW = [1.5, 4];
    const input = { ...tanh, sigmaW, width: 400, networks: 40, points: 25, density: 0.5 } as const;
    const { cells } = await measureTrajectory({ ...input, measure: ['q'], radius: 'q*' });
    for (const [i, cell] of cells.entries()) {
      const { qStar } = meanField({ activation: 'tanh', sigmaW: sigmaW[i]!, sigmaB: 0.3, density: 0.5 });
      const { length } = cell.input;
      // |x|² = 400 (q* - sigma_b²) / (density sigma_w²).
      const square = (400 * (qStar! - 0.09)) / (0.5 * sigmaW[i]! ** 2);
      expect(length).toBeCloseTo(2 * Math.PI * Math.sqrt(square), 9);
      for (const { q } of cell.layers) {
        const { mean, sem } = q!;
        expect(Math.abs(mean! - qStar!), `${mean} ± ${sem}`).toBeLessThan(5 * sem! + 0.01 * qStar!);
      }
    }
  });

  test.each([
    [{ radius: 0, curve: 'circle' }, 'radius: expected a finite number greater than 0, or q*, got 0'],
    [{ radius: 'q', curve: 'circle' }, 'radius: expected a finite number greater than 0, or q*, got "q"'],
    [
      { radius: 2 },
      'radius: expected none but for a circle through orthonormal points, got 2 beside a curve of line',
    ],
    [
      { radius: 'q*', curve: 'circle', endpoints: 'gaussian' },
      'radius: expected none but for a circle through orthonormal points, got "q*" beside endpoints gaussian',
    ],
    [
      { radius: 'q*', curve: 'circle' },
      'radius: expected a number, got q* (relu has no q* there that a circle reaches)',
    ],
  ])('%j is refused', (input, message) => {
    expect(() => plan(input as ExperimentInput)).toThrow(message);
  });
});

test('a note names the radius of q*, where it is another', () => {
  const note = (input: ExperimentInput) => radiusNote(plan({ width: 100, ...input }));
  expect(note(tanh)).toMatch(/^Circle: radius 1; .* q\* .* at 7\.99 \(--radius q\*\)\.\n$/);
  expect(note({ ...tanh, sigmaW: [0.1, 2.5] })).toMatch(/ in \d of 2 cells /);
  for (const other of [{ radius: 'q*' }, { curve: 'arc' }, { activation: 'relu', sigmaB: 0 }] as const)
    expect(note({ ...tanh, ...other })).toBe('');
});
