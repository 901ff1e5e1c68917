/** A progress bar on standard error, where that is a terminal. */
import { SingleBar } from 'cli-progress';
import type { Progress } from '../ensemble/index.ts';

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

const SILENT: ProgressBar = { update() {}, stop() {} };
const REFRESH_MS = 100;

/** Shows share, networks, rate, time left and the current interval; silent with `quiet` or without a terminal. */
export function progressBar({ quiet, title }: { quiet: boolean; title?: string }): ProgressBar {
  if (quiet || !process.stderr.isTTY) return SILENT;
  const start = performance.now();
  let last = 0;
  const bar = new SingleBar({
    format: `${title ? `${title} ` : ''}{bar} {percentage}% | {networks} of {planned} networks | {rate}/s | {left} left{interval}`,
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    gracefulExit: false,
  });
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
    stop() {
      bar.stop();
    },
  };
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}
