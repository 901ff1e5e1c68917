/** Tables of results: the cost is linear in their rows. */
import { type ExperimentInput, measureTrajectory } from '../src/index.ts';
import { resultTable } from '../src/node/table.ts';
import type { ResultDocument } from '../src/result/document.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';
import { consume, median } from './time.ts';

const ROWS = [1000, 2000, 4000, 8000];
const MOST = ROWS.at(-1)!;

const SMALL: ExperimentInput = { width: 2, depth: 1, networks: 2, points: 2, estimator: 'polyline' };

/** Experiments whose tables have the most rows, and the same results with fewer. */
const TABLES: Readonly<
  Record<string, readonly [ExperimentInput, (result: ResultDocument, rows: number) => ResultDocument]>
> = {
  'a row a cell': [
    { ...SMALL, sigmaW: Array.from({ length: MOST }, (_, i) => 1 + i / MOST) },
    (result, rows) => ({ ...result, cells: result.cells.slice(0, rows) }),
  ],
  'a row a layer': [
    { ...SMALL, width: 20, depth: MOST, sigmaW: Math.SQRT2 },
    (result, rows) => ({
      ...result,
      cells: result.cells.map((cell) => ({ ...cell, layers: cell.layers.slice(0, rows) })),
    }),
  ],
};

/** @throws Error for a table that has other rows. */
export const tablesSuite: Suite = async ({ quick, log }) => {
  log('tables');
  const rounds = quick ? 3 : 9;
  const measured: Record<string, Cell>[] = [];
  for (const [table, [experiment, first]] of Object.entries(TABLES)) {
    const whole = await measureTrajectory(experiment);
    for (const rows of ROWS) {
      const result = first(whole, rows);
      requireRows(resultTable(result), rows);
      const times = Array.from({ length: rounds }, () => {
        const start = performance.now();
        consume(resultTable(result, { width: 100 }).length);
        return performance.now() - start;
      });
      const ms = median(times);
      measured.push({ table, rows, 'ms, median': ms, 'µs a row': (1000 * ms) / rows });
    }
  }
  return [
    {
      title: 'Tables of results',
      note: `In one thread, ${rounds} rounds, 100 characters wide. The time for a row must not grow with the rows.`,
      kernels: 'none',
      rows: measured,
    },
  ];
};

/** A table is a line of heads, a line a row, and its legend after an empty line. */
function requireRows(table: string, rows: number): void {
  const found = table.split('\n\n')[0]!.split('\n').length - 1;
  if (found !== rows) throw new Error(`tables: expected a table of ${rows} rows, got ${found}`);
}
