/** `expressivity status`: how far a planned run is. */
import type { Command } from 'commander';
import { type Plan, shardRanges, type Task } from '../../ensemble/index.ts';
import { printable } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { json, print } from '../output.ts';
import { openPlanned } from '../records/open-run.ts';
import type { RecordedRun } from '../records/recorded-run.ts';

const EXAMPLES = `
Examples:
  expressivity status runs/density
  sbatch --array=$(expressivity status runs/density --json | jq -r .missing) shard.sh
`;

export function statusCommand(command: Command): void {
  command
    .argument('<DIR>', 'run folder')
    .addHelpText('after', EXAMPLES)
    .option('--json', 'print one JSON document')
    .action(status);
}

/** How far a planned run is. */
export interface Status {
  readonly shards: number;
  /** Shards that have all their records. */
  readonly done: number;
  /** The others, as `sbatch --array` takes them: `3,17-19`. */
  readonly missing: string;
  /** Networks that have records, of those that shards measure. */
  readonly networks: number;
  readonly planned: number;
  /** Share of the work that is done. */
  readonly share: number;
  /** What is left for one process that is as fast as those before; `null` before any. */
  readonly secondsLeft: number | null;
  /** Files that cannot be used; their networks count as not measured. */
  readonly damaged: readonly string[];
}

async function status(folder: string, options: CommandOptions): Promise<void> {
  const { planned, plan, run } = await openPlanned(folder, false);
  const found = statusOf(plan, run, planned.shards ?? 1);
  await print(options.json === true ? json(found) : inWords(found));
}

/** Headers of records are looked at, not their numbers. */
export function statusOf(plan: Plan, run: RecordedRun, shards: number): Status {
  const ranges = shardRanges(plan, shards);
  const gaps = ranges.map((own) => run.missing(own));
  const missing = gaps.flatMap((own, shard) => (own.length > 0 ? [shard] : []));
  const count = (tasks: readonly (readonly Task[])[]) =>
    tasks.flat().reduce((sum, { networks }) => sum + networks, 0);
  const work = (tasks: readonly (readonly Task[])[]) =>
    tasks.flat().reduce((sum, { run, networks }) => sum + networks * plan.runs[run]!.cost, 0);
  const [all, left] = [work(ranges), work(gaps)];
  const planned = count(ranges);
  return {
    shards,
    done: shards - missing.length,
    missing: arrayForm(missing),
    networks: planned - count(gaps),
    planned,
    share: (all - left) / all,
    secondsLeft: left === all ? null : Math.round((run.store.seconds * left) / (all - left)),
    damaged: run.store.damaged.map(({ path }) => path),
  };
}

/** `3,17-19` of ascending numbers. */
export function arrayForm(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

function inWords({ shards, done, missing, networks, planned, share, secondsLeft, damaged }: Status): string {
  const left =
    secondsLeft === null || missing === '' ? '' : `; about ${secondsLeft} s of one process are left`;
  const lines = [
    `${done} of ${shards} shards are done, ${networks} of ${planned} networks (${(100 * share).toFixed(1)} % of the work)${left}`,
    ...(missing === '' ? [] : [`missing: ${missing}`]),
    ...damaged.map((path) => `damaged: ${path}`),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}
