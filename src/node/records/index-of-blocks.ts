/** Which networks of which run lie in which block. */
import type { Task } from '../../ensemble/executor.ts';
import type { StoredBlock } from './block-file.ts';

/** Consecutive networks in a block: from its network number `skip` (counted in the block) on. */
export interface Piece {
  readonly block: StoredBlock;
  readonly skip: number;
  readonly networks: number;
}

/** Blocks may overlap: what was measured twice has equal numbers. */
export class BlockIndex {
  readonly #runs = new Map<number, StoredBlock[]>();
  #sorted = true;

  add(blocks: readonly StoredBlock[]): void {
    for (const block of blocks) {
      const of = this.#runs.get(block.run) ?? [];
      of.push(block);
      this.#runs.set(block.run, of);
    }
    this.#sorted = false;
  }

  get isEmpty(): boolean {
    return this.#runs.size === 0;
  }

  /** Networks of the range that lie in blocks, in order, each once. */
  *pieces({ run, first, networks }: Task): Generator<Piece> {
    const end = first + networks;
    let at = first;
    for (const block of this.#of(run)) {
      if (block.first >= end) return;
      const last = Math.min(block.first + block.networks, end);
      if (last <= at) continue;
      at = Math.max(at, block.first);
      yield { block, skip: at - block.first, networks: last - at };
      at = last;
    }
  }

  /** Networks of the range that lie in no block, as few ranges as can be. */
  missing(range: Task): Task[] {
    const { run } = range;
    const gaps: Task[] = [];
    let at = range.first;
    const gapTo = (first: number) => {
      if (first > at) gaps.push({ run, first: at, networks: first - at });
    };
    for (const { block, skip, networks } of this.pieces(range)) {
      gapTo(block.first + skip);
      at = block.first + skip + networks;
    }
    gapTo(range.first + range.networks);
    return gaps;
  }

  /** The layout of a run's blocks, if there are any. */
  layoutOf(run: number): number | null {
    return this.#runs.get(run)?.[0]?.layout ?? null;
  }

  #of(run: number): readonly StoredBlock[] {
    if (!this.#sorted) for (const blocks of this.#runs.values()) blocks.sort((a, b) => a.first - b.first);
    this.#sorted = true;
    return this.#runs.get(run) ?? [];
  }
}
