/** How many knots fit the memory of the kernels, and whether an experiment's are going to. */

import { ExperimentError } from '../../experiment/errors.ts';
import { MOST_RESERVED, mostReservable, reservedBytes } from '../../kernels/arena.ts';
import { chainOf, type NetworkSpec } from '../../network/index.ts';
import type { Subject } from '../subject.ts';
import { exactAreas } from './areas.ts';

/** Room for knots, as a multiple of their expected number. */
const MARGIN = 1.5;

/** Where weights come from; left out, they are drawn. */
type Source = Pick<Subject, 'given'>;

function roomBytes(spec: NetworkSpec, source: Source, knots: number): number {
  return reservedBytes((reserve) => exactAreas(reserve, chainOf(spec).spec, source, knots));
}

/** The most knots of an image that fit. */
export function mostKnots(spec: NetworkSpec, source: Source = {}): number {
  return mostReservable((knots) => roomBytes(spec, source, knots), 0, 2 ** 31);
}

/** Whether exact images with the expected number of knots fit the memory of the kernels. */
export function knotsFit(spec: NetworkSpec, expected: number): boolean {
  return roomBytes(spec, {}, MARGIN * expected) <= MOST_RESERVED;
}

/** Beyond this nobody counts. */
const COUNTLESS = 1e15;

/** How many knots are expected and how many of them fit, in words. */
export function knotsInWords(
  spec: NetworkSpec,
  expected: number,
): { readonly expected: string; readonly most: string } {
  const shown = (x: number) => Number(x.toPrecision(2)).toLocaleString('en-US');
  return {
    expected: expected > COUNTLESS ? 'more than 1e15' : `about ${shown(expected)}`,
    most: shown(mostKnots(spec) / MARGIN),
  };
}

/**
 * @throws ExperimentError if exact images with the expected knots do not fit the memory of the kernels.
 */
export function requireKnots(spec: NetworkSpec, expected: number): void {
  if (knotsFit(spec, expected)) return;
  const shown = knotsInWords(spec, expected);
  throw new ExperimentError(
    'estimator',
    `polyline or tangent for an image of ${shown.expected} breakpoints, of which some ${shown.most} fit the 4 GiB of a WebAssembly memory at these widths`,
    'exact',
  );
}
