/** What a workspace takes of memory, known before there is one. */

import { ExperimentError } from '../experiment/errors.ts';
import { MOST_RESERVED, mostReservable, reservedBytes } from '../kernels/arena.ts';
import { panelLayout } from '../kernels/layout.ts';
import { largestDensity, widestLayer } from '../network/index.ts';
import { curveAreas, jetBytes, measureOrder, type Order } from './areas/curve.ts';
import { scatterAreas } from './areas/scatter.ts';
import { type MeasuredShape, tangentAreas, workspaceAreas } from './areas/workspace.ts';
import { measuredChain, type Subject } from './subject.ts';

/** Networks, drawn or given. */
type Weighed = Pick<Subject, 'network' | 'given'>;

/** The build that memory is planned for; the others cut panels a little differently. */
const BUILD = 'simd128';

/**
 * Bytes of a sampled subject: what it reserves of the memory of the kernels, and the images that measures
 * look at beside it.
 */
export function workspaceBytes(shape: MeasuredShape): number {
  const { points, estimator, measures = [] } = shape;
  const network = measuredChain(shape.network).spec;
  const plain = { ...shape, network };
  const layout = panelLayout(points, largestDensity(network), BUILD);
  const lengths = reservedBytes((reserve) =>
    estimator === 'tangent'
      ? tangentAreas(reserve, network, shape, layout, BUILD)
      : workspaceAreas(reserve, plain, layout, BUILD),
  );
  return lengths + (measures.length > 0 ? curveBytes(plain, points, measureOrder(measures)) : 0);
}

/**
 * Bytes of the image of a curve at samples, with derivatives up to `order`: in the memory of the kernels, and
 * of one layer beside it.
 */
function curveBytes(subject: Weighed, points: number, order: Order): number {
  const { network } = subject;
  const layout = panelLayout(points, largestDensity(network), BUILD);
  return (
    reservedBytes((reserve) => curveAreas(reserve, network, subject, layout, order, BUILD)) +
    points * jetBytes(network, order)
  );
}

/** @throws ExperimentError where the points of a sampled subject do not fit memory. */
export function requireMemory(shape: MeasuredShape): void {
  requireFit(shape.points, (points) => workspaceBytes({ ...shape, points }));
}

/**
 * @param scattered whether the points of a layer are stored once more, for their components.
 * @throws ExperimentError if the image of the curve at its points does not fit the memory.
 */
export function requireCurveMemory({ network, ...shape }: Weighed, points: number, scattered: boolean): void {
  const plain = { ...shape, network: measuredChain(network).spec };
  const scatter = (count: number) =>
    reservedBytes((reserve) => scatterAreas(reserve, count, widestLayer(plain.network)));
  requireFit(points, (count) => curveBytes(plain, count, 0) + (scattered ? scatter(count) : 0));
}

function requireFit(points: number, bytesOf: (points: number) => number): void {
  const bytes = bytesOf(points);
  if (bytes <= MOST_RESERVED) return;
  const most = mostReservable(bytesOf, 1, points);
  const shown = (x: number) => x.toLocaleString('en-US');
  throw new ExperimentError(
    'points',
    `at most about ${shown(Number(most.toPrecision(2)))} at these widths, which fill the 4 GiB of a WebAssembly memory`,
    `${shown(points)}, which take ${shown(Math.ceil(bytes / 2 ** 30))} GiB`,
  );
}
