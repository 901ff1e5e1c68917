/** Where a length ratio lies on the vertical axis, a value far outside the range of a double included. */
import type { Stat } from '../../ensemble/types.ts';
import { position } from '../picture/index.ts';

/**
 * What a drawn point stands for: the mean, or the geometric mean where the mean leaves the range of a double.
 */
export interface Position {
  readonly y: number;
  readonly stands: 'mean' | 'geometric mean';
}

/** Whether the value at a position on a log axis overflows or underflows a double. */
export function isBeyondDoubles(y: number): boolean {
  return y > 308 || y < -307;
}

/** Position of a statistic; undefined for a mean of 0 on a log axis, and where no network has a value. */
export function statPosition(kind: 'log' | 'linear', { mean, meanLog }: Stat): Position | undefined {
  const y = position(kind, mean);
  if (y !== undefined) return { y, stands: 'mean' };
  if (kind === 'linear' || mean !== null || meanLog === null) return undefined;
  return { y: meanLog / Math.LN10, stands: 'geometric mean' };
}
