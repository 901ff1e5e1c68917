/** Collects blocks, in whatever order they arrive, into one record in the order of the networks. */
import { entriesOf, type MeasureName } from '../experiment/measures.ts';
import { emptyRecord, type LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';
import { mergedLayers } from './growth-moments.ts';
import { type FinalLengths, finalLengths } from './stopping.ts';

export class Gatherer {
  readonly #waiting = new Map<number, LengthRecord>();
  readonly #blocks: LengthRecord[] = [];
  readonly #final: FinalLengths[] = [];
  readonly #subject: Subject;
  readonly #keeps: boolean;
  #networks = 0;

  /** Without `keeps` it has no records, only what the stopping rule looks at. */
  constructor(subject: Subject, keeps = true) {
    this.#subject = subject;
    this.#keeps = keeps;
  }

  /** Networks 0 … n - 1 are here without a gap. */
  get networks(): number {
    return this.#networks;
  }

  add(block: LengthRecord): void {
    this.#waiting.set(block.first, block);
    for (let next = this.#waiting.get(this.#networks); next; next = this.#waiting.get(this.#networks)) {
      this.#waiting.delete(next.first);
      if (this.#keeps) this.#blocks.push(next);
      this.#final.push(finalLengths(next, this.#subject));
      this.#networks += next.networks;
    }
  }

  /**
   * All networks as one record. Blocks leave the gatherer one by one, so that memory holds them about once.
   */
  record(depth: number): LengthRecord {
    const record = this.#empty(this.#networks, depth);
    this.#blocks.reverse();
    for (let block = this.#blocks.pop(); block; block = this.#blocks.pop()) copyBlock(block, record);
    return record;
  }

  /** A copy of the first `most` networks, or of as many as there are. Blocks end there. */
  first(most: number, depth: number): LengthRecord {
    const record = this.#empty(Math.min(most, this.#networks), depth);
    for (const block of this.#blocks) if (block.first < record.networks) copyBlock(block, record);
    return record;
  }

  #empty(networks: number, depth: number): LengthRecord {
    return emptyLike(this.#blocks[0], 0, networks, depth);
  }

  /** Lengths of the last layer, of all networks that are here without a gap. */
  finalLengths(): FinalLengths {
    const count = this.#final.reduce((sum, { values }) => sum + values.mantissa.length, 0);
    const mantissa = new Float64Array(count);
    const exponent = new Int32Array(count);
    let [at, alive] = [0, false];
    for (const { values, ...final } of this.#final) {
      mantissa.set(values.mantissa, at);
      exponent.set(values.exponent, at);
      at += values.mantissa.length;
      alive ||= final.alive;
    }
    const growths = this.#final.map((final) => final.growths);
    return { alive, values: { mantissa, exponent }, growths: mergedLayers(growths) };
  }
}

/** A record to be filled in with blocks like this one. */
export function emptyLike(
  block: LengthRecord | undefined,
  first: number,
  networks: number,
  depth: number,
): LengthRecord {
  const { measures = {}, energies, expected } = block ?? {};
  const names = Object.keys(measures) as MeasureName[];
  return emptyRecord(first, networks, depth, names, energies !== undefined, expected !== undefined);
}

/** Writes a block where its networks stand in a record. */
export function copyBlock(block: LengthRecord, record: LengthRecord): void {
  const at = (block.first - record.first) * record.depth;
  record.length.set(block.length, at);
  record.preLength.set(block.preLength, at);
  record.exponent.set(block.exponent, at);
  record.energies?.length.set(block.energies!.length, at);
  record.energies?.preLength.set(block.energies!.preLength, at);
  record.expected?.transitions.set(block.expected!.transitions, at);
  record.expected?.regions.set(block.expected!.regions, at);
  for (const name of Object.keys(record.measures) as MeasureName[]) {
    const { values, exponent } = block.measures[name]!;
    record.measures[name]!.values.set(values, at * entriesOf(name));
    if (exponent !== null) record.measures[name]!.exponent!.set(exponent, at);
  }
}
