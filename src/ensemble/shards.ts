/** The parts of a plan that processes measure on their own. */
import type { Task } from './executor.ts';
import type { Plan } from './plan.ts';

/** Networks that shards measure of a run: with `untilRelativeCi`, as many as records hold. */
export function shardNetworks({ experiment, runs }: Plan): readonly number[] {
  return runs.map(({ mostNetworks }) => experiment.networks ?? mostNetworks);
}

/**
 * The networks of each shard: an equal share of the work, in the order of runs and networks. Shards have every
 * network once; some have none where there are more shards than networks.
 */
export function shardRanges(plan: Plan, shards: number): readonly (readonly Task[])[] {
  const counts = shardNetworks(plan);
  const ends: number[] = [];
  counts.reduce((work, networks, run) => {
    ends.push(work + networks * plan.runs[run]!.cost);
    return ends[run]!;
  }, 0);
  const total = ends.at(-1) ?? 0;
  const boundaries: { run: number; network: number }[] = [];
  for (let shard = 0, run = 0; shard < shards; shard++) {
    const work = (total * shard) / shards;
    while (run < counts.length - 1 && ends[run]! <= work) run++;
    const left = Math.max(0, ends[run]! - work);
    boundaries.push({
      run,
      network: counts[run]! - Math.min(counts[run]!, Math.ceil(left / plan.runs[run]!.cost)),
    });
  }
  boundaries.push({ run: counts.length - 1, network: counts.at(-1) ?? 0 });
  return boundaries.slice(1).map((end, shard) => {
    const start = boundaries[shard]!;
    const ranges: Task[] = [];
    for (let run = start.run; run <= end.run; run++) {
      const first = run === start.run ? start.network : 0;
      const networks = (run === end.run ? end.network : counts[run]!) - first;
      if (networks > 0) ranges.push({ run, first, networks });
    }
    return ranges;
  });
}

/** A plan whose runs end at `most` networks where `untilRelativeCi` decides. */
export function limitedTo(plan: Plan, most: number | null): Plan {
  if (most === null) return plan;
  const runs = plan.runs.map((run) => ({ ...run, mostNetworks: Math.min(run.mostNetworks, most) }));
  return { ...plan, runs };
}
