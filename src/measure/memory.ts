/** What a `Workspace` takes of the memory of its kernels, known before there is one. */
import { ExperimentError } from '../experiment/errors.ts';
import { MEMORY_LIMIT } from '../kernels/arena.ts';
import { panelLayout } from '../kernels/layout.ts';
import { largestDensity, widestLayer, widthsOf } from '../network/index.ts';
import { gramPays, isDenseGaussianLayer } from './draw-rule.ts';
import { isSpanned, SPAN_VECTORS } from './input.ts';
import { measuredBytes } from './measured.ts';
import type { Subject } from './subject.ts';

/** Bytes of a column beside its activations: the sums of squares of h and of z. */
const SUM_BYTES = 16;

type Shape = Pick<Subject, 'network' | 'curve' | 'points' | 'draw' | 'measures'>;

/**
 * Bytes for the input and the images of the points: all that grows with any number of points. The few rows of weights that are drawn at
 * a time come on top.
 */
export function workspaceBytes(shape: Shape): number {
  return panelLayout(shape.points, largestDensity(shape.network)).columns * columnBytes(shape);
}

function columnBytes({ network, curve, points, draw, measures = [] }: Shape): number {
  const { inputDim } = network;
  const widths = widthsOf(network);
  const widest = widestLayer(network);
  const input = isSpanned(curve) ? SPAN_VECTORS : inputDim;
  // Where images are drawn through their Gram matrix, the kernels hold one of them in double precision too, and the factor in both.
  const byLaw = draw === 'law' && network.layers.some(isDenseGaussianLayer);
  const multiplied = [...widths, ...(isSpanned(curve) ? [] : [inputDim])].filter((n) => gramPays(points, n));
  const most = multiplied.reduce((inputs, n) => Math.max(inputs, n), 0);
  const extra = byLaw && most > 0 ? 8 * most + 12 * points + 40 : 0;
  return (
    4 * (input + (widths.length > 1 ? 2 : 1) * widest) + SUM_BYTES + extra + measuredBytes(network, measures)
  );
}

/** @throws ExperimentError where the points do not fit the memory of the kernels. */
export function requireMemory(shape: Shape): void {
  const { points } = shape;
  const bytes = workspaceBytes(shape);
  if (bytes <= MEMORY_LIMIT) return;
  const most = Math.floor(MEMORY_LIMIT / columnBytes(shape)).toPrecision(2);
  const shown = (x: number) => x.toLocaleString('en-US');
  throw new ExperimentError(
    'points',
    `expected at most about ${shown(Number(most))} at these widths, which fill the 4 GiB of a WebAssembly memory, got ${shown(points)}, which take ${shown(Math.ceil(bytes / 2 ** 30))} GiB`,
  );
}
