import { statSync } from 'node:fs';

/** Whether the process of this machine that wrote the file or folder at `path` has ended. */
export function isOver(pid: number, path: string): boolean {
  // Containers give the same few numbers again and again: our own may be that of one before us.
  if (pid === process.pid) {
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return changed !== undefined && changed < Date.now() - 1000 * process.uptime();
  }
  return !isAlive(pid);
}

/** Whether a process of this machine has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
