import { describe, expect, test } from 'vitest';
import { BLOCK_ROWS } from '../../src/kernels/abi.ts';
import { COMPARE_FROM, keptRoom } from '../../src/kernels/layout.ts';
import { referenceMask } from '../../src/kernels/reference/index.ts';
import { lnOneMinus } from '../../src/numeric/log.ts';
import { networkStream, openStream, PURPOSE } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const LONGEST_GAP = 2 ** 22;
const SENTINEL = 0xdeadbeef;

interface Mask {
  readonly seed?: number;
  readonly network?: number;
  readonly layer?: number;
  readonly block?: number;
  readonly rows: number;
  readonly fanIn: number;
  readonly density: number;
  readonly stride?: number;
  /** Room for this many offsets. */
  readonly room?: number;
}

/** 1 / ln(1 - density) where the definition of a network asks for geometric skipping, else 0. */
const inverseLog = (density: number) => (density < COMPARE_FROM ? Math.fround(1 / lnOneMinus(density)) : 0);

/** The kept columns, row by row; `null` if the kernel ran out of room. Nothing past the room may be touched. */
function draw({ seed = 11, network = 3, layer = 2, block = 1, rows, fanIn, density, ...rest }: Mask) {
  const { stride = 4, room = keptRoom(rows * fanIn, density) } = rest;
  const counts = memory.reserve(4 * rows);
  const offsets = memory.reserve(4 * room + 4096);
  memory.u32(offsets, room + 1024).fill(SENTINEL);
  const kept = memory.kernels.drawMask(
    seed,
    network,
    layer,
    block,
    rows,
    fanIn,
    density,
    inverseLog(density),
    stride,
    counts,
    offsets,
    offsets + 4 * room,
  );
  expect([...memory.u32(offsets + 4 * room, 1024)].every((word) => word === SENTINEL)).toBe(true);
  const perRow = [...memory.u32(counts, rows)];
  const all = [...memory.u32(offsets, Math.max(kept, 0))];
  memory.reset();
  if (kept < 0) return null;
  expect(
    perRow.reduce((sum, n) => sum + n, 0),
    'sum of the counts',
  ).toBe(kept);
  let next = 0;
  return perRow.map((n) => all.slice(next, (next += n)).map((offset) => offset / stride));
}

function reference({ seed = 11, network = 3, layer = 2, block = 1, rows, fanIn, density }: Mask) {
  return referenceMask(seed, network, layer, block, rows, fanIn, density);
}

const FAN_INS = [1, 7, 8, 9, 15, 16, 17, 31, 33, 100, 1025, 2100];
const ROWS = [1, 2, 47, 48];
/** Below and above the change of method, on it and just below it, multiples of 1/65536 and not, and next to 1. */
const DENSITIES = [
  0.003,
  0.1,
  COMPARE_FROM * (1 - 2 ** -30),
  COMPARE_FROM,
  0.3,
  0.5,
  0.5 + 0.5 / 65536,
  0.75 + 1e-7,
  1 - 2 ** -20,
];

test.each(DENSITIES)(
  'masks of density %d are those of the scalar twin, for every row and fan-in',
  (density) => {
    for (const fanIn of FAN_INS) {
      for (const rows of ROWS) {
        const mask = { rows, fanIn, density, network: fanIn, block: rows };
        expect(draw(mask), `${rows} rows of ${fanIn}`).toEqual(reference(mask));
      }
    }
  },
);

test.each([4, 16, 32, 96, 8188])('offsets are columns times the stride, %i bytes', (stride) => {
  for (const density of [0.05, 0.6]) {
    const mask = { rows: 5, fanIn: 1030, density, stride };
    expect(draw(mask)).toEqual(reference(mask));
  }
});

test('seed, network, layer and block each name another mask', () => {
  const mask = { rows: 8, fanIn: 64, density: 0.5 };
  const others = [{}, { seed: 12 }, { network: 4 }, { layer: 3 }, { block: 2 }].map((name) =>
    JSON.stringify(draw({ ...mask, ...name })),
  );
  expect(new Set(others).size).toBe(others.length);
});

