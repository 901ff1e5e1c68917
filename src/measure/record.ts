/** What was measured on consecutive networks, as plain arrays that can be posted. */
import { entriesOf, isScaled, type MeasureName } from '../experiment/measures.ts';
import { integerIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { ldexp } from '../numeric/scaled.ts';
import type { ImageName } from './energies.ts';
import type { Scale } from './scale.ts';

/**
 * Values of one measure: those of network i of the record, layer l begin at `(i * depth + l - 1) * entries`.
 * Measures that scale with the weights or can leave the range of a double have an exponent for each network
 * and layer: the true value is value * 2 ** exponent. NaN: not defined for this network.
 */
export interface MeasuredValues {
  readonly values: Float64Array;
  readonly exponent: Int32Array | null;
}

/**
 * Energies of the layers (`energies.ts`), for both lengths; 0 where the layer has none. They do not depend on
 * the scale of weights. Single precision holds them as well as it holds the lengths.
 */
export type Energies = Readonly<Record<ImageName, Float32Array>>;

/**
 * Expected counts of a layer given the layer below (`exact/expected-counts.ts`); NaN in layers where they are
 * not known, which are those of all networks.
 */
export interface ExpectedCounts {
  readonly transitions: Float64Array;
  readonly regions: Float64Array;
}

/**
 * What was measured on consecutive networks, number `first` and up, layer by layer: entry `i * depth + (l -
 * 1)` belongs to network `first + i`, layer l. Both lengths share the layer's exponent: true length = value *
 * 2 ** exponent.
 */
export interface LengthRecord {
  readonly first: number;
  readonly networks: number;
  readonly depth: number;
  /** Length of the post-activation image z^l. */
  readonly length: Float64Array;
  /** Length of the pre-activation image h^l. */
  readonly preLength: Float64Array;
  readonly exponent: Int32Array;
  /** Left out where none are known. */
  readonly energies?: Energies;
  /** Left out where none are known. */
  readonly expected?: ExpectedCounts;
  /** What was measured beside lengths. */
  readonly measures: Readonly<Partial<Record<MeasureName, MeasuredValues>>>;
}

/** Numbers of a record, of all networks and layers together. */
const MOST_NUMBERS = 2 ** 28;

/**
 * A record to be filled in. @throws TypeError, RangeError for invalid numbers of networks, or more than a
 * record holds.
 */
export function emptyRecord(
  first: number,
  networks: number,
  depth: number,
  measures: readonly MeasureName[] = [],
  energies = false,
  expected = false,
): LengthRecord {
  const perNetwork = depth * Math.max(1, ...measures.map(entriesOf));
  integerIn(0, Math.floor(MOST_NUMBERS / perNetwork), 'networks', networks);
  integerIn(0, Number.MAX_SAFE_INTEGER - networks, 'first', first);
  const size = networks * depth;
  const empty = (name: MeasureName): MeasuredValues => ({
    values: new Float64Array(size * entriesOf(name)),
    exponent: isScaled(name) ? new Int32Array(size) : null,
  });
  return {
    first,
    networks,
    depth,
    length: new Float64Array(size),
    preLength: new Float64Array(size),
    exponent: new Int32Array(size),
    ...(energies && {
      energies: { length: new Float32Array(size), preLength: new Float32Array(size) },
    }),
    ...(expected && {
      expected: { transitions: new Float64Array(size), regions: new Float64Array(size) },
    }),
    measures: Object.fromEntries(measures.map((name) => [name, empty(name)])),
  };
}

/** Values `value * 2 ** exponent`. NaN: not defined for this image. */
export interface Scaled {
  readonly value: number;
  readonly exponent: number;
}

/** A measure of one layer. */
export type Value = number | readonly number[] | Scaled;

/** Writes a measure of a layer, number `at` of the record. */
export function writeMeasure(
  value: Value,
  { values, exponent }: MeasuredValues,
  at: number,
  entries: number,
): void {
  if (typeof value === 'number') values[at] = value;
  else if (!('value' in value)) values.set(value, at * entries);
  else if (exponent === null) values[at] = ldexp(value.value, value.exponent);
  else {
    values[at] = value.value;
    exponent[at] = value.exponent;
  }
}

/** Scales of h and z that are farther apart have no exponent in common. */
const APART = 1900;

/**
 * Writes the lengths of h and z, number `at`, under one exponent.
 * @throws RangeError where the scales of the two are too far apart, behind an activation that squares.
 */
export function writeLengths(
  record: LengthRecord,
  at: number,
  [h, pre]: readonly [length: number, unit: Scale],
  [z, post]: readonly [length: number, unit: Scale],
): void {
  const apart = pre.exponent - post.exponent;
  if (Math.abs(apart) > APART) {
    throw valueFault(
      'trajectory',
      `pre-activations between 2^-${APART} and 2^${APART}`,
      `others in layer ${(at % record.depth) + 1}, which are squared; use fewer layers or another sigmaW`,
    );
  }
  const exponent = post.exponent + Math.round(apart / 2);
  record.preLength[at] = ldexp(h * pre.mantissa, pre.exponent - exponent);
  record.length[at] = ldexp(z * post.mantissa, post.exponent - exponent);
  record.exponent[at] = exponent;
}
