/** Files that are there whole or not at all. */
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../experiment/index.ts';

/**
 * Refuses an output folder that could not be written to, before any work is done and without creating anything.
 * @throws InputError naming the folder.
 */
export async function checkFolder(folder: string): Promise<void> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found === null && dirname(at) !== at) continue;
    if (!found?.isDirectory()) throw new InputError(`--out: expected a folder, got the file "${at}"`);
    await access(at, constants.W_OK).catch(() => {
      throw new InputError(`--out: expected a folder that can be written to, got "${folder}"`);
    });
    return;
  }
}

/**
 * Writes the files (name → text) into the folder: first all under temporary names, then each is renamed. If anything fails
 * the temporary files are removed and files that were there before are as they were.
 */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const names = Object.keys(files);
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.tmp`);
  try {
    for (const name of names) await writeFile(temporary(name), files[name]!);
    for (const name of names) await rename(temporary(name), join(folder, name));
  } catch (error) {
    await Promise.all(names.map((name) => rm(temporary(name), { force: true })));
    throw error;
  }
  return names.map((name) => join(folder, name));
}

/** A document as it is written and printed. */
export function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
