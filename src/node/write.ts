/** Files that are there whole or not at all. */
import { renameSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { echoPath, InputError } from '../experiment/index.ts';

/** Files on their way to their folder lie in a folder of this name within it. */
const STAGING = '.writing-';

/**
 * Refuses an output folder that files of these names could not be written to, before any work is done. Nothing stays behind.
 * @throws InputError naming the folder.
 */
export async function checkFolder(folder: string, names: readonly string[]): Promise<void> {
  if (folder === '') throw new InputError('--out: expected a folder, got ""');
  let at = resolve(folder);
  let found = await stat(at).catch(() => null);
  while (found === null && dirname(at) !== at) {
    at = dirname(at);
    found = await stat(at).catch(() => null);
  }
  if (!found?.isDirectory()) throw new InputError(`--out: expected a folder, got the file "${echoPath(at)}"`);
  try {
    // Permissions do not tell all: a file system may be read-only, or not for files at all.
    await rmdir(await mkdtemp(join(at, STAGING)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `--out: expected a folder that can be written to, got "${echoPath(folder)}" (${code})`,
    );
  }
  for (const name of names) {
    const target = await stat(join(folder, name)).catch(() => null);
    if (target?.isDirectory()) {
      throw new InputError(
        `--out: expected a folder with room for a file ${name}, got one with a folder of that name`,
      );
    }
  }
}

/**
 * Writes the files (name → content) into the folder: first all beside their places, then all are moved there. If anything fails, if
 * `signal` is aborted or the process exits before, files that were there stay as they were and nothing else stays behind.
 * @returns the paths.
 * @throws Error naming the folder; the signal's reason.
 */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  signal?: AbortSignal,
): Promise<string[]> {
  const names = Object.keys(files);
  let created: string | undefined;
  let clean = () => {};
  try {
    created = await mkdir(folder, { recursive: true });
    const staging = await mkdtemp(join(folder, STAGING));
    clean = () => rmSync(staging, { recursive: true, force: true });
    process.once('exit', clean);
    for (const name of names) await writeFile(join(staging, name), files[name]!, signal ? { signal } : {});
    signal?.throwIfAborted();
    for (const name of names) renameSync(join(staging, name), join(folder, name));
    clean();
  } catch (error) {
    clean();
    if (created !== undefined) await removeEmpty(resolve(folder), resolve(created));
    signal?.throwIfAborted();
    throw new Error(`${folder}: expected to be written to, got ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    process.off('exit', clean);
  }
  return names.map((name) => join(folder, name));
}

/** Removes `folder` and those above it up to `top`, as far as they are empty. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  try {
    for (let at = folder; ; at = dirname(at)) {
      await rmdir(at);
      if (at === top) return;
    }
  } catch {
    // Somebody else has put something there: it stays.
  }
}
