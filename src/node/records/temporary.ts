/** Names of files that are being written: they say by which process, so that those of dead ones are removed. */
import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isOver } from '../process-over.ts';

const PREFIX = `.writing-${hostname()}-`;
let count = 0;

export function temporaryName(): string {
  return `${PREFIX}${process.pid}-${count++}`;
}

/** Removes what killed processes of this machine have left. */
export function removeTemporary(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const [, pid] = /^(\d+)-\d+$/.exec(name.slice(PREFIX.length)) ?? [];
    const path = join(folder, name);
    if (pid !== undefined && isOver(Number(pid), path)) rmSync(path, { force: true });
  }
}
