/**
 * Keeps two processes out of one folder: a file that says who is in. A process that died leaves it behind;
 * whoever comes next recognises that.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { echo, echoPath, InputError } from '../../experiment/index.ts';
import { isAlive } from '../process-over.ts';
import { temporaryName } from './temporary.ts';

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** When the process began, in ticks since this start of the machine; null where that is not known. */
  readonly started: string | null;
}

export interface Lock {
  release(): void;
}

/** @throws InputError naming the folder, if another process is in it. */
export function lockFolder(folder: string, shown: string): Lock {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  const own = join(folder, temporaryName());
  const text = `${JSON.stringify({ host: hostname(), pid: process.pid, started: startOf(process.pid) })}\n`;
  writeFileSync(own, text);
  try {
    while (!claimed(own, path, text)) {
      const found = read(path);
      if (found === null) continue;
      refuseLiving(found, path, shown);
      // Others may find the same stale lock at the same time: one moves it away.
      const aside = join(folder, temporaryName());
      const taken = moved(path, aside) ? read(aside) : null;
      if (taken !== null && taken !== found) claimed(aside, path, taken);
      rmSync(aside, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
  const release = () => {
    process.off('exit', release);
    if (read(path) === text) rmSync(path, { force: true });
  };
  process.once('exit', release);
  return { release };
}

/** A link appears with all its content, and only where there is nothing. */
function claimed(from: string, to: string, text: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
  }
  // A file system without links.
  try {
    writeFileSync(to, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function refuseLiving(text: string, path: string, shown: string): void {
  const holder = holderOf(text);
  // Half a lock is that of a process that died while it wrote it.
  if (holder === null) return;
  const { host, pid, started } = holder;
  const here = host === hostname();
  if (here && (!isAlive(pid) || startOf(pid) !== started)) return;
  const process = `process ${pid}${here ? '' : ` of ${echo(host)}`}`;
  const advice = here ? '' : ` (if it has ended, remove ${echoPath(path)})`;
  throw new InputError(shown, 'a folder that no other process writes to', `one of ${process}${advice}`);
}

function holderOf(text: string): Holder | null {
  try {
    const { host, pid, started } = JSON.parse(text) as Holder;
    return typeof host === 'string' && Number.isInteger(pid) ? { host, pid, started } : null;
  } catch {
    return null;
  }
}

/** Numbers of processes are given again: what tells them apart is this start of the machine and theirs. */
function startOf(pid: number): string | null {
  try {
    // The name of the program, in brackets, may have blanks. The start is field 22 of proc(5).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')')).split(' ')[20];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${start}`;
  } catch {
    return null;
  }
}
