/**
 * Where files lie on their way to their folder: in a folder within it, named after the process that writes.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isOver } from './process-over.ts';

const OF_THIS_MACHINE = `.writing-${hostname()}-`;

const ATTEMPTS = 10;

export interface Staging {
  readonly path: string;
  /** Removes it with all that is in it, and the folders that were made for it if they are empty. */
  close(): void;
}

/**
 * Makes a folder, where there is none, and a staging folder in it, which is closed at the latest when the
 * process exits. Staging folders that killed processes of this machine have left there are removed.
 * @throws Error of the file system; nothing stays behind.
 */
export function openStaging(folder: string): Staging {
  const missing = missingFolders(folder);
  let path: string | null = null;
  const close = () => {
    process.off('exit', close);
    if (path !== null) rmSync(path, { recursive: true, force: true });
    removeEmpty([...missing].reverse());
  };
  process.once('exit', close);
  for (let attempt = 1; ; attempt++) {
    try {
      for (const at of missing) makeFolder(at);
      removeStale(folder);
      path = mkdtempSync(join(folder, `${OF_THIS_MACHINE}${process.pid}-`));
      return { path, close };
    } catch (error) {
      // Another run into the same place may have removed the folder, still empty, that it had made too.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && attempt < ATTEMPTS) continue;
      close();
      throw error;
    }
  }
}

function removeStale(folder: string): void {
  for (const name of entries(folder)) {
    if (!name.startsWith(OF_THIS_MACHINE)) continue;
    const [, pid] = /^(\d+)-\w{6}$/.exec(name.slice(OF_THIS_MACHINE.length)) ?? [];
    const path = join(folder, name);
    if (pid !== undefined && isOver(Number(pid), path)) rmSync(path, { recursive: true, force: true });
  }
}

/** A folder that may be written to need not be readable. */
function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The folder and those above it that are not there, from above. */
export function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at); at = dirname(at)) missing.unshift(at);
  return missing;
}

/**
 * One by one: where a file system has no room for folders, as /proc, `recursive` of Node 20 never returns.
 */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Removes those that are there and empty. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch {
      // Not made, or somebody has put something there: it stays.
    }
  }
}
