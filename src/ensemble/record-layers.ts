/**
 * The numbers of many networks, one array of one layer at a time: statistics need no more, and records that
 * lie in files are larger than memory.
 */
import { entriesOf, type MeasureName } from '../experiment/measures.ts';
import type { ExpectedCounts, ImageName, LengthRecord } from '../measure/index.ts';

/** A `LengthRecord` by layers, from 1. Arrays have one number a network, and belong to whoever asked. */
export interface RecordLayers {
  readonly networks: number;
  readonly depth: number;
  readonly hasEnergies: boolean;
  readonly hasExpected: boolean;
  /** What was measured beside lengths. */
  readonly measures: readonly MeasureName[];
  length(name: ImageName, layer: number): Float64Array;
  exponent(layer: number): Int32Array;
  energies(name: ImageName, layer: number): Float32Array;
  expected(name: keyof ExpectedCounts, layer: number): Float64Array;
  /** All entries of a network side by side. */
  values(name: MeasureName, layer: number): Float64Array;
  /** Null where the measure is not scaled. */
  valueExponent(name: MeasureName, layer: number): Int32Array | null;
}

/** A record in memory by layers; layers as they are. */
export function layersOf(record: LengthRecord | RecordLayers): RecordLayers {
  if (!('first' in record)) return record;
  const { networks, depth, energies, expected, measures } = record;
  const cut = <T extends Float64Array | Float32Array | Int32Array>(all: T, layer: number, entries = 1): T => {
    const values = new (all.constructor as new (length: number) => T)(networks * entries);
    for (let i = 0; i < networks; i++)
      for (let j = 0; j < entries; j++) values[i * entries + j] = all[(i * depth + layer - 1) * entries + j]!;
    return values;
  };
  return {
    networks,
    depth,
    hasEnergies: energies !== undefined,
    hasExpected: expected !== undefined,
    measures: Object.keys(measures) as MeasureName[],
    length: (name, layer) => cut(record[name], layer),
    exponent: (layer) => cut(record.exponent, layer),
    energies: (name, layer) => cut(energies![name], layer),
    expected: (name, layer) => cut(expected![name], layer),
    values: (name, layer) => cut(measures[name]!.values, layer, entriesOf(name)),
    valueExponent(name, layer) {
      const { exponent } = measures[name]!;
      return exponent && cut(exponent, layer);
    },
  };
}
