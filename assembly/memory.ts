import { buildShuffles } from './columns';
import { buildLogarithmTable } from './logarithm';
import { buildWaveTable } from './variates';

/** First byte that the host may use; everything below is static data of the kernels. */
export function memoryStart(): usize {
  return (__heap_base + 63) & ~63;
}

/** Builds the lookup tables. Call once per instance, before anything else. */
export function initialise(): void {
  buildLogarithmTable();
  buildShuffles();
  buildWaveTable();
}
