/** `records/plan.json`: what a run folder is for. Enough to go on with it, and to run a shard of it. */
import { isAbsolute, join, resolve } from 'node:path';
import { type Experiment, echo, echoPath, InputError, parseExperiment } from '../../experiment/index.ts';
import { parseJson } from '../../formats/json.ts';
import { MOST_BYTES } from '../../formats/limits.ts';
import { checkList, checkPlain, ifGiven, integerIn, oneOf } from '../../input/check.ts';
import { isFault } from '../../input/faults.ts';
import { readText, Unreadable } from '../files/read.ts';
import { RECORDS_SCHEMA } from './block-file.ts';
import { IDENTITY_FIELDS, type Identity } from './identity.ts';
import { writeSynced } from './synced.ts';

export const RECORDS_FOLDER = 'records';
const PLAN_FILE = 'plan.json';

/** A plan without shards is cut by whoever runs it. */
export interface FolderPlan {
  /** As it was asked for: `auto` is not resolved. */
  readonly experiment: Experiment;
  /** Where paths of the experiment begin. */
  readonly directory: string;
  readonly identity: Identity;
  readonly shards: number | null;
  /** Networks of each cell that shards measure, where `untilRelativeCi` decides how many count. */
  readonly maxNetworks: number | null;
}

/** File systems and arrays of jobs still handle this many files and elements well. */
export const MOST_SHARDS = 100_000;

export function planPath(folder: string): string {
  return join(folder, RECORDS_FOLDER, PLAN_FILE);
}

export async function writePlanFile(folder: string, plan: FolderPlan): Promise<void> {
  const text = JSON.stringify({ schema: RECORDS_SCHEMA, ...plan }, null, 2);
  await writeSynced(join(folder, RECORDS_FOLDER), planPath(folder), [Buffer.from(`${text}\n`)]);
}

/** The plan of a folder; null where it has none. @throws InputError naming the file. */
export async function readPlanFile(folder: string): Promise<FolderPlan | null> {
  const path = planPath(folder);
  const name = echoPath(path);
  const text = await readText(path, 2 * MOST_BYTES.experiment).catch((error: Error) => {
    if (error instanceof Unreadable && error.isMissing) return null;
    throw new InputError(name, 'the plan of a run folder', error.message);
  });
  if (text === null) return null;
  try {
    const plan = parseJson(text) as FolderPlan & { schema: string };
    checkPlain('plan', plan, ['schema', 'experiment', 'directory', 'identity', 'shards', 'maxNetworks']);
    oneOf([RECORDS_SCHEMA], 'schema', plan.schema);
    const { directory, identity, shards, maxNetworks } = plan;
    if (typeof directory !== 'string' || !isAbsolute(directory))
      throw new InputError('directory', 'an absolute path', echo(directory));
    checkPlain('identity', identity, IDENTITY_FIELDS);
    checkList('identity', Object.keys(identity), IDENTITY_FIELDS.length);
    ifGiven((_, value) => integerIn(1, MOST_SHARDS, 'shards', value), 'shards', shards ?? undefined);
    const most = Number.MAX_SAFE_INTEGER;
    ifGiven((_, value) => integerIn(1, most, 'maxNetworks', value), 'maxNetworks', maxNetworks ?? undefined);
    return { experiment: parseExperiment(plan.experiment), directory, identity, shards, maxNetworks };
  } catch (error) {
    if (!isFault(error)) throw error;
    const { field, expected, got, index, part } = error;
    throw new InputError(field === null ? name : `${name}: ${field}`, expected, got, index, part);
  }
}

/** @throws InputError for a folder without a plan. */
export async function requirePlan(folder: string): Promise<FolderPlan> {
  const planned = await readPlanFile(folder);
  if (planned !== null) return planned;
  throw new InputError(echoPath(folder), `a run folder, with ${RECORDS_FOLDER}/plan.json`, 'none');
}

/** The same experiment with the paths of its inputs as this process finds them. */
export function located({ experiment, directory }: FolderPlan): Experiment {
  const { endpoints, mnistDir, networkFile, batch } = experiment;
  const here = (path: string) => resolve(directory, path);
  const named = /^(orthonormal|gaussian|given|mnist:.*)$/.test(endpoints);
  return {
    ...experiment,
    endpoints: named ? endpoints : here(endpoints),
    mnistDir: mnistDir && here(mnistDir),
    networkFile: networkFile?.map(here) ?? null,
    ...(typeof batch?.points === 'string' && {
      batch: { points: batch.points.startsWith('mnist:') ? batch.points : here(batch.points) },
    }),
  };
}
