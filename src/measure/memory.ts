/** What a workspace takes of memory, known before there is one. */
import { ExperimentError } from '../experiment/errors.ts';
import type { NetworkSpec } from '../experiment/network.ts';
import { MOST_RESERVED, mostReservable, reservedBytes } from '../kernels/arena.ts';
import { panelLayout } from '../kernels/layout.ts';
import { curveRooms, jetBytes, type Order } from './curve-image.ts';
import { type MeasuredShape, workspaceRooms } from './measure.ts';
import { measureOrder } from './measured.ts';
import { withoutNullWeights } from './subject.ts';
import { tangentRooms } from './tangent.ts';

/** Bytes of a sampled subject: what it reserves of the memory of the kernels, and the images that measures look at beside it. */
export function workspaceBytes(shape: MeasuredShape): number {
  const { points, estimator, measures = [] } = shape;
  const network = withoutNullWeights(shape.network);
  const layout = panelLayout(points, network.density);
  const lengths = reservedBytes((reserve) =>
    estimator === 'tangent'
      ? tangentRooms(reserve, network, layout)
      : workspaceRooms(reserve, { ...shape, network }, layout),
  );
  return lengths + (measures.length > 0 ? curveBytes(network, points, measureOrder(measures)) : 0);
}

/** Bytes of the image of a curve at samples, with so many derivatives: in the memory of the kernels, and of one layer beside it. */
function curveBytes(network: NetworkSpec, points: number, order: Order): number {
  const layout = panelLayout(points, network.density);
  return (
    reservedBytes((reserve) => curveRooms(reserve, network, layout, order)) +
    points * jetBytes(network, order)
  );
}

/** @throws ExperimentError where the points of a sampled subject do not fit memory. */
export function requireMemory(shape: MeasuredShape): void {
  requireFit(shape.points, (points) => workspaceBytes({ ...shape, points }));
}

/** @throws ExperimentError where the image of a curve at so many points does not fit memory. */
export function requireCurveMemory(network: NetworkSpec, points: number): void {
  requireFit(points, (count) => curveBytes(withoutNullWeights(network), count, 0));
}

function requireFit(points: number, bytesOf: (points: number) => number): void {
  const bytes = bytesOf(points);
  if (bytes <= MOST_RESERVED) return;
  const most = mostReservable(bytesOf, 1, points);
  const shown = (x: number) => x.toLocaleString('en-US');
  throw new ExperimentError(
    'points',
    `expected at most about ${shown(Number(most.toPrecision(2)))} at these widths, which fill the 4 GiB of a WebAssembly memory, got ${shown(points)}, which take ${shown(Math.ceil(bytes / 2 ** 30))} GiB`,
  );
}
