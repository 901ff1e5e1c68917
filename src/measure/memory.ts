/** What a `Workspace` takes of the memory of its kernels, known before there is one. */
import { ExperimentError } from '../experiment/index.ts';
import type { NetworkSpec } from '../experiment/network.ts';
import { MEMORY_LIMIT } from '../kernels/arena.ts';
import { panelLayout } from '../kernels/layout.ts';

/** Bytes of a column beside its activations: the sums of squares of h and of z. */
const SUM_BYTES = 16;

/**
 * Bytes for the input and the images of `points` points: all that grows with the points. The few rows of weights that are drawn at
 * a time come on top.
 */
export function workspaceBytes(network: NetworkSpec, points: number): number {
  return panelLayout(points, network.density).columns * columnBytes(network);
}

function columnBytes({ inputDim, widths }: NetworkSpec): number {
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  return 4 * (inputDim + (widths.length > 1 ? 2 : 1) * widest) + SUM_BYTES;
}

/** @throws ExperimentError where the points do not fit the memory of the kernels. */
export function requireMemory({ network, points }: { network: NetworkSpec; points: number }): void {
  const bytes = workspaceBytes(network, points);
  if (bytes <= MEMORY_LIMIT) return;
  const most = Math.floor(MEMORY_LIMIT / columnBytes(network)).toPrecision(2);
  const shown = (x: number) => x.toLocaleString('en-US');
  throw new ExperimentError(
    'points',
    `expected at most about ${shown(Number(most))} at these widths, which fill the 4 GiB of a WebAssembly memory, got ${shown(points)}, which take ${shown(Math.ceil(bytes / 2 ** 30))} GiB`,
  );
}
