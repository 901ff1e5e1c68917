/**
 * Memory of large runs: `npx tsx bench/records.ts NETWORKS WIDTH DEPTH [CELLS [MEASURE]]` fills a run folder
 * with copies of one measured block, has the built command report it, and prints time and peak memory of that
 * process. A network and layer takes 60 bytes of disk, 28 where MEASURE is `length`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inlineExecutor } from '../src/ensemble/index.ts';
import { type MeasureName, parseExperiment } from '../src/experiment/index.ts';
import { openRun } from '../src/node/records/open-run.ts';
import { planRecorded } from '../src/node/run.ts';

const [networks = 1e7, width = 16, depth = 4, cells = 1] = process.argv.slice(2, 6).map(Number);
const measure = process.argv[6] as MeasureName | 'length' | undefined;
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'expressivity-records-'));
try {
  // Cells with biases do not share their networks.
  const sigmaB = Array.from({ length: cells }, (_, c) => (cells === 1 ? 0 : 0.001 * (c + 1)));
  const experiment = parseExperiment({
    ...{ width, depth, networks, sigmaB },
    ...(measure !== undefined && { measure: [measure] }),
  });
  const plan = await planRecorded(experiment);
  const asked = { experiment, plan, directory: process.cwd(), kernels: 'simd128', resume: false } as const;
  const opened = await openRun(folder, asked);
  const executor = await inlineExecutor(plan.runs.map(({ subject }) => subject));
  const size = 1024;
  for (let run = 0; run < plan.runs.length; run++) {
    const block = await executor.execute({ run, first: 0, networks: size });
    for (let first = 0; first + size <= networks; first += size)
      await opened.run.store.add({ ...block, first }, run);
    const left = networks % size;
    if (left > 0) {
      const last = await executor.execute({ run, first: networks - left, networks: left });
      await opened.run.store.add(last, run);
    }
  }
  await opened.run.store.flush();
  opened.close();
  await executor.close();
  console.log(`${cells} cells are recorded: ${(performance.now() / 1000).toFixed(1)} s`);
  const start = performance.now();
  const peak = await peakOf(['report', folder, '--quiet']);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${cells} cells x ${networks} networks x ${depth} layers: report took ${seconds} s and ${peak} MB`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs the built command. Resolves to the most memory that it had, in MB. */
function peakOf(words: readonly string[]): Promise<number> {
  const cli = fileURLToPath(new URL('../dist/node/cli.js', import.meta.url));
  const child = spawn(process.execPath, [cli, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const timer = setInterval(() => {
    const mark = /VmHWM:\s+(\d+) kB/.exec(readStatus(child.pid!));
    if (mark !== null) peak = Math.round(Number(mark[1]) / 1000);
  }, 50);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(timer);
      if (code === 0) resolve(peak);
      else reject(new Error(`report ended with ${code}`));
    });
  });
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
