/** A progress bar on standard error, where that is a terminal. */
import type { Progress } from '../ensemble/options.ts';

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

const SILENT: ProgressBar = { update() {}, stop() {} };
const REFRESH_MS = 100;

export interface ProgressBarOptions {
  readonly quiet: boolean;
  /** What stands before the bar. */
  readonly title: string;
  /** Where it is drawn; standard error by default. */
  readonly stream?: NodeJS.WriteStream;
}

/**
 * Shows share, networks, rate, time left and the current interval; silent with `quiet` or without a terminal.
 * However the process ends, the terminal is left as it was.
 */
export async function progressBar({
  quiet,
  title,
  stream = process.stderr,
}: ProgressBarOptions): Promise<ProgressBar> {
  if (quiet || !stream.isTTY) return SILENT;
  const { SingleBar } = (await import('cli-progress')).default;
  const start = performance.now();
  let last = 0;
  const bar = new SingleBar({
    format: `${title ? `${title} ` : ''}{bar} {percentage}% | {networks} of {planned} networks | {rate}/s | {left} left{interval}`,
    stream,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
  });
  const stop = () => {
    process.off('exit', stop);
    bar.stop();
  };
  process.once('exit', stop);
  bar.start(1, 0, { networks: 0, planned: '?', rate: '?', left: '?', interval: '' });
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < REFRESH_MS) return;
      last = now;
      const seconds = (now - start) / 1000;
      const half = progress.relativeHalfWidth();
      const run = progress.runs > 1 ? ` (run ${progress.run + 1} of ${progress.runs})` : '';
      bar.update(progress.share, {
        networks: progress.networks,
        planned: progress.planned,
        rate: (progress.networks / seconds).toPrecision(3),
        left: duration((seconds / progress.share) * (1 - progress.share)),
        interval:
          half === null || !Number.isFinite(half)
            ? ''
            : ` | last layer ± ${(100 * half).toPrecision(2)} %${run}`,
      });
    },
    stop,
  };
}

/** Rounded up to what is shown, so that there is never a sixtieth second. */
function duration(time: number): string {
  const seconds = Math.ceil(time);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
