/** Progress on standard error: a bar in the last line of a terminal, lines in a log, or JSON for programs. */
import type { Progress } from '../ensemble/options.ts';
import { jsonLine, partsOf, percent } from './progress-text.ts';
import { type StatusLine, statusLine } from './status-line.ts';

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

/** Values of `--progress`. `auto`: a bar in a terminal, lines elsewhere. */
export const PROGRESS_MODES = ['auto', 'json', 'none'] as const;
export type ProgressMode = (typeof PROGRESS_MODES)[number];

const SILENT: ProgressBar = { update() {}, stop() {} };
const REFRESH_MS = 100;
/**
 * Without a terminal the first line comes after this time, the next after twice as long, and so on up to a
 * minute, so that the log of a cluster tells how far a run is.
 */
const FIRST_LINE_MS = 2000;
const LONGEST_PAUSE_MS = 60_000;
/** Time between two progress objects for programs. */
const JSON_MS = 1000;
/** Columns of the bar, where the terminal is wide and where it is not. */
const [LONG_BAR, SHORT_BAR, WIDE] = [24, 10, 110];

export interface ProgressBarOptions {
  readonly mode: ProgressMode;
  /** What stands before the bar. */
  readonly title: string;
  /** Where it is drawn; standard error by default. */
  readonly stream?: NodeJS.WriteStream;
}

/** Shows share, networks, time left, the cell and its interval now, and the rate. */
export function progressBar({ mode, title, stream = process.stderr }: ProgressBarOptions): ProgressBar {
  if (mode === 'none') return SILENT;
  if (mode === 'json') return told(title, stream);
  return stream.isTTY ? drawn(title, statusLine(stream)) : written(title, stream);
}

function drawn(title: string, line: StatusLine): ProgressBar {
  const start = performance.now();
  let last = 0;
  const draw = (share: number, parts: readonly string[]) => {
    const { columns } = line;
    const length = columns < WIDE ? SHORT_BAR : LONG_BAR;
    const done = Math.floor(length * share);
    const bar = `${'█'.repeat(done)}${'░'.repeat(length - done)} ${percent(share)}`;
    line.draw(fitting([title ? `${title} ${bar}` : bar, ...parts], columns));
  };
  draw(0, []);
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < REFRESH_MS) return;
      last = now;
      draw(progress.share, partsOf(progress, (now - start) / 1000));
    },
    stop: () => line.end(),
  };
}

function written(title: string, stream: NodeJS.WriteStream): ProgressBar {
  const start = performance.now();
  let pause = FIRST_LINE_MS;
  let next = start + pause;
  return {
    update(progress) {
      const now = performance.now();
      if (now < next) return;
      const parts = partsOf(progress, (now - start) / 1000);
      const text = [...(title ? [title] : []), percent(progress.share), ...parts].join(' | ');
      stream.write(`progress: ${text}\n`);
      next = now + pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    },
    stop() {},
  };
}

/** The first and the last state too, so that a program that reads it sees the end. */
function told(title: string, stream: NodeJS.WriteStream): ProgressBar {
  const start = performance.now();
  let next = start;
  let untold: Progress | null = null;
  const tell = (progress: Progress, now: number) => {
    stream.write(`${jsonLine(title, progress, (now - start) / 1000)}\n`);
    untold = null;
  };
  return {
    update(progress) {
      const now = performance.now();
      untold = progress;
      if (now < next) return;
      next = now + JSON_MS;
      tell(progress, now);
    },
    stop() {
      if (untold !== null) tell(untold, performance.now());
    },
  };
}

/** As many parts as the line has room for, whole ones; the first is cut if it must be. */
function fitting(parts: readonly string[], columns: number): string {
  return parts
    .reduce((line, part) => (line.length + 3 + part.length <= columns ? `${line} | ${part}` : line))
    .slice(0, columns);
}
