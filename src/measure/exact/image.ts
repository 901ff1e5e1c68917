import type { Address } from '../../kernels/abi.ts';
import type { PanelLayout } from '../../kernels/layout.ts';
import type { Largest, Scales } from '../scale.ts';
import { type Room, VECTOR } from './room.ts';

/** What goes into a layer: the curve's first point and the steps between its knots. */
export interface PiecewiseImage {
  readonly layout: PanelLayout;
  /** Positions of the knots along the input, over its length; column c is the step to knot c, column 0 none. */
  readonly position: Float64Array;
  /** For each knot 1 where it is a breakpoint, and not only a corner of the input. */
  readonly breaks: Uint8Array;
  /** Whether the kernels know where its neurons are zero (`Room.active`, `Room.layerEnds`). */
  readonly zerosKnown: boolean;
  /** Rows that are not zero everywhere, and where they came from: see `compactImage`. */
  readonly rows: number;
  readonly ranks: Address | null;
  readonly scales: Scales;
  readonly largest: Largest;
  /** The steps of an input of few pieces in double precision, rows that are zero left out; null for all other images. */
  readonly edges: readonly Float64Array[] | null;
}

/** The image in memory without its rows of zeros, and its first point, in double precision, where the kernels look for it. */
export function compacted(
  { arena, image: address, ranks, point }: Room,
  image: Omit<PiecewiseImage, 'rows' | 'ranks'>,
  rows: number,
  first: Float64Array,
): PiecewiseImage {
  const { vectors, panels } = image.layout;
  const row = 4 * vectors;
  // A row that only the first point has anything in must stay: for the time of the search that point stands in column 0.
  const stored = arena.f32(address, row * rows);
  for (let i = 0; i < rows; i++) stored[i * row] = first[i]!;
  const kept = arena.kernels.compactImage(address, panels, VECTOR * vectors, rows, ranks);
  const rank = arena.u32(ranks, rows);
  const points = arena.f64(point, 2 * vectors * kept);
  for (let i = 0; i < rows; i++) {
    if (rank[i] === 0) continue;
    const at = (rank[i]! - 1) / 2;
    points[2 * vectors * at] = first[i]!;
    stored[at * row] = 0;
  }
  return { ...image, rows: kept, ranks: kept < rows ? ranks : null };
}
