/** How many knots fit the memory of the kernels, and whether an experiment's are going to. */
import { ExperimentError } from '../../experiment/errors.ts';
import { MEMORY_LIMIT } from '../../kernels/arena.ts';
import type { NetworkSpec } from '../../network/index.ts';
import { roomBytes } from './room.ts';

/** Networks may have so many times the expected number of knots. */
const MARGIN = 1.5;

/** The most knots of an image for which there is room. */
export function mostKnots(spec: NetworkSpec): number {
  const fixed = roomBytes(spec, 0);
  const each = (roomBytes(spec, 2 ** 20) - fixed) / 2 ** 20;
  return Math.floor((MEMORY_LIMIT - fixed) / each);
}

/** @throws ExperimentError where an exact image of so many expected knots does not fit the memory of the kernels. */
export function requireKnots(spec: NetworkSpec, expected: number): void {
  const most = mostKnots(spec) / MARGIN;
  if (expected <= most) return;
  const shown = (x: number) => Number(x.toPrecision(2)).toLocaleString('en-US');
  throw new ExperimentError(
    'estimator',
    `expected polyline or tangent for an image of about ${shown(expected)} breakpoints, of which some ${shown(Math.max(0, most))} fit the 4 GiB of a WebAssembly memory at these widths, got exact`,
  );
}
