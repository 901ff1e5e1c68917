import type { Field } from './law.ts';
import { nextLength } from './length-map.ts';

/** q of layers 1 … depth; at the fixed point it is the same, without the rounding of a step. */
export function lengthsFrom(field: Field, start: number, depth: number, fixed: boolean): number[] {
  const lengths = [start];
  while (lengths.length < depth) lengths.push(fixed ? start : nextLength(field, lengths.at(-1)!));
  return lengths;
}

/** chi1 and chi2 at each q, looked up where q stays the same. */
export function growthAt({ kernel, weight }: Field, lengths: readonly number[]) {
  let last = Number.NaN;
  let growth = { chi1: 0, chi2: null as number | null };
  return lengths.map((q) => {
    if (q !== last) {
      const bend = kernel.bendSquare(q);
      growth = { chi1: weight * kernel.slopeSquare(q), chi2: bend === null ? null : weight * bend };
      last = q;
    }
    return growth;
  });
}
