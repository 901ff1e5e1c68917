/** Reads records back: whole, or an array of one layer. */
import { closeSync, openSync } from 'node:fs';
import type { Task } from '../../ensemble/executor.ts';
import { copyBlock, emptyLike } from '../../ensemble/gather.ts';
import { layersOf, type RecordLayers } from '../../ensemble/record-layers.ts';
import { isScaled } from '../../experiment/measures.ts';
import { emptyRecord, type LengthRecord } from '../../measure/record.ts';
import { readFully, type StoredBlock } from './block-file.ts';
import { decodePayload } from './format.ts';
import type { BlockIndex, Piece } from './index-of-blocks.ts';
import { bytesOf, measuresIn, type Numbers, sectionsOf } from './sections.ts';

/** Files that are kept open: a column of a long run lies in many. */
const MOST_OPEN = 100;

export class RecordReader {
  readonly #index: BlockIndex;
  readonly #open = new Map<string, number>();

  constructor(index: BlockIndex) {
    this.#index = index;
  }

  /** The networks of the range as one record; null unless all are there. */
  record(range: Task, depth: number): LengthRecord | null {
    if (this.#index.missing(range).length > 0) return null;
    let record: LengthRecord | undefined;
    for (const piece of this.#index.pieces(range)) {
      const bytes = new Uint8Array(piece.block.bytes);
      this.#fill(bytes, piece.block, 0);
      const part = partOf(decodePayload(bytes, piece.block), piece);
      if (part.networks === range.networks) return part;
      record ??= emptyLike(part, range.first, range.networks, depth);
      copyBlock(part, record);
    }
    return record ?? emptyRecord(range.first, 0, depth);
  }

  /** The networks of the range, which are there, layer by layer. */
  layers(range: Task, depth: number): RecordLayers {
    const { run, networks } = range;
    const layout = this.#index.layoutOf(run);
    if (layout === null || networks === 0) return layersOf(emptyRecord(0, 0, depth));
    const sections = sectionsOf(layout);
    const pieces = [...this.#index.pieces(range)];
    const read = (name: string, layer: number): Numbers => {
      const at = sections.findIndex((section) => section.name === name);
      const { type, entries } = sections[at]!;
      const before = bytesOf(sections.slice(0, at));
      const size = type.BYTES_PER_ELEMENT * entries;
      const values = new type(networks * entries);
      let filled = 0;
      for (const { block, skip, networks: count } of pieces) {
        const from = block.networks * (depth * before + (layer - 1) * size) + skip * size;
        this.#fill(new Uint8Array(values.buffer, filled, count * size), block, from);
        filled += count * size;
      }
      return values;
    };
    return {
      networks,
      depth,
      hasEnergies: sections.some(({ name }) => name === 'energies.length'),
      hasExpected: sections.some(({ name }) => name === 'expected.regions'),
      measures: measuresIn(layout),
      length: (name, layer) => read(name, layer) as Float64Array,
      exponent: (layer) => read('exponent', layer) as Int32Array,
      energies: (name, layer) => read(`energies.${name}`, layer) as Float32Array,
      expected: (name, layer) => read(`expected.${name}`, layer) as Float64Array,
      values: (name, layer) => read(name, layer) as Float64Array,
      valueExponent: (name, layer) =>
        isScaled(name) ? (read(`${name}.exponent`, layer) as Int32Array) : null,
    };
  }

  /** Fills `bytes` from a block's numbers. @throws Error for a file that has become shorter or is gone. */
  #fill(bytes: Uint8Array, block: StoredBlock, from: number): void {
    if (readFully(this.#fileOf(block.path), bytes, block.at + from) === bytes.length) return;
    throw new Error(`${block.path}: expected ${block.at + from + bytes.length} bytes, got fewer`);
  }

  close(): void {
    for (const fd of this.#open.values()) closeSync(fd);
    this.#open.clear();
  }

  #fileOf(path: string): number {
    const known = this.#open.get(path);
    if (known !== undefined) return known;
    for (const [oldest, fd] of this.#open) {
      if (this.#open.size < MOST_OPEN) break;
      closeSync(fd);
      this.#open.delete(oldest);
    }
    const fd = openSync(path, 'r');
    this.#open.set(path, fd);
    return fd;
  }
}

/** Some consecutive networks of a record. */
function partOf(record: LengthRecord, { skip, networks }: Piece): LengthRecord {
  if (networks === record.networks) return record;
  const { depth } = record;
  const cut = <T extends Float64Array | Float32Array | Int32Array>(values: T, entries = 1): T =>
    values.subarray(skip * depth * entries, (skip + networks) * depth * entries) as T;
  const measures = Object.entries(record.measures).map(([name, { values, exponent }]) => [
    name,
    {
      values: cut(values, values.length / (record.networks * depth)),
      exponent: exponent && cut(exponent),
    },
  ]);
  const { energies, expected } = record;
  return {
    first: record.first + skip,
    networks,
    depth,
    length: cut(record.length),
    preLength: cut(record.preLength),
    exponent: cut(record.exponent),
    ...(energies && { energies: { length: cut(energies.length), preLength: cut(energies.preLength) } }),
    ...(expected && {
      expected: { transitions: cut(expected.transitions), regions: cut(expected.regions) },
    }),
    measures: Object.fromEntries(measures),
  };
}
