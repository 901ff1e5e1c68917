/** Runs that are killed at random times and gone on with, until each has its result. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStream, uniform01 } from '../../src/random/index.ts';
import { cli } from './expressivity.ts';

/** About a second of one core: starting, measuring many blocks, and writing results all take their share. */
const EXPERIMENT = '--width 40 --depth 5 --density 0.3,1 --sigma-w 1,2 --networks 1500 --threads 1 --quiet';

/** A run that takes longer, in milliseconds, or 20 times as long as the first, hangs. */
const LONGEST = 120_000;

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
    const first = await run(join(base, 'whole'), null, LONGEST);
    if (first !== 0) faults.push(`a run that nobody killed: ${first}`);
    // The quickest so far: where the machine was busy at first, later runs would end before they are killed.
    let whole = performance.now() - start;
    const longest = Math.max(LONGEST, 20 * whole);
    const cells = cellsOf(join(base, 'whole'));
    while (!isOver() && first === 0) {
      const folder = join(base, `run${finished}`);
      let known: Readonly<Record<string, string>> = {};
      for (let ended = false; !ended; ) {
        const isFirst = !existsSync(folder);
        const begin = performance.now();
        const end = await run(folder, isOver() ? null : whole * uniform01(stream), longest);
        ended = end !== null;
        if (ended && isFirst) whole = Math.min(whole, performance.now() - begin);
        if (end === null) {
          killed++;
          onKill?.(killed, finished);
        }
        if (ended && end !== 0) faults.push(`kill ${killed}: ${end}`);
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

/**
 * 0 where the run ended well, null where it was killed after `ms`, else what is wrong with it. One that is still
 * there after `longest` hangs: it is ended, and what its threads waited for is told.
 */
function run(folder: string, ms: number | null, longest: number): Promise<0 | null | string> {
  return new Promise((resolve, reject) => {
    const words = ['trajectory', ...EXPERIMENT.split(' '), '--out', folder, '--resume'];
    const child = spawn(process.execPath, [cli, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const timer = ms === null ? undefined : setTimeout(() => child.kill('SIGKILL'), ms);
    let hung: string | null = null;
    const watch = setTimeout(() => {
      hung = `hung for ${longest} ms: ${threadsOf(child.pid!)}; ${readdirSync(folder, { recursive: true }).join(' ')}`;
      child.kill('SIGKILL');
    }, longest);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      clearTimeout(watch);
      resolve(hung ?? (code === 0 || code === null ? code : `exit code ${code}: ${said}`));
    });
  });
}

/** Name and state of each thread of a process, and what it waits for, as far as the machine tells. */
function threadsOf(pid: number): string {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8').trim();
    } catch {
      return '?';
    }
  };
  const tasks = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];
  return tasks
    .map((task) => `/proc/${pid}/task/${task}`)
    .map((task) => [read(`${task}/stat`).split(' ').slice(1, 3), read(`${task}/wchan`)].flat().join(' '))
    .join(', ');
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
