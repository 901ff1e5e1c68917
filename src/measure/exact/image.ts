import type { Address } from '../../kernels/abi.ts';
import { type PanelLayout, VECTOR } from '../../kernels/layout.ts';
import type { Largest, Scales } from '../scale.ts';
import type { ExactMemory } from './exact-memory.ts';
import type { Knots } from './knots.ts';

/** Rows that are zero everywhere are left out. */
export interface Edges {
  readonly steps: readonly Float64Array[];
  /** What stands at `ExactMemory.point`. */
  readonly point: Float64Array;
  /** Room for the steps of the first layer's pre-activations, edge after edge. */
  readonly products: Float64Array;
}

/** What goes into a layer: the curve's first point and the steps between its knots. */
export interface PiecewiseImage {
  readonly layout: PanelLayout;
  /** Column c is the step to knot c, column 0 none. */
  readonly knots: Knots;
  /**
   * Whether the kernels know where all its neurons are zero (`ExactMemory.layerEnds`), and where each one is
   * (`ExactMemory.active`).
   */
  readonly layerZeros: boolean;
  readonly rowZeros: boolean;
  /** Rows that are not zero everywhere, and where they came from: see `compactImage`. */
  readonly rows: number;
  readonly ranks: Address | null;
  readonly scales: Scales;
  readonly largest: Largest;
  /** The steps of an input of few pieces in double precision; null for all other images. */
  readonly edges: Edges | null;
}

/**
 * Leaves the rows of zeros out of the image of `rows` rows in memory, and puts its first point, in double
 * precision, where the kernels look for it. Returns the number of rows that are left.
 */
export function compact(
  { arena, image, ranks, point }: ExactMemory,
  { vectors, panels }: PanelLayout,
  rows: number,
  first: (row: number) => number,
): number {
  const row = 4 * vectors;
  const stored = image.view;
  // A row that only the first point has anything in must stay: for the time of the search that point stands
  // in column 0.
  for (let i = 0; i < rows; i++) stored[i * row] = first(i);
  const kept = arena.kernels.compactImage(image.at, panels, VECTOR * vectors, rows, ranks.at);
  const rank = ranks.view;
  const points = point.view;
  for (let i = 0; i < rows; i++) {
    if (rank[i] === 0) continue;
    const at = (rank[i]! - 1) / 2;
    points[2 * vectors * at] = first(i);
    stored[at * row] = 0;
  }
  return kept;
}
