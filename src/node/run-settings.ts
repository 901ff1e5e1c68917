/** Settings of every command that runs an ensemble: kernels, threads, output folder, progress. */
import { echo, InputError, printable } from '../experiment/index.ts';
import type { KernelsName } from '../kernels/index.ts';
import type { CommandOptions } from './command-options.ts';
import { kernelsOf } from './kernels.ts';
import { mostThreads } from './machine.ts';
import { refuseBeside } from './no-effect.ts';
import { PROGRESS_MODES, type ProgressMode, progressBar } from './progress.ts';
import type { RunOptions } from './run.ts';
import { clearStatus } from './status-line.ts';
import { checkFolder } from './write.ts';

/** Values of --kernels, --threads, --out, --json, --progress and --quiet. */
export interface RunSettings {
  readonly kernels: KernelsName;
  readonly threads?: number;
  readonly out: string | null;
  readonly json: boolean;
  readonly progress: ProgressMode;
  /** Neither progress nor notes. */
  readonly quiet: boolean;
}

/**
 * Reads the options of a run. `names`: the files that the run is going to write into its folder.
 * @throws InputError
 */
export async function runSettings(options: CommandOptions, names: readonly string[]): Promise<RunSettings> {
  const kernels = kernelsOf(String(options.kernels ?? 'auto'));
  const threads = threadsOf(options);
  const progress = progressOf(options);
  const out = typeof options.out === 'string' ? options.out : null;
  if (out !== null) await checkFolder(out, names);
  const [json, quiet] = [options.json === true, options.quiet === true];
  return { kernels, ...threads, out, json, progress, quiet };
}

function progressOf(options: CommandOptions): ProgressMode {
  if (options.quiet === true) refuseBeside(options, ['progress'], '--quiet');
  const { progress = options.quiet === true ? 'none' : 'auto' } = options;
  const mode = PROGRESS_MODES.find((name) => name === progress);
  if (mode === undefined)
    throw new InputError('--progress', PROGRESS_MODES.join(', '), echo(String(progress)));
  return mode;
}

/** Value of --threads. @throws InputError */
export function threadsOf({ threads }: CommandOptions): { threads?: number } {
  if (threads === undefined) return {};
  const count = /^\d+$/.test(String(threads)) ? Number(threads) : Number.NaN;
  if (count >= 1 && count <= mostThreads()) return { threads: count };
  throw new InputError('--threads', `an integer from 1 to ${mostThreads()}`, echo(String(threads)));
}

/** Calls `work` with options that show its progress, titled `title`, and stop it when `signal` is aborted. */
export async function withProgress<T>(
  { kernels, threads, progress }: RunSettings,
  title: string,
  signal: AbortSignal,
  work: (options: RunOptions) => Promise<T>,
): Promise<T> {
  const bar = progressBar({ mode: progress, title });
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

/** Prints a note, also while progress is shown. */
export function tellNote(note: string, { quiet }: RunSettings): void {
  if (quiet) return;
  clearStatus();
  process.stderr.write(`${note}\n`);
}

/** Prints which files were written. */
export function tellWritten(files: readonly string[], { quiet }: RunSettings): void {
  if (!quiet) process.stderr.write(`wrote ${printable(files.join(', '))}\n`);
}
