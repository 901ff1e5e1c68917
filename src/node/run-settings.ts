/** Settings of every command that runs an ensemble: kernels, threads, output folder, progress. */
import { echo, InputError, printable } from '../experiment/index.ts';
import type { KernelsName } from '../kernels/index.ts';
import type { CommandOptions } from './command-options.ts';
import { kernelsOf } from './kernels.ts';
import { mostThreads } from './machine.ts';
import { progressBar } from './progress.ts';
import type { RunOptions } from './run.ts';
import { checkFolder } from './write.ts';

/** Values of --kernels, --threads, --out, --json and --quiet. */
export interface RunSettings {
  readonly kernels: KernelsName;
  readonly threads?: number;
  readonly out: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Reads the options of a run. `names`: the files that the run is going to write into its folder.
 * @throws InputError
 */
export async function runSettings(options: CommandOptions, names: readonly string[]): Promise<RunSettings> {
  const kernels = kernelsOf(String(options.kernels ?? 'auto'));
  const threads = threadsOf(options);
  const out = typeof options.out === 'string' ? options.out : null;
  if (out !== null) await checkFolder(out, names);
  return { kernels, ...threads, out, json: options.json === true, quiet: options.quiet === true };
}

function threadsOf({ threads }: CommandOptions): { threads?: number } {
  if (threads === undefined) return {};
  const count = /^\d+$/.test(String(threads)) ? Number(threads) : Number.NaN;
  if (count >= 1 && count <= mostThreads()) return { threads: count };
  throw new InputError('--threads', `an integer from 1 to ${mostThreads()}`, echo(String(threads)));
}

/** Calls `work` with options that show its progress, titled `title`, and stop it when `signal` is aborted. */
export async function withProgress<T>(
  { kernels, threads, quiet }: RunSettings,
  title: string,
  signal: AbortSignal,
  work: (options: RunOptions) => Promise<T>,
): Promise<T> {
  const bar = progressBar({ quiet, title });
  try {
    return await work({
      kernels,
      ...(threads === undefined ? {} : { threads }),
      signal,
      onProgress: (progress) => bar.update(progress),
    });
  } finally {
    bar.stop();
  }
}

/** Prints which files were written. */
export function tellWritten(files: readonly string[], { quiet }: RunSettings): void {
  if (!quiet) process.stderr.write(`wrote ${printable(files.join(', '))}\n`);
}
