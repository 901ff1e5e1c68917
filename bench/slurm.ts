/**
 * A sweep on a Slurm of one node, which this starts: `npx tsx bench/slurm.ts [CELLS] [SHARDS] [NETWORKS]` plans
 * and submits it with the built command, and prints the seconds from the plan to the merged result, beside
 * those of one process.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSlurm } from '../test/acceptance/slurm.ts';

const [cells = 1000, shards = 4, networks = 100] = process.argv.slice(2).map(Number);
const cli = fileURLToPath(new URL('../dist/node/cli.js', import.meta.url));
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'expressivity-slurm-'));
// Cells with biases do not share their networks.
const sigmaB = `0.001:${(cells / 1000).toFixed(3)}:0.001`;
const sweep = ['--width', '16', '--depth', '4', '--sigma-b', sigmaB, '--networks', `${networks}`];

const slurm = await startSlurm();
try {
  const command = (...words: string[]) =>
    execFileSync(process.execPath, [cli, ...words], {
      cwd: folder,
      env: slurm.env,
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 2 ** 30,
    });
  const seconds = async (work: () => Promise<void>) => {
    const start = performance.now();
    await work();
    return ((performance.now() - start) / 1000).toFixed(1);
  };
  const onSlurm = await seconds(async () => {
    command('plan', ...sweep, '--shards', `${shards}`, '--out', 'sweep', '--quiet');
    command('slurm', 'sweep', '--submit');
    while (slurm.run('squeue', '--noheader') !== '') await sleep(200);
    if (!existsSync(join(folder, 'sweep/result.json'))) throw new Error('expected a merged result, got none');
  });
  const local = await seconds(async () => {
    command('trajectory', ...sweep, '--out', 'local', '--quiet');
  });
  const [merged, own] = ['sweep', 'local'].map((name) =>
    JSON.stringify(JSON.parse(readFileSync(join(folder, name, 'result.json'), 'utf8')).cells),
  );
  if (merged !== own) throw new Error('expected the cells of one process, got others');
  console.log(
    `${cells} cells x ${networks} networks, ${shards} shards: ${onSlurm} s; one process: ${local} s`,
  );
} finally {
  slurm.stop();
  rmSync(folder, { recursive: true });
}
