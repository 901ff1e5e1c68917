/** Random bits and variates of every law: nanoseconds each, and what else the machine could have done in that time. */
import { parseLaw } from '../src/experiment/index.ts';
import { lawNumber, unitValues } from '../src/kernels/abi.ts';
import { Arena, loadKernels } from '../src/kernels/index.ts';
import { referenceVariates } from '../src/kernels/reference/index.ts';
import { networkStream, openStream, PURPOSE } from '../src/random/index.ts';
import { checkClose, checkEqual } from './check.ts';
import { maskRows } from './masks.ts';
import { measurePeak, type Peak } from './peak.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';
import { QUICK, secondsPerCall, type TimeOptions, USUAL } from './time.ts';

const LAWS = ['gaussian', 'uniform', 'discrete', 'discrete:-2:-1:1:2'];
/** As many as a block of 48 rows keeps at width 784, density 1/2. */
const COUNT = 18_816;

/** One row per source of randomness. `peak` in GMAC/s. @throws Error if a generator differs from its scalar twin. */
export async function variateRows(
  arena: Arena,
  count: number,
  peak: number,
  time: TimeOptions,
): Promise<Record<string, Cell>[]> {
  const row = async (name: string, work: () => number): Promise<Record<string, Cell>> => {
    const ns = ((await secondsPerCall(work, time)) / count) * 1e9;
    return { variate: name, ns, 'multiply-adds at the peak': ns * peak };
  };
  const rows = [await row('32 random bits', bitsCase(arena, count))];
  for (const law of LAWS) rows.push(await row(law, variateCase(arena, law, count)));
  return rows;
}

function bitsCase(arena: Arena, count: number): () => number {
  arena.reset();
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
  const view = arena.u32(out, count);
  return () => {
    kernels.fillBits(state, out, groups);
    return view[0]!;
  };
}

function variateCase(arena: Arena, text: string, count: number): () => number {
  arena.reset();
  const law = parseLaw(text);
  const values = unitValues(law);
  const [table, out] = [arena.reserve(4 * values.length), arena.reserve(4 * count + 32)];
  arena.f32(table, values.length).set(values);
  const view = arena.f32(out, count);
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
  // Ten roundings at most; and the rounding of a uniform number near 1 moves a small Gaussian radius by at most the root of 2^-23.
  const absolute = law.kind === 'gaussian' ? 2 ** -11 : 0;
  checkClose(`variates, ${text}`, view, twin, (i) => absolute + 10 * 2 ** -24 * Math.abs(twin[i]!));
  let network = 0;
  return () => {
    draw(++network);
    return view[0]!;
  };
}

export const generatorsSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  const time = quick ? QUICK : USUAL;
  for (const build of builds) {
    log(`generators, ${build.name}`);
    const peak = await measurePeak(quick);
    const arena = new Arena(await loadKernels(await build.compile()));
    tables.push(
      {
        title: 'Variates',
        note: `One core, blocks of ${COUNT}, the opening of a stream included. ${peakNote(peak)}`,
        kernels: build.name,
        rows: await variateRows(arena, COUNT, peak.best, time),
      },
      {
        title: 'Masks',
        note: `One core, blocks of 48 rows of 784 entries, the opening of a stream included; both paths at every density, the one that networks use is marked. ${peakNote(peak)}`,
        kernels: build.name,
        rows: await maskRows(arena, 784, peak.best, time),
      },
    );
  }
  return tables;
};

function peakNote({ best }: Peak): string {
  return `Peak in this run ${best.toFixed(1)} GMAC/s.`;
}
