/** Collects blocks, in whatever order they arrive, into one record in the order of the networks. */
import { entriesOf, type MeasureName } from '../experiment/measures.ts';
import { emptyRecord, type LengthRecord } from '../measure/index.ts';
import type { ScaledColumn } from './types.ts';

export class Gatherer {
  readonly #waiting = new Map<number, LengthRecord>();
  readonly #blocks: LengthRecord[] = [];
  #networks = 0;

  /** Networks 0 … n - 1 are here without a gap. */
  get networks(): number {
    return this.#networks;
  }

  add(block: LengthRecord): void {
    this.#waiting.set(block.first, block);
    for (let next = this.#waiting.get(this.#networks); next; next = this.#waiting.get(this.#networks)) {
      this.#waiting.delete(next.first);
      this.#blocks.push(next);
      this.#networks += next.networks;
    }
  }

  /** All networks as one record. Blocks leave the gatherer one by one, so that memory holds them about once. */
  record(depth: number): LengthRecord {
    const record = this.#empty(this.#networks, depth);
    this.#blocks.reverse();
    for (let block = this.#blocks.pop(); block; block = this.#blocks.pop()) copy(block, record);
    return record;
  }

  /** A copy of the first `most` networks, or of as many as there are. Blocks end there. */
  first(most: number, depth: number): LengthRecord {
    const record = this.#empty(Math.min(most, this.#networks), depth);
    for (const block of this.#blocks) if (block.first < record.networks) copy(block, record);
    return record;
  }

  #empty(networks: number, depth: number): LengthRecord {
    return emptyRecord(0, networks, depth, Object.keys(this.#blocks[0]?.measures ?? {}) as MeasureName[]);
  }

  /** Lengths of the last layer, network by network. */
  lastLayer(depth: number): ScaledColumn {
    const mantissa = new Float64Array(this.#networks);
    const exponent = new Int32Array(this.#networks);
    for (const block of this.#blocks) {
      for (let i = 0; i < block.networks; i++) {
        const at = i * depth + depth - 1;
        mantissa[block.first + i] = block.length[at]!;
        exponent[block.first + i] = block.exponent[at]!;
      }
    }
    return { mantissa, exponent };
  }
}

/** Writes a block where its networks stand in a record. */
function copy(block: LengthRecord, record: LengthRecord): void {
  const at = block.first * record.depth;
  record.length.set(block.length, at);
  record.preLength.set(block.preLength, at);
  record.exponent.set(block.exponent, at);
  for (const name of Object.keys(record.measures) as MeasureName[]) {
    const { values, exponent } = block.measures[name]!;
    record.measures[name]!.values.set(values, at * entriesOf(name));
    if (exponent !== null) record.measures[name]!.exponent!.set(exponent, at);
  }
}
