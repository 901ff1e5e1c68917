/** Files that are there whole or not at all. */
import { renameSync } from 'node:fs';
import { lstat, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { echoPath, InputError } from '../experiment/index.ts';
import { openStaging, type Staging } from './staging.ts';

/** What a file will hold; in pieces where it may be longer than a string or an array can be. */
export type Content =
  | string
  | Uint8Array
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

/**
 * Refuses an output folder that files of these names could not be written to, before any work is done.
 * Nothing stays behind.
 * @throws InputError naming the folder.
 */
export async function checkFolder(folder: string, names: readonly string[]): Promise<void> {
  if (folder === '') throw new InputError('--out', 'a folder', '""');
  let staging: Staging | null = null;
  try {
    // Permissions do not tell all: a file system may be read-only, or not for files at all.
    staging = openStaging(folder);
    for (const name of names) await checkPlace(folder, staging.path, name);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const obstacle = await obstacleOf(folder);
    if (obstacle !== null) throw new InputError('--out', 'a folder', obstacle);
    const reason = reasonOf(error as NodeJS.ErrnoException);
    throw new InputError('--out', 'a folder that can be written to', `"${echoPath(folder)}" (${reason})`);
  } finally {
    staging?.close();
  }
}

/** `EACCES: permission denied` */
function reasonOf({ code, errno = 0 }: NodeJS.ErrnoException): string {
  return (getSystemErrorMap().get(errno) ?? [code]).join(': ');
}

/** @throws InputError for a folder where the file should go; Error for a path that is too long. */
async function checkPlace(folder: string, staging: string, name: string): Promise<void> {
  const there = await Promise.all(
    [join(folder, name), join(staging, name)].map((path) =>
      lstat(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      }),
    ),
  );
  if (there[0]?.isDirectory()) {
    throw new InputError('--out', `a folder with room for a file ${name}`, 'one with a folder of that name');
  }
}

/** The file or link that stands where the folder, or one above it, should be; null where there is none. */
async function obstacleOf(folder: string): Promise<string | null> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const entry = await lstat(at).catch(() => null);
    const target = await stat(at).catch(() => null);
    if (entry?.isSymbolicLink() && target === null) return `"${echoPath(at)}", a link that leads nowhere`;
    if (target !== null) return target.isDirectory() ? null : `the file "${echoPath(at)}"`;
    if (at === dirname(at)) return null;
  }
}

/**
 * Writes the files (name → content) into the folder: first all beside their places, then all are moved there.
 * If anything fails, if `signal` is aborted or the process exits before, files that were there stay as they
 * were and nothing else stays behind.
 * @returns the paths.
 * @throws Error naming the folder; the signal's reason.
 */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Content>>,
  signal?: AbortSignal,
): Promise<string[]> {
  const names = Object.keys(files);
  let staging: Staging | null = null;
  try {
    staging = openStaging(folder);
    for (const name of names)
      await writeFile(join(staging.path, name), files[name]!, signal ? { signal } : {});
    signal?.throwIfAborted();
    for (const name of names) renameSync(join(staging.path, name), join(folder, name));
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`${folder}: expected to be written to, got ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    staging?.close();
  }
  return names.map((name) => join(folder, name));
}
