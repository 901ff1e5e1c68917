/** `expressivity shard`: measures one shard of a planned run. */
import type { Command } from 'commander';
import { shardRanges } from '../../ensemble/index.ts';
import { echo, echoPath, InputError, readNumber } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { recordsAreIn } from '../interrupt.ts';
import { PROGRESS_HELP } from '../options.ts';
import { openPlanned } from '../records/open-run.ts';
import { planPath } from '../records/plan-file.ts';
import { poolFor } from '../run.ts';
import { runSettings, withProgress } from '../run-settings.ts';
import { tellDamage } from './show-result.ts';

const EXAMPLES = `
Examples:
  expressivity shard runs/density 0
  expressivity shard runs/density $SLURM_ARRAY_TASK_ID --threads 4 --quiet

A shard resumes from its records, and a finished shard returns at once. If two processes run one shard at the
same time, both write the same records.
`;

export function shardCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('<DIR>', 'folder that expressivity plan has made')
    .argument('<I>', 'number of the shard, from 0')
    .addHelpText('after', EXAMPLES)
    .option('--threads <n>', 'worker threads; they change no digit (default: all of the machine)')
    .option('--progress <auto|json|none>', PROGRESS_HELP)
    .option('--quiet', 'no progress on standard error')
    .action((folder, shard, options) => measureShard(folder, shard, options, signal));
}

async function measureShard(
  folder: string,
  text: string,
  options: CommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const settings = await runSettings(options, []);
  const { planned, plan, run } = await openPlanned(folder, true);
  const path = echoPath(planPath(folder));
  const { kernels } = planned.identity;
  if (kernels !== 'simd128')
    throw new InputError(
      `${path}: kernels`,
      'simd128 for shards, whose digits are the same everywhere',
      kernels,
    );
  if (planned.shards === null)
    throw new InputError(`${path}: shards`, 'a number (expressivity plan)', 'null');
  const shard = readNumber(text);
  if (!Number.isInteger(shard) || shard < 0 || shard >= planned.shards)
    throw new InputError('I', `a shard from 0 to ${planned.shards - 1}`, echo(text));
  run.store.prepare();
  recordsAreIn(folder);
  tellDamage(run);
  const ranges = shardRanges(plan, planned.shards)[shard]!;
  try {
    await withProgress({ ...settings, kernels }, `shard ${shard}: `, signal, (options) =>
      run.measure(ranges, poolFor(plan, options), options),
    );
  } finally {
    run.close();
  }
}
