/** Runs that are killed at random times and gone on with, until each has its result. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStream, uniform01 } from '../../src/random/index.ts';
import { cli } from './expressivity.ts';

/** Most of a second of one core: starting, measuring many blocks, and writing results all take their share. */
const EXPERIMENT = '--width 40 --depth 5 --density 0.3,1 --sigma-w 1,2 --networks 1000 --threads 1 --quiet';

export interface Kills {
  readonly kills: number;
  readonly seed: number;
  /** After so long it ends with fewer. */
  readonly seconds?: number;
  readonly onKill?: (done: number, finished: number) => void;
}

/**
 * Kills `trajectory` so many times with SIGKILL. Returns the numbers of kills and of runs that were finished,
 * and what went wrong: a block file that was lost or changed, a folder that could not be gone on with, other cells.
 */
export async function killAndResume({
  kills,
  seed,
  seconds = Number.POSITIVE_INFINITY,
  onKill,
}: Kills): Promise<{ killed: number; finished: number; faults: string[] }> {
  const stream = openStream(BigInt(seed));
  const base = mkdtempSync(join(tmpdir(), 'expressivity-kills-'));
  const faults: string[] = [];
  let finished = 0;
  let killed = 0;
  const start = performance.now();
  const isOver = () => killed >= kills || performance.now() - start > 1000 * seconds;
  try {
    const first = await run(join(base, 'whole'), null);
    if (first !== 0) faults.push(`a run that nobody killed: exit code ${first}`);
    const whole = performance.now() - start;
    const cells = cellsOf(join(base, 'whole'));
    while (!isOver() && first === 0) {
      const folder = join(base, `run${finished}`);
      let known: Readonly<Record<string, string>> = {};
      for (let ended = false; !ended; ) {
        const code = await run(folder, isOver() ? null : whole * uniform01(stream));
        ended = code !== null;
        if (code === null) {
          killed++;
          onKill?.(killed, finished);
        }
        if (ended && code !== 0) faults.push(`kill ${killed}: exit code ${code}`);
        const now = blockFiles(folder);
        for (const [name, hash] of Object.entries(known))
          if (now[name] !== hash) faults.push(`kill ${killed}: ${name} ${now[name] ? 'changed' : 'is lost'}`);
        known = now;
      }
      if (cellsOf(folder) !== cells) faults.push(`kill ${killed}: other cells`);
      finished++;
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
  return { killed, finished, faults };
}

/** Exit code; null where the process was killed after `ms`. */
function run(folder: string, ms: number | null): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const words = ['trajectory', ...EXPERIMENT.split(' '), '--out', folder, '--resume'];
    const child = spawn(process.execPath, [cli, ...words], { stdio: 'ignore' });
    const timer = ms === null ? null : setTimeout(() => child.kill('SIGKILL'), ms);
    child.on('error', reject);
    child.on('exit', (code) => {
      if (timer !== null) clearTimeout(timer);
      resolve(code);
    });
  });
}

/** Names and hashes of the files of records. */
function blockFiles(folder: string): Record<string, string> {
  const records = join(folder, 'records');
  if (!existsSync(records)) return {};
  const names = readdirSync(records).filter((name) => name.endsWith('.blocks'));
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(records, name)))
      .digest('hex');
  return Object.fromEntries(names.map((name) => [name, hash(name)]));
}

function cellsOf(folder: string): string {
  const path = join(folder, 'result.json');
  return existsSync(path) ? JSON.stringify(JSON.parse(readFileSync(path, 'utf8')).cells) : 'none';
}
