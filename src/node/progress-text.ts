/** What lines of progress say. */
import type { Progress } from '../ensemble/options.ts';
import { optionName } from './option-words.ts';

/** What is known `seconds` after the start, the most important first. */
export function partsOf(progress: Progress, seconds: number): string[] {
  const { networks, planned } = progress;
  const { secondsLeft, measured } = sinceStart(progress, seconds);
  const parts = [`${networks} of ${planned} networks`];
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
  parts.push(...runPart(progress));
  if (measured > 0) parts.push(`${RATE.format(measured / seconds)}/s`);
  return parts;
}

/** What records had at the start took none of these seconds. */
function sinceStart({ networks, share, before = { networks: 0, share: 0 } }: Progress, seconds: number) {
  const done = share - before.share;
  return {
    measured: networks - before.networks,
    secondsLeft: done > 0 ? (seconds / done) * (1 - share) : null,
  };
}

const RATE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** The run that reported last: its cell, if the sweep has several, and the interval of its last layer. */
function runPart({ run, runs, parameters, relativeHalfWidth }: Progress): string[] {
  const half = relativeHalfWidth();
  const interval =
    half !== null && Number.isFinite(half) ? `last layer ± ${(100 * half).toPrecision(2)} %` : '';
  if (runs === 1) return interval === '' ? [] : [interval];
  const cell = cellName(parameters);
  const place = `run ${run + 1} of ${runs}`;
  if (cell !== '') return [`${cell} (${place})${interval === '' ? '' : `: ${interval}`}`];
  return interval === '' ? [] : [`${interval} (${place})`];
}

/** `density 0.1, sigma-w 2`: the words of the options. */
function cellName(parameters: Progress['parameters']): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${optionName(name).slice(2)} ${value}`)
    .join(', ');
}

/** Rounded down: 100 % is the end. A long run shows that it moves. */
export function percent(share: number): string {
  return share < 0.1 ? `${(Math.floor(1000 * share) / 10).toFixed(1)} %` : `${Math.floor(100 * share)} %`;
}

/** Rounded up to what is shown, so that there is never a sixtieth second. */
export function duration(time: number): string {
  const seconds = Math.ceil(time);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A line of `--progress json`: one JSON object (docs/command-line.md describes its fields). */
export function jsonLine(title: string, progress: Progress, seconds: number): string {
  const { networks, planned, share, run, runs, parameters, relativeHalfWidth } = progress;
  const half = relativeHalfWidth();
  const { secondsLeft, measured } = sinceStart(progress, seconds);
  return JSON.stringify({
    schema: 'expressivity/progress@1',
    ...(title === '' ? {} : { title }),
    networks,
    planned,
    share,
    seconds: rounded(seconds),
    secondsLeft: secondsLeft === null ? null : rounded(secondsLeft),
    networksPerSecond: seconds > 0 ? rounded(measured / seconds) : null,
    run,
    runs,
    parameters,
    relativeHalfWidth: half !== null && Number.isFinite(half) ? half : null,
  });
}

function rounded(value: number): number {
  return Math.round(1000 * value) / 1000;
}
