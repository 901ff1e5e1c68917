/** `expressivity slurm`: writes the script that runs a planned run on Slurm. */
import { spawn } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { echo, echoPath, InputError, printable, readNumber } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { openPlanned, openRun, type PlannedFolder } from '../records/open-run.ts';
import { MOST_SHARDS, planPath } from '../records/plan-file.ts';
import { submitScript } from '../submit-script.ts';
import { checkFolder, writeFiles } from '../write.ts';
import { statusOf } from './status.ts';

const EXAMPLES = `
Examples:
  expressivity plan --width 100 --density 0.1:1:0.1 --networks 10000 --shards 100 --out runs/density
  expressivity slurm runs/density --time 30 --cpus-per-task 4 --submit
  expressivity slurm runs/density --partition long && sh runs/density/submit.sh --account=physics

submit.sh submits the missing shards and then the merge. After failures, run it again.
`;
const SCRIPT = 'submit.sh';
const MOST_CPUS = 1024;

export function slurmCommand(command: Command, signal: AbortSignal): void {
  command
    .argument('<DIR>', 'folder that expressivity plan has made; all nodes must see it under this path')
    .addHelpText('after', EXAMPLES)
    .option('--shards <n>', 'divide the run again and keep its records (default: the shards of the plan)')
    .option('--time <limit>', 'time limit of a job as sbatch takes it: minutes, h:m:s or days-hours')
    .option('--cpus-per-task <n>', 'threads of a shard (default: 1)')
    .option('--partition <name>', 'where jobs run')
    .option('--submit', 'run submit.sh')
    .action((folder, options) => slurm(folder, options, signal));
}

async function slurm(folder: string, options: CommandOptions, signal: AbortSignal): Promise<void> {
  const cpus = numberOf('--cpus-per-task', options.cpusPerTask, MOST_CPUS) ?? 1;
  const shards = numberOf('--shards', options.shards, MOST_SHARDS);
  const time = matching(options, 'time', /^(\d+-)?\d+(:\d{1,2}){0,2}$/, 'minutes, h:m:s or days-hours:m:s');
  const partition = matching(options, 'partition', /^[\w.-]+(,[\w.-]+)*$/, 'names of partitions');
  const opened = await openPlanned(folder, false);
  await checkFolder(folder, [SCRIPT]);
  const count = await divided(folder, opened, shards);
  const { missing } = statusOf(opened.plan, opened.run, count);
  const { experiment, inputs } = opened.planned.identity;
  const command = [process.execPath, ...process.execArgv, process.argv[1]!];
  const text = submitScript({
    command,
    identity: `${resolve(folder)} ${experiment} ${inputs}`,
    time,
    cpus,
    partition,
  });
  await writeFiles(folder, { [SCRIPT]: text }, signal);
  const path = join(folder, SCRIPT);
  await chmod(path, 0o755);
  if (options.submit === true) await submit(path, signal);
  else
    process.stdout.write(
      `${count} shards, missing: ${missing || 'none'}; to submit: sh ${printable(path)}\n`,
    );
}

/** The number of shards; divides the run again where another one is asked for. @throws InputError */
async function divided(
  folder: string,
  { planned, plan }: PlannedFolder,
  shards: number | null,
): Promise<number> {
  if (shards === null || shards === planned.shards) {
    if (planned.shards !== null) return planned.shards;
    throw new InputError('--shards', 'a number of shards (the run is not divided yet)', 'none');
  }
  const { experiment, directory, maxNetworks } = planned;
  if (experiment.untilRelativeCi !== null && maxNetworks === null)
    throw new InputError(
      `${echoPath(planPath(folder))}: maxNetworks`,
      'a number (expressivity plan)',
      'null',
    );
  const { kernels } = planned.identity;
  const asked = {
    experiment,
    plan,
    directory,
    kernels,
    resume: true,
    shards: { count: shards, maxNetworks },
  };
  (await openRun(folder, asked)).close();
  return shards;
}

function numberOf(name: string, value: unknown, most: number): number | null {
  if (value === undefined) return null;
  const number = readNumber(String(value));
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new InputError(name, `an integer from 1 to ${most}`, echo(String(value)));
}

function matching(options: CommandOptions, name: string, form: RegExp, expected: string): string | null {
  const value = options[name];
  if (value === undefined) return null;
  if (form.test(String(value))) return String(value);
  throw new InputError(`--${name}`, expected, echo(String(value)));
}

/** Runs the script; what it prints is what this command prints. */
async function submit(path: string, signal: AbortSignal): Promise<void> {
  const child = spawn('sh', [path], { stdio: 'inherit', signal });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) throw new Error(`${echoPath(path)}: expected to submit, got exit code ${code}`);
}
