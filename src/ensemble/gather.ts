/** Collects blocks, in whatever order they arrive, into one record in the order of the networks. */
import type { LengthRecord } from '../measure/index.ts';
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

  /** All networks so far as one record. */
  record(depth: number): LengthRecord {
    const total = this.#networks * depth;
    const counted = this.#blocks.every((block) => block.transitions !== undefined);
    const record = {
      first: 0,
      networks: this.#networks,
      depth,
      length: new Float64Array(total),
      preLength: new Float64Array(total),
      exponent: new Int32Array(total),
      ...(counted ? { transitions: new Float64Array(total), regions: new Float64Array(total) } : {}),
    };
    for (const block of this.#blocks) {
      record.length.set(block.length, block.first * depth);
      record.preLength.set(block.preLength, block.first * depth);
      record.exponent.set(block.exponent, block.first * depth);
      record.transitions?.set(block.transitions!, block.first * depth);
      record.regions?.set(block.regions!, block.first * depth);
    }
    return record;
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
