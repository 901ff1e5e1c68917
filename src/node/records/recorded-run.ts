/** A plan and its records in a run folder: what is there, what is missing, and the result of all. */
import { join } from 'node:path';
import type { Executor, Task } from '../../ensemble/executor.ts';
import { countNetworks, measureRanges } from '../../ensemble/index.ts';
import type { EnsembleOptions } from '../../ensemble/options.ts';
import type { Plan } from '../../ensemble/plan.ts';
import type { RecordLayers } from '../../ensemble/record-layers.ts';
import type { Identity } from './identity.ts';
import { RECORDS_FOLDER } from './plan-file.ts';
import { RecordReader } from './read.ts';
import { type Measuring, MissingRecordsError, RECORDS_ALONE, recordingExecutor } from './recording.ts';
import { RecordStore } from './store.ts';

export class RecordedRun {
  readonly plan: Plan;
  readonly folder: string;
  readonly store: RecordStore;
  readonly #reader: RecordReader;

  /** @throws InputError naming the file and the field, for records of something else. `deep` as for `RecordStore`. */
  constructor(plan: Plan, folder: string, identity: Identity, deep = true) {
    this.plan = plan;
    this.folder = folder;
    this.store = new RecordStore(join(folder, RECORDS_FOLDER), identity, deep);
    this.#reader = new RecordReader(this.store.index);
  }

  /** Every network that the result needs; null where `untilRelativeCi` decides. */
  wanted(): readonly Task[] | null {
    const { networks } = this.plan.experiment;
    return networks === null ? null : this.plan.runs.map((_, run) => ({ run, first: 0, networks }));
  }

  /** The first damaged file as refusals name it; `otherwise` where there is none. */
  damageOr(otherwise: string): string {
    const [damage] = this.store.damaged;
    return damage === undefined ? otherwise : `a damaged file ${damage.path} (${damage.reason})`;
  }

  missing(ranges: readonly Task[]): Task[] {
    return ranges.flatMap((range) => this.store.index.missing(range));
  }

  /** Measures and records those parts of these ranges that have no records yet. */
  async measure(ranges: readonly Task[], measuring: Measuring, options: EnsembleOptions): Promise<void> {
    const missing = this.missing(ranges);
    if (missing.length > 0)
      await this.#recording(measuring, (executor) =>
        measureRanges(this.plan, { wanted: ranges, missing }, executor, options),
      );
  }

  /** Has all measured that the result needs. Resolves to the networks of each run. */
  async complete(measuring: Measuring, options: EnsembleOptions): Promise<readonly number[]> {
    const wanted = this.wanted();
    if (wanted === null)
      return this.#recording(measuring, (executor) => countNetworks(this.plan, executor, options));
    await this.measure(wanted, measuring, options);
    return wanted.map(({ networks }) => networks);
  }

  /** The networks of each run that the result needs, from records alone; null where some are missing. */
  async counts(options: EnsembleOptions = {}): Promise<readonly number[] | null> {
    const wanted = this.wanted();
    if (wanted !== null && this.missing(wanted).length > 0) return null;
    try {
      return await this.complete(RECORDS_ALONE, options);
    } catch (error) {
      if (error instanceof MissingRecordsError) return null;
      throw error;
    }
  }

  /** The networks of the range, which are there. They are read when they are asked for. */
  layers(range: Task): RecordLayers {
    return this.#reader.layers(range, this.plan.runs[range.run]!.subject.network.layers.length);
  }

  close(): void {
    this.#reader.close();
  }

  /** Writes the measured blocks even if the work fails. */
  async #recording<T>(measuring: Measuring, work: (executor: Executor) => Promise<T>): Promise<T> {
    const executor = recordingExecutor(this.plan, this.store, this.#reader, measuring);
    try {
      const result = await work(executor);
      await this.store.flush();
      return result;
    } catch (error) {
      await this.store.flush().catch(() => {});
      throw error;
    } finally {
      await executor.close();
    }
  }
}
