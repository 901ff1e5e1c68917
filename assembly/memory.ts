import { buildShuffles } from './columns';
import { buildExponentialTable } from './exponential';
import { buildGatesTable } from './gates';
import { buildLogarithmTable } from './logarithm';
import { buildRectifiersTable } from './rectifiers';
import { buildSineTable } from './sine';
import { buildSmoothTable } from './smooth';
import { buildStepsTable } from './smooth-steps';
import { buildQuantileTable } from './tails';
import { buildWaveTable } from './variates';

/** First byte that the host may use; everything below is static data of the kernels. */
export function memoryStart(): usize {
  return (__heap_base + 63) & ~63;
}

/** Builds the lookup tables. Call once per instance, before anything else. */
export function initialise(): void {
  buildExponentialTable();
  buildGatesTable();
  buildLogarithmTable();
  buildQuantileTable();
  buildShuffles();
  buildRectifiersTable();
  buildSineTable();
  buildSmoothTable();
  buildStepsTable();
  buildWaveTable();
}
