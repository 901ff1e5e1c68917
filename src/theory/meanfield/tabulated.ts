import { chebyshev } from '../../numeric/chebyshev.ts';
import { exp, ln } from '../../numeric/functions.ts';
import { pairKernel } from './price.ts';
import type { Kernel, PairSamples } from './types.ts';

/**
 * Windows of ln q, and the points in each through which a polynomial is put. Divided by the power of q with
 * which they begin, all expectations are smooth in ln q; interpolated ones agree with their quadratures to
 * about 1e-13.
 */
const WINDOW = 2.5;
const NODES = chebyshev(16);
/** Variances outside are looked up nowhere. */
const [SMALLEST, LARGEST] = [1e-12, 1e12];

/** The expectations of one window, at its nodes. */
type Table = readonly (readonly number[])[];

/** A function of q with several values, looked up in tables that are made where they are first needed. */
function lookUp(values: (q: number) => readonly number[]): (q: number) => readonly number[] {
  const tables = new Map<number, Table>();
  const { points, factors } = NODES;
  return (q) => {
    if (!(q > SMALLEST && q < LARGEST)) return values(q);
    const place = ln(q) / WINDOW;
    const window = Math.floor(place);
    let table = tables.get(window);
    if (table === undefined) {
      table = points.map((x) => values(exp(WINDOW * (window + (1 + x) / 2))));
      tables.set(window, table);
    }
    const x = 2 * (place - window) - 1;
    const sums = new Array<number>(table[0]!.length).fill(0);
    let total = 0;
    for (let k = 0; k < points.length; k++) {
      const distance = x - points[k]!;
      if (distance === 0) return table[k]!;
      const weight = factors[k]! / distance;
      total += weight;
      const row = table[k]!;
      for (let j = 0; j < row.length; j++) sums[j]! += weight * row[j]!;
    }
    return sums.map((sum) => sum / total);
  };
}

/**
 * The kernel for very many q: expectations that are quadratures are interpolated between tables of them,
 * those in closed form (`sampled` null) are left alone. Two variances that differ are not looked up.
 */
export function tabulated(kernel: Kernel): Kernel {
  const { sampled, linear } = kernel;
  if (sampled === null) return kernel;
  const single = remembered(
    lookUp((q) => [kernel.square(q) / q, kernel.squareSlope(q), kernel.slopeSquare(q)]),
  );
  const deficits = remembered(
    lookUp((q) => [linear!.squareDeficit(q) / (q * q), linear!.slopeDeficit(q) / q]),
  );
  const pairs = lookUp((q) => {
    const { apart, slopes } = sampled.at(q);
    return [apart, ...slopes];
  });
  const samplesAt = (q: number): PairSamples => {
    const [apart, ...slopes] = pairs(q);
    return { apart: apart!, slopes };
  };
  const at0 = <T>(q: number, exact: (q: number) => T, other: () => T) => (q === 0 ? exact(q) : other());
  return {
    ...kernel,
    linear: linear && {
      gain: linear.gain,
      squareDeficit: (q) => at0(q, linear.squareDeficit, () => q * q * deficits(q)[0]!),
      slopeDeficit: (q) => at0(q, linear.slopeDeficit, () => q * deficits(q)[1]!),
    },
    square: (q) => at0(q, kernel.square, () => q * single(q)[0]!),
    squareSlope: (q) => at0(q, kernel.squareSlope, () => single(q)[1]!),
    slopeSquare: (q) => at0(q, kernel.slopeSquare, () => single(q)[2]!),
    sampled: { ...sampled, at: samplesAt },
    at: (q) => pairKernel(q, samplesAt(q), sampled.kinked),
  };
}

/** Keeps the last answer: the same q is asked for one expectation after the other. */
function remembered(f: (q: number) => readonly number[]): (q: number) => readonly number[] {
  let last = Number.NaN;
  let answer: readonly number[] = [];
  return (q) => {
    if (q !== last) [last, answer] = [q, f(q)];
    return answer;
  };
}
