/** Run folders as commands find them: what is refused, and what is begun or gone on with. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { limitedTo } from '../../ensemble/index.ts';
import type { Plan } from '../../ensemble/plan.ts';
import { type Experiment, echo, echoPath, InputError } from '../../experiment/index.ts';
import type { KernelsName } from '../../kernels/index.ts';
import { forgetRecords, recordsAreIn } from '../interrupt.ts';
import { readInputs } from '../plan.ts';
import { planRecorded } from '../run.ts';
import { missingFolders, removeEmpty } from '../staging.ts';
import { IDENTITY_FIELDS, type Identity, identityOf, OPEN_FIELDS } from './identity.ts';
import { type Lock, lockFolder } from './lock.ts';
import {
  type FolderPlan,
  located,
  planPath,
  RECORDS_FOLDER,
  readPlanFile,
  requirePlan,
  writePlanFile,
} from './plan-file.ts';
import { RecordedRun } from './recorded-run.ts';
import { blockFiles } from './store.ts';

/** How a command uses a run folder. */
export interface Asked {
  /** As it was written: `auto` is not resolved. */
  readonly experiment: Experiment;
  readonly plan: Plan;
  /** Where paths of the experiment begin. */
  readonly directory: string;
  readonly kernels: KernelsName;
  readonly resume: boolean;
  /** How the caller is asked for it; `--resume` if not given. */
  readonly resumeBy?: string;
  /** Given by `plan` alone. */
  readonly shards?: { readonly count: number; readonly maxNetworks: number | null };
}

/** A run folder that this process alone writes to. */
export interface OpenedRun {
  readonly run: RecordedRun;
  /** Lets others in. Of a folder where nothing was measured no records stay. */
  close(): void;
}

/** @throws InputError for a folder with other records, unfinished ones without `resume`, or another process. */
export async function openRun(folder: string, asked: Asked): Promise<OpenedRun> {
  const records = join(folder, RECORDS_FOLDER);
  const stored = await readPlanFile(folder);
  const made = missingFolders(records).reverse();
  const lock = lockFolder(records, echoPath(folder));
  try {
    const identity = identityOf(asked.plan, asked.kernels);
    const isNew = stored?.shards == null && blockFiles(records).length === 0;
    if (stored !== null && !isNew) requireSame(folder, stored, asked.experiment, identity);
    const shards = asked.shards ?? {
      count: (isNew ? null : stored?.shards) ?? null,
      maxNetworks: (isNew ? null : stored?.maxNetworks) ?? null,
    };
    const run = new RecordedRun(limitedTo(asked.plan, shards.maxNetworks), folder, identity);
    if (!isNew && !asked.resume) await requireComplete(run, asked.resumeBy);
    run.store.prepare();
    const { experiment, directory } = asked;
    const plan = { experiment, directory, identity, shards: shards.count, maxNetworks: shards.maxNetworks };
    if (!isDeepStrictEqual(plan, stored)) await writePlanFile(folder, plan);
    recordsAreIn(folder);
    return { run, close: () => closeRun(run, lock, made, shards.count !== null) };
  } catch (error) {
    lock.release();
    removeEmpty(made);
    if (error instanceof InputError) throw error;
    throw new Error(`${folder}: expected to be written to, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function closeRun(run: RecordedRun, lock: Lock, made: readonly string[], isPlanned: boolean): void {
  run.close();
  if (run.store.index.isEmpty && run.store.damaged.length === 0 && !isPlanned) {
    rmSync(planPath(run.folder), { force: true });
    forgetRecords();
  }
  lock.release();
  removeEmpty(made);
}

async function requireComplete(run: RecordedRun, resumeBy = '--resume'): Promise<void> {
  if ((await run.counts()) !== null) return;
  const what = run.damageOr('unfinished records');
  throw new InputError(echoPath(run.folder), `${resumeBy}, to go on with the records that are there`, what);
}

/** @throws InputError naming the first field in which the records differ. */
function requireSame(folder: string, stored: FolderPlan, asked: Experiment, identity: Identity): void {
  const path = echoPath(planPath(folder));
  const advice = '; for other records take another folder';
  if (stored.identity.experiment !== identity.experiment)
    for (const [name, value] of Object.entries(asked)) {
      const there = stored.experiment[name as keyof Experiment];
      if (OPEN_FIELDS.includes(name as keyof Experiment) || JSON.stringify(there) === JSON.stringify(value))
        continue;
      throw new InputError(`${path}: ${name}`, shown(value), `${shown(there)}${advice}`);
    }
  for (const name of IDENTITY_FIELDS)
    if (stored.identity[name] !== identity[name])
      throw new InputError(
        `${path}: ${name}`,
        shown(identity[name]),
        `${shown(stored.identity[name])}${advice}`,
      );
}

const shown = (value: unknown): string => (typeof value === 'number' ? String(value) : echo(value));

/** The run of a folder, for commands that take nothing else. */
export interface PlannedFolder {
  readonly planned: FolderPlan;
  readonly plan: Plan;
  readonly run: RecordedRun;
}

/**
 * Opens a planned folder; `deep` as for `RecordStore`. @throws InputError naming file and field, for no such
 * folder, other records, or inputs that have changed.
 */
export async function openPlanned(folder: string, deep: boolean): Promise<PlannedFolder> {
  const planned = await requirePlan(folder);
  const plan = limitedTo(
    await planRecorded(planned.experiment, await readInputs(located(planned))),
    planned.maxNetworks,
  );
  const identity = identityOf(plan, planned.identity.kernels);
  requireSame(folder, planned, planned.experiment, identity);
  return { planned, plan, run: new RecordedRun(plan, folder, identity, deep) };
}
