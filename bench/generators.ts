/**
 * Random bits and variates of every law: nanoseconds each, and what else the machine could have done in that
 * time.
 */
import { parseLaw } from '../src/experiment/index.ts';
import { lawNumber, unitValues } from '../src/kernels/abi.ts';
import { Arena, loadKernels } from '../src/kernels/index.ts';
import { referenceVariates } from '../src/kernels/reference/index.ts';
import { networkStream, openStream, PURPOSE } from '../src/random/index.ts';
import { checkClose, checkEqual } from './check.ts';
import { maskRows } from './masks.ts';
import { peakRuler } from './peak.ts';
import { Rates, ROUNDS } from './rounds.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';

const LAWS = ['gaussian', 'uniform', 'discrete', 'discrete:-2:-1:1:2'];
/** As many as a block of 48 rows keeps at width 784, density 1/2. */
const COUNT = 18_816;

/**
 * One row per source of randomness. `peak`: the machine's, now, in GMAC/s. @throws Error if a generator
 * differs from its scalar twin.
 */
export function variateRows(
  arena: Arena,
  count: number,
  peak: () => number,
  rounds: number,
): Record<string, Cell>[] {
  arena.reset();
  const cases = [
    { name: '32 random bits', work: bitsCase(arena, count) },
    ...LAWS.map((law) => ({ name: law, work: variateCase(arena, law, count) })),
  ].map((one) => ({ ...one, rates: new Rates() }));
  for (let round = 0; round < rounds; round++)
    for (const { work, rates } of cases) rates.measure(work, count / 1e9, peak);
  return cases.map(({ name, rates: { best, bestPeak, medianShare } }) => ({
    variate: name,
    'ns, best': 1 / best,
    'multiply-adds at the peak, best': bestPeak / best,
    'multiply-adds at the peak, median': 1 / medianShare,
  }));
}

function bitsCase(arena: Arena, count: number): () => number {
  const groups = count / 8;
  const [state, out] = [arena.reserve(128), arena.reserve(4 * count)];
  const { kernels } = arena;
  kernels.seedStream(state, 1, 2, 3, PURPOSE.value, 4);
  kernels.fillBits(state, out, groups);
  const twin = openStream(networkStream(1, 2, 3, PURPOSE.value, 4));
  checkEqual(
    'bits',
    arena.u32(out, count),
    Array.from({ length: count }, () => twin.next()),
  );
  return () => {
    kernels.fillBits(state, out, groups);
    return arena.u32(out, 1)[0]!;
  };
}

function variateCase(arena: Arena, text: string, count: number): () => number {
  const law = parseLaw(text);
  const values = unitValues(law);
  const [table, out] = [arena.reserve(4 * values.length), arena.reserve(4 * count + 32)];
  arena.f32(table, values.length).set(values);
  const draw = (network: number) =>
    arena.kernels.drawVariates(
      1,
      network,
      3,
      PURPOSE.value,
      4,
      out,
      count,
      lawNumber(law),
      table,
      values.length,
    );
  draw(0);
  const twin = referenceVariates(1, 0, 3, PURPOSE.value, 4, count, law);
  // Ten roundings at most; and the rounding of a uniform number near 1 moves a small Gaussian radius by at
  // most the root of 2^-23.
  const absolute = law.kind === 'gaussian' ? 2 ** -11 : 0;
  checkClose(
    `variates, ${text}`,
    arena.f32(out, count),
    twin,
    (i) => absolute + 10 * 2 ** -24 * Math.abs(twin[i]!),
  );
  let network = 0;
  return () => {
    draw(++network);
    return arena.f32(out, 1)[0]!;
  };
}

export const generatorsSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  const peak = await peakRuler();
  const rounds = quick ? 2 : ROUNDS;
  for (const build of builds) {
    log(`generators, ${build.name}`);
    const arena = new Arena(await loadKernels(await build.compile()));
    tables.push(
      {
        title: 'Variates',
        note: `One core, blocks of ${COUNT}, the opening of a stream included. ${roundsNote(rounds)}`,
        kernels: build.name,
        rows: variateRows(arena, COUNT, peak, rounds),
      },
      {
        title: 'Masks',
        note: `One core, blocks of 48 rows of 784 entries, the opening of a stream included; both paths at every density, the one that networks use is marked. ${roundsNote(rounds)}`,
        kernels: build.name,
        rows: maskRows(arena, 784, peak, rounds),
      },
    );
  }
  return tables;
};

function roundsNote(rounds: number): string {
  return `Best: of ${rounds} rounds, times the best peak. Median: over the rounds, of the time times the peak measured just before and after.`;
}
