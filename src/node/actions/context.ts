/** What every command that runs an ensemble shares: threads, progress, interruption, standard output. */
import { InputError } from '../../experiment/index.ts';
import { progressBar } from '../progress.ts';
import type { RunOptions } from '../run.ts';

/** Options of a command, by camel-case name, as commander read them. */
export type Given = Readonly<Record<string, unknown>>;

const MOST_THREADS = 1024;

/** The number of `--threads`. @throws InputError */
export function threadsOf(given: Given): { threads?: number } {
  if (given.threads === undefined) return {};
  const threads = /^\d+$/.test(String(given.threads)) ? Number(given.threads) : Number.NaN;
  if (threads >= 1 && threads <= MOST_THREADS) return { threads };
  throw new InputError(
    `--threads: expected an integer from 1 to ${MOST_THREADS}, got "${String(given.threads)}"`,
  );
}

/**
 * Calls `work` with options that show its progress and stop it at the first interrupt signal; a second one ends the process at once.
 */
export async function withInterrupt<T>(
  given: Given,
  title: string,
  work: (options: RunOptions) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const bar = progressBar({ quiet: given.quiet === true, ...(title ? { title } : {}) });
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work({
      ...threadsOf(given),
      signal: controller.signal,
      onProgress: (progress) => bar.update(progress),
    });
  } finally {
    bar.stop();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** Writes to standard output and waits until it is taken; a reader that has gone away is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    };
    process.stdout.on('error', done);
    process.stdout.write(text, done);
  });
}

/** Width and colours of a table on standard output. */
export function tableOptions(): { color: boolean; width?: number } {
  const { isTTY, columns } = process.stdout;
  return {
    color: isTTY === true && process.env.NO_COLOR === undefined,
    ...(columns ? { width: columns } : {}),
  };
}
