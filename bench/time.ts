/** How long things take: tinybench for calls, a median for whole runs. */
import { Bench } from 'tinybench';

/** A sample lasts at least this long, so that reading the clock costs nothing that matters. */
const SAMPLE_MS = 0.2;

/** What benchmarked functions return ends here, so that no engine can leave their work out. */
let sink = 0;

export function consume(x: number): void {
  sink += x;
}

/** The sum of all that was consumed. */
export function consumed(): number {
  return sink;
}

export interface TimeOptions {
  /** How long to warm up and then to measure, in milliseconds. */
  readonly warmUp: number;
  readonly measure: number;
}

export const USUAL: TimeOptions = { warmUp: 60, measure: 150 };
export const QUICK: TimeOptions = { warmUp: 30, measure: 60 };

/**
 * Median seconds of one call of `work` (at least 5 samples), warm. `work` returns a number that depends on
 * what it did.
 */
export async function secondsPerCall(work: () => number, { warmUp, measure }: TimeOptions): Promise<number> {
  const perCall = warm(work, warmUp);
  const calls = Math.max(1, Math.ceil(SAMPLE_MS / perCall));
  const bench = new Bench({ time: measure, iterations: 5, warmup: false, throws: true });
  bench.add('work', () => {
    for (let i = 0; i < calls; i++) sink += work();
  });
  const [task] = await bench.run();
  const result = task!.result;
  if (!('latency' in result)) throw new Error(`bench: expected a finished task, got "${result.state}"`);
  return result.latency.p50 / 1000 / calls;
}

/** Calls `work` for `ms` milliseconds and at least twice; returns the milliseconds of a call. */
function warm(work: () => number, ms: number): number {
  const start = performance.now();
  let calls = 0;
  while (calls < 2 || performance.now() - start < ms) {
    sink += work();
    calls++;
  }
  return (performance.now() - start) / calls;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
