/** `expressivity plan`: divides a run into shards. */
import type { Command } from 'commander';
import { type Plan, shardNetworks } from '../../ensemble/index.ts';
import { echo, InputError, readNumber } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { kernelsOf } from '../kernels.ts';
import { refuseBeside, refuseWithout } from '../no-effect.ts';
import { addExperimentOptions } from '../options.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { openRun } from '../records/open-run.ts';
import { MOST_SHARDS } from '../records/plan-file.ts';
import { planRecorded } from '../run.ts';
import { RUN_FILES } from '../run-folder.ts';
import { LISTS_HELP } from '../terms.ts';
import { checkFolder } from '../write.ts';

const EXAMPLES = `
Examples:
  expressivity plan --width 100 --density 0.1:1:0.1 --networks 10000 --shards 20 --out runs/density
  expressivity plan experiment.json --until-relative-ci 0.01 --max-networks 50000 --shards 8 --out runs/ci

Then run every shard, in any order, on any machine that sees the folder:
  expressivity shard runs/density 0
  …
  expressivity shard runs/density 19
and finally
  expressivity merge runs/density
`;

export function planCommand(command: Command): void {
  command
    .argument('[FILE]', 'experiment file (JSON); options override its fields')
    .addHelpText('after', EXAMPLES + LISTS_HELP);
  addExperimentOptions(command)
    .option('--shards <n>', 'number of shards')
    .option(
      '--max-networks <n>',
      'with --until-relative-ci: networks of each cell that shards measure; the merge prints how many it used',
    )
    .option('--kernels <name>', 'simd128, whose digits are the same on every machine (default: simd128)')
    .option('--out <dir>', 'folder of the run: plan, records and, after the merge, results')
    .option('--resume', 'keep the records of the folder, to change the number of shards or of networks')
    .option('--quiet', 'print nothing')
    .action(plan);
}

async function plan(file: string | undefined, options: CommandOptions): Promise<void> {
  const experiment = await readExperiment(file, options);
  if (experiment.estimator === 'exact')
    refuseBeside(options, ['points'], 'the exact estimator, which takes none');
  if (experiment.untilRelativeCi === null) refuseWithout(options, ['maxNetworks'], '--until-relative-ci');
  const { out } = options;
  if (typeof out !== 'string') throw new InputError('--out', 'a folder', 'none');
  const count = wholeNumber('--shards', options.shards, MOST_SHARDS);
  const kernels = kernelsOf(String(options.kernels ?? 'auto'));
  if (kernels !== 'simd128')
    throw new InputError(
      '--kernels',
      'simd128 for shards, whose digits are the same on every machine',
      kernels,
    );
  const maxNetworks =
    experiment.untilRelativeCi === null
      ? null
      : wholeNumber('--max-networks', options.maxNetworks, Number.MAX_SAFE_INTEGER);
  await checkFolder(out, RUN_FILES);
  const planned = await planRecorded(experiment).catch((error: unknown): never => {
    throw inUsersWords(error, options, file);
  });
  const opened = await openRun(out, {
    experiment,
    plan: planned,
    directory: process.cwd(),
    kernels,
    resume: options.resume === true,
    shards: { count, maxNetworks },
  });
  opened.close();
  if (options.quiet !== true) process.stdout.write(summary(opened.run.plan, count, out));
}

function wholeNumber(name: string, value: unknown, most: number): number {
  const number = value === undefined ? Number.NaN : readNumber(String(value));
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new InputError(
    name,
    `an integer from 1 to ${most}`,
    value === undefined ? 'none' : echo(String(value)),
  );
}

function summary(plan: Plan, shards: number, out: string): string {
  const networks = shardNetworks(plan).reduce((sum, count) => sum + count, 0);
  return `${shards} shards of ${networks} networks: expressivity shard ${out} 0 … ${shards - 1}, then expressivity merge ${out}\n`;
}
