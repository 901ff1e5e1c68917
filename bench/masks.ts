/** Bernoulli masks on both paths, whichever of them the package takes at that density. */

import type { Arena } from '../src/kernels/index.ts';
import { referenceMask } from '../src/kernels/reference/index.ts';
import { BLOCK_ROWS, COMPARE_FROM } from '../src/random/definition.ts';
import { checkEqual } from './check.ts';
import { Rates } from './rounds.ts';
import type { Cell } from './table.ts';

const DENSITIES = [0.01, 0.05, 0.1, 0.125, 0.2, 0.3, 0.5];
type Path = 'compare' | 'geometric';

/**
 * One row per density and path, for blocks of 48 rows of `fanIn` entries. `peak`: the machine's, now. @throws
 * Error if a mask is wrong.
 */
export function maskRows(
  arena: Arena,
  fanIn: number,
  peak: () => number,
  rounds: number,
): Record<string, Cell>[] {
  arena.reset();
  const cases = DENSITIES.flatMap((density) =>
    (['compare', 'geometric'] as const).map((path) => {
      return { density, path, work: maskCase(arena, path, density, fanIn), rates: new Rates() };
    }),
  );
  const entries = BLOCK_ROWS * fanIn;
  for (let round = 0; round < rounds; round++)
    for (const { work, rates } of cases) rates.measure(work, entries / 1e9, peak);
  return cases.map(({ density, path, rates: { best, bestPeak, medianShare } }) => ({
    density,
    path: path === pathOf(density) ? `${path} (used)` : path,
    'ns per entry, best': 1 / best,
    'ns per kept weight, best': 1 / best / density,
    'multiply-adds per entry, best': bestPeak / best,
    'multiply-adds per kept weight, best': bestPeak / best / density,
    'multiply-adds per kept weight, median': 1 / medianShare / density,
  }));
}

function pathOf(density: number): Path {
  return density < COMPARE_FROM ? 'geometric' : 'compare';
}

const STRIDE = 96;
const [SEED, LAYER, BLOCK] = [1, 3, 4];

function maskCase(arena: Arena, path: Path, density: number, fanIn: number): () => number {
  // All entries, and what geometric skipping asks for before each batch.
  const room = BLOCK_ROWS * fanIn + 4096;
  const [counts, offsets] = [arena.reserve(4 * BLOCK_ROWS), arena.reserve(4 * room)];
  const end = offsets + 4 * room;
  const shape = [BLOCK_ROWS, fanIn, density, path === 'geometric', STRIDE] as const;
  const draw = (network: number) =>
    arena.kernels.drawMask(SEED, network, LAYER, BLOCK, ...shape, counts, offsets, end);
  const kept = draw(0);
  const drawn = [...arena.u32(offsets, kept)].map((offset) => offset / STRIDE);
  if (path === pathOf(density)) {
    const twin = referenceMask(SEED, 0, LAYER, BLOCK, BLOCK_ROWS, fanIn, density);
    checkEqual(
      `mask, ${path}, kept a row`,
      arena.u32(counts, BLOCK_ROWS),
      twin.map((row) => row.length),
    );
    checkEqual(`mask, ${path}, columns`, drawn, twin.flat());
  } else {
    checkPlausible(`mask, ${path} at ${density}`, [...arena.u32(counts, BLOCK_ROWS)], drawn, density, fanIn);
  }
  let network = 0;
  return () => draw(++network);
}

/**
 * A path that no network uses at this density has no twin: columns ascend within the row, and the number kept
 * is within 6 sd.
 */
function checkPlausible(
  name: string,
  counts: readonly number[],
  columns: readonly number[],
  density: number,
  fanIn: number,
): void {
  let at = 0;
  for (const count of counts) {
    const row = columns.slice(at, (at += count));
    const ascending = row.every((c, i) => c < fanIn && c > (i === 0 ? -1 : row[i - 1]!));
    if (!ascending)
      throw new Error(`${name}: expected ascending columns below ${fanIn}, got ${row.join(' ')}`);
  }
  const expected = counts.length * fanIn * density;
  const band = 6 * Math.sqrt(expected * (1 - density));
  if (at !== columns.length || Math.abs(at - expected) > band) {
    throw new Error(`${name}: expected ${expected} ± ${band} kept weights, got ${at} of ${columns.length}`);
  }
}
