/** The arrays that a record consists of, in the order in which blocks hold them. */
import { entriesOf, isScaled, MEASURE_NAMES, type MeasureName } from '../../experiment/measures.ts';
import type { LengthRecord } from '../../measure/record.ts';

/** Which arrays blocks have beside lengths: bit 0 energies, bit 1 expected counts, then the measures. */
export type Layout = number;

export type Numbers = Float64Array | Float32Array | Int32Array;

/** An array of a record: `of` finds it there. A network has `entries` numbers of it in a layer. */
export interface Section {
  readonly name: string;
  readonly entries: number;
  readonly type: Float64ArrayConstructor | Float32ArrayConstructor | Int32ArrayConstructor;
  readonly of: (record: LengthRecord) => Numbers;
}

export function layoutOf({ energies, expected, measures }: LengthRecord): Layout {
  return MEASURE_NAMES.reduce(
    (layout, name, i) => layout | (measures[name] === undefined ? 0 : 4 << i),
    (energies === undefined ? 0 : 1) | (expected === undefined ? 0 : 2),
  );
}

/** Measures of a layout, in the order of `MEASURE_NAMES`. */
export function measuresIn(layout: Layout): MeasureName[] {
  return MEASURE_NAMES.filter((_, i) => (layout & (4 << i)) !== 0);
}

/** The arrays of blocks of this layout, in the order of the bytes. */
export function sectionsOf(layout: Layout): Section[] {
  const one = (name: string, type: Section['type'], of: Section['of']) => ({ name, entries: 1, type, of });
  const sections: Section[] = [
    one('length', Float64Array, (record) => record.length),
    one('preLength', Float64Array, (record) => record.preLength),
    one('exponent', Int32Array, (record) => record.exponent),
  ];
  if ((layout & 1) !== 0)
    for (const name of ['length', 'preLength'] as const)
      sections.push(one(`energies.${name}`, Float32Array, ({ energies }) => energies![name]));
  if ((layout & 2) !== 0)
    for (const name of ['transitions', 'regions'] as const)
      sections.push(one(`expected.${name}`, Float64Array, ({ expected }) => expected![name]));
  for (const name of measuresIn(layout)) {
    const values = one(name, Float64Array, ({ measures }) => measures[name]!.values);
    sections.push({ ...values, entries: entriesOf(name) });
    if (isScaled(name))
      sections.push(one(`${name}.exponent`, Int32Array, ({ measures }) => measures[name]!.exponent!));
  }
  return sections;
}

/** Bytes of these arrays for one network and layer. */
export function bytesOf(sections: readonly Section[]): number {
  return sections.reduce((sum, { entries, type }) => sum + entries * type.BYTES_PER_ELEMENT, 0);
}
