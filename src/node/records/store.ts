/** The records of a run folder: files of blocks, and the blocks that wait to be written. */
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { LengthRecord } from '../../measure/record.ts';
import { DamagedFileError, ENDING, readBlockFile, writeBlockFile } from './block-file.ts';
import { encodeBlock } from './format.ts';
import { type Identity, identityBytes } from './identity.ts';
import { BlockIndex } from './index-of-blocks.ts';
import { joined } from './joined.ts';
import { bytesOf, layoutOf, sectionsOf } from './sections.ts';
import { removeTemporary } from './temporary.ts';

/**
 * Blocks wait for a file up to this time, which starts small and grows by this share of the run's time, or
 * until they have this number of bytes.
 */
const LONGEST_MS = 5000;
const FIRST_MS = 250;
const SHARE = 1 / 4;
const MOST_WAITING = 2 ** 25;

/** A file that cannot be used, and why. */
export interface Damage {
  readonly path: string;
  readonly reason: string;
}

export class RecordStore {
  readonly index = new BlockIndex();
  readonly damaged: readonly Damage[];
  readonly #folder: string;
  readonly #identity: Identity;
  readonly #waiting = new Map<number, LengthRecord[]>();
  #bytes = 0;
  #seconds = 0;
  /** When measuring began, and when the last file was begun. */
  #start = performance.now();
  #since = this.#start;
  #writing: Promise<void> = Promise.resolve();
  #failure: Error | null = null;
  #timer: NodeJS.Timeout | null = null;

  /**
   * Opens the records in a folder, which need not be there. @throws InputError naming the file and the field,
   * for records of something else; Error of the file system. With `deep`, all numbers are checked.
   */
  constructor(folder: string, identity: Identity, deep: boolean) {
    this.#folder = folder;
    this.#identity = identity;
    const damaged: Damage[] = [];
    for (const path of blockFiles(folder)) {
      try {
        this.#read(path, deep);
      } catch (error) {
        if (!(error instanceof DamagedFileError)) throw error;
        damaged.push({ path, reason: error.message });
      }
    }
    this.damaged = damaged;
  }

  /** Makes room for what will be written: puts damaged files aside, removes what killed processes have left. */
  prepare(): void {
    mkdirSync(this.#folder, { recursive: true });
    removeTemporary(this.#folder);
    for (const { path } of this.damaged) renameSync(path, `${path}.damaged`);
    this.#start = performance.now();
    this.#since = this.#start;
  }

  /** Seconds that processes took to measure what is there. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Takes a block. It is written soon; where many wait, the promise resolves once they are. */
  add(block: LengthRecord, run: number): void | Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    const blocks = this.#waiting.get(run) ?? [];
    blocks.push(block);
    this.#waiting.set(run, blocks);
    this.#bytes += block.networks * block.depth * bytesOf(sectionsOf(layoutOf(block)));
    // A timer of the monotonic clock: the time of day may jump.
    const wait = Math.min(LONGEST_MS, FIRST_MS + SHARE * (performance.now() - this.#start));
    this.#timer ??= setTimeout(() => this.#checkpoint(), wait);
    return this.#bytes > MOST_WAITING ? this.flush() : undefined;
  }

  /** Writes what waits. @throws Error naming the folder, also of a checkpoint before. */
  async flush(): Promise<void> {
    this.#checkpoint();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  #read(path: string, deep: boolean): void {
    const { blocks, seconds } = readBlockFile(path, this.#identity, deep);
    this.index.add(blocks);
    this.#seconds += seconds;
  }

  #checkpoint(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    const seconds = (performance.now() - this.#since) / 1000;
    this.#since += 1000 * seconds;
    this.#waiting.clear();
    this.#bytes = 0;
    this.#writing = this.#writing.then(async () => {
      if (this.#failure !== null) return;
      try {
        this.#read(await this.#write(waiting, seconds), false);
      } catch (error) {
        this.#failure = new Error(
          `${this.#folder}: expected to be written to, got ${(error as Error).message}; --resume goes on from what is there`,
          { cause: error },
        );
      }
    });
  }

  #write(waiting: readonly [run: number, blocks: LengthRecord[]][], seconds: number): Promise<string> {
    const identity = identityBytes(this.#identity);
    const encoded = waiting.flatMap(([run, blocks]) =>
      joined(blocks).map((block) => encodeBlock(block, run, identity)),
    );
    const [[run, [first]]] = waiting as [[number, [LengthRecord]]];
    return writeBlockFile(this.#folder, `run${run}-network${first.first}`, this.#identity, encoded, seconds);
  }
}

/** Paths of the block files in a folder, which need not be there. */
export function blockFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
