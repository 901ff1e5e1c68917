/** Reads records back: whole, or an array of one layer. */
import { closeSync, openSync } from 'node:fs';
import type { Task } from '../../ensemble/executor.ts';
import { copyBlock, emptyLike } from '../../ensemble/gather.ts';
import { emptyRecord, type LengthRecord } from '../../measure/record.ts';
import { readFully, type StoredBlock } from './block-file.ts';
import { decodePayload } from './format.ts';
import type { BlockIndex, Piece } from './index-of-blocks.ts';

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
      const part = partOf(decodePayload(this.bytes(piece.block, 0, piece.block.bytes), piece.block), piece);
      if (part.networks === range.networks) return part;
      record ??= emptyLike(part, range.first, range.networks, depth);
      copyBlock(part, record);
    }
    return record ?? emptyRecord(range.first, 0, depth);
  }

  /** Bytes of a block's numbers. @throws Error for a file that has become shorter or is gone. */
  bytes(block: StoredBlock, from: number, size: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(size);
    if (readFully(this.#fileOf(block.path), bytes, block.at + from) === size) return bytes;
    throw new Error(`${block.path}: expected ${block.at + from + size} bytes, got fewer`);
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
