/** Progress on standard error: a bar in the last line of a terminal, now and then a line elsewhere. */
import type { Progress } from '../ensemble/options.ts';
import { type StatusLine, statusLine } from './status-line.ts';

export interface ProgressBar {
  update(progress: Progress): void;
  stop(): void;
}

const SILENT: ProgressBar = { update() {}, stop() {} };
const REFRESH_MS = 100;
/** Without a terminal the first line comes after this time, the next after twice as long, and so on. */
const FIRST_LINE_MS = 2000;
const LONGEST_PAUSE_MS = 600_000;
/** Columns of the bar, where the terminal is wide and where it is not. */
const [LONG_BAR, SHORT_BAR, WIDE] = [24, 10, 110];

export interface ProgressBarOptions {
  readonly quiet: boolean;
  /** What stands before the bar. */
  readonly title: string;
  /** Where it is drawn; standard error by default. */
  readonly stream?: NodeJS.WriteStream;
}

/** Shows share, networks, time left, the current interval and the rate; silent with `quiet`. */
export function progressBar({ quiet, title, stream = process.stderr }: ProgressBarOptions): ProgressBar {
  if (quiet) return SILENT;
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

/** As many parts as the line has room for, whole ones; the first is cut if it must be. */
function fitting(parts: readonly string[], columns: number): string {
  return parts
    .reduce((line, part) => (line.length + 3 + part.length <= columns ? `${line} | ${part}` : line))
    .slice(0, columns);
}

/** What is known `seconds` after the start, the most important first. */
function partsOf(
  { networks, planned, share, run, runs, relativeHalfWidth }: Progress,
  seconds: number,
): string[] {
  const parts = [`${networks} of ${planned} networks`];
  if (share > 0) parts.push(`${duration((seconds / share) * (1 - share))} left`);
  const half = relativeHalfWidth();
  if (half !== null && Number.isFinite(half)) {
    const which = runs > 1 ? ` (run ${run + 1} of ${runs})` : '';
    parts.push(`last layer ± ${(100 * half).toPrecision(2)} %${which}`);
  }
  if (networks > 0) parts.push(`${RATE.format(networks / seconds)}/s`);
  return parts;
}

const RATE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** Rounded down: 100 % is the end. A long run shows that it moves. */
function percent(share: number): string {
  return share < 0.1 ? `${(Math.floor(1000 * share) / 10).toFixed(1)} %` : `${Math.floor(100 * share)} %`;
}

/** Rounded up to what is shown, so that there is never a sixtieth second. */
function duration(time: number): string {
  const seconds = Math.ceil(time);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