test('a tie with the threshold is decided by the fraction of the density that sixteen bits cannot hold', () => {
  const [rows, fanIn, density] = [BLOCK_ROWS, 2100, 0.5 + 0.5 / 65536];
  const ties = { kept: 0, dropped: 0 };
  for (let block = 0; block < 20; block++) {
    const mask = { rows, fanIn, density, block };
    const drawn = draw(mask)!;
    expect(drawn, `block ${block}`).toEqual(reference(mask));
    const stream = openStream(networkStream(11, 3, 2, PURPOSE.mask, block));
    for (const columns of drawn) {
      const kept = new Set(columns);
      for (let column = 0; column < Math.ceil(fanIn / 16) * 16; column += 2) {
        const word = stream.next();
        for (const [i, draw16] of [(word << 16) >> 16, word >> 16].entries()) {
          // The threshold is floor(65536 density) - 32768 = 0.
          if (draw16 === 0 && column + i < fanIn) ties[kept.has(column + i) ? 'kept' : 'dropped']++;
        }
      }
    }
  }
  // 20 * 48 * 2100 entries tie with probability 2^-16: about 31, half of them kept.
  expect(ties.kept).toBeGreaterThan(5);
  expect(ties.dropped).toBeGreaterThan(5);
});

describe('geometric skipping', () => {
  /**
   * The kernel finds gaps in single precision. With eps = 2^-24: u is rounded (eps absolute in ln u), the logarithm has nine roundings of
   * its own and a fit of 3.3e-8, the factor 1 / ln(1 - density) and the product are one rounding each. So a gap is the floor of a number
   * within 12 eps g + eps / |ln(1 - density)| of the exact g, and differs from the twin's only where that interval contains an integer.
   */
  const slack = (g: number, density: number) => 2 ** -24 * (12 * g - 1 / lnOneMinus(density));

  /** Checks every gap between kept entries against its draw; returns their number and how many of the intervals hold an integer. */
  function checkGaps(mask: Required<Omit<Mask, 'stride' | 'room'>>): { gaps: number; ambiguous: number } {
    const { seed, network, layer, block, rows, fanIn, density } = mask;
    const positions = draw(mask)!.flatMap((columns, row) => columns.map((column) => row * fanIn + column));
    const stream = openStream(networkStream(seed, network, layer, PURPOSE.mask, block));
    const nextGap = () => Math.log(((stream.next() >>> 1) + 0.5) * 2 ** -31) / lnOneMinus(density);
    let ambiguous = 0;
    let at = -1;
    for (const position of [...positions, Number.POSITIVE_INFINITY]) {
      let g = nextGap();
      for (; g >= LONGEST_GAP && at + LONGEST_GAP < rows * fanIn; g = nextGap()) at += LONGEST_GAP;
      const least = Math.floor(g - slack(g, density));
      const most = Math.floor(g + slack(g, density));
      const gap = position - at - 1;
      if (position === Number.POSITIVE_INFINITY) {
        expect(at + 1 + most, 'the entry after the last kept one').toBeGreaterThanOrEqual(rows * fanIn);
      } else {
        expect(gap, `gap before ${position}`).toBeGreaterThanOrEqual(least);
        expect(gap, `gap before ${position}`).toBeLessThanOrEqual(most);
      }
      if (least < most) ambiguous++;
      at = position;
    }
    return { gaps: positions.length, ambiguous };
  }

  test('makes the gaps of the definition, also where single precision decides', () => {
    let gaps = 0;
    let ambiguous = 0;
    for (let block = 0; block < 20; block++) {
      const found = checkGaps({ seed: 5, network: 0, layer: 1, block, rows: 48, fanIn: 2000, density: 0.01 });
      gaps += found.gaps;
      ambiguous += found.ambiguous;
    }
    expect(gaps).toBeGreaterThan(15_000);
    // Gaps average 100, so an interval is 1.5e-4 wide on average: a test that excused many would say nothing.
    expect(ambiguous).toBeLessThan(30);
  });

  test('continues a gap that is longer than one draw may make', () => {
    let kept = 0;
    const [rows, fanIn, density, blocks] = [48, 1_000_000, 1e-7, 60];
    for (let block = 0; block < blocks; block++) {
      kept += checkGaps({ seed: 6, network: 1, layer: 1, block, rows, fanIn, density }).gaps;
    }
    const expected = blocks * rows * fanIn * density;
    expect(Math.abs(kept - expected) / Math.sqrt(expected), `${kept} kept`).toBeLessThan(4);
  });
});

describe('too little room gives -1 and nothing past the room', () => {
  test.each([0, 1, 8, 500, 1023, 1024, 1030, 3000])('%i offsets for a geometric mask of 11,000', (room) => {
    expect(draw({ rows: 48, fanIn: 2000, density: 0.12, room })).toBeNull();
  });

  test.each([0, 1, 100, 47 * 33 + 7])('%i offsets for a compared mask of 47 × 33', (room) => {
    expect(draw({ rows: 47, fanIn: 33, density: 0.999, room })).toBeNull();
  });
});
