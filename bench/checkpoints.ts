/**
 * What records cost: `npx tsx bench/checkpoints.ts [NETWORKS] [PAIRS]` runs one experiment in turns with and
 * without records in a folder, on one thread, and prints the CPU seconds of both and the median of the
 * quotients. Pictures and other documents are written by neither.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../src/experiment/index.ts';
import { openRun } from '../src/node/records/open-run.ts';
import { planTrajectory, poolFor, runOn, runRecorded } from '../src/node/run.ts';
import { median } from './time.ts';

const [networks = 1200, pairs = 5] = process.argv.slice(2).map(Number);
const experiment = parseExperiment({ width: 200, depth: 10, density: 0.1, networks });
const threads = { threads: 1 } as const;

async function plain(): Promise<void> {
  const plan = await planTrajectory(experiment);
  await runOn(plan, await poolFor(plan, threads).open(), {});
}

async function recorded(): Promise<void> {
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'expressivity-checkpoints-'));
  const plan = await planTrajectory(experiment);
  const asked = { experiment, plan, directory: process.cwd(), kernels: 'simd128', resume: false } as const;
  const { run, close } = await openRun(folder, asked);
  await runRecorded(run, poolFor(plan, threads), {});
  close();
  rmSync(folder, { recursive: true });
}

async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

await plain();
const quotients: number[] = [];
for (let i = 0; i < pairs; i++) {
  const [without, withRecords] = [await cpuSeconds(plain), await cpuSeconds(recorded)];
  quotients.push(withRecords / without);
  console.log(`without ${without.toFixed(2)} s, with records ${withRecords.toFixed(2)} s of CPU`);
}
console.log(`with records ${median(quotients).toFixed(3)} of without`);
