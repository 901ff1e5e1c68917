import { availableParallelism, cpus } from 'node:os';

/** Worker threads that are taken: many more than there are cores would only fill memory. */
export function mostThreads(): number {
  return Math.max(256, availableParallelism());
}

/** What a result was computed on, for its provenance. */
export function machine(): { node: string; cpu: string } {
  return { node: process.version, cpu: cpus()[0]?.model.trim() ?? 'unknown' };
}
