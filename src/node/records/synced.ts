import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName } from './temporary.ts';

/** Writes a file so that it is there whole or not at all, whatever happens to the machine. */
export async function writeSynced(
  folder: string,
  path: string,
  pieces: readonly Uint8Array[],
): Promise<void> {
  const temporary = join(folder, temporaryName());
  try {
    const file = await open(temporary, 'wx');
    try {
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}

/** Not every system has it for folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
