import { cpus } from 'node:os';

/** What a result was computed on, for its provenance. */
export function machine(): { node: string; cpu: string } {
  return { node: process.version, cpu: cpus()[0]?.model.trim() ?? 'unknown' };
}
