/**
 * From activation regions to linear regions: cells on both sides of a boundary across which the derivative
 * does not change are one.
 */
import type { Cut, Polygon } from './polygon.ts';

/**
 * A cell of the whole network with the derivative of the last layer along some fixed direction, and its size.
 */
export interface FinalCell {
  readonly polygon: Polygon;
  readonly pattern: number;
  readonly dx: number;
  readonly dy: number;
  readonly size: number;
}

/** The stretch of a boundary that is an edge of a cell, as shares of the boundary. */
interface Stretch {
  readonly cell: number;
  readonly from: number;
  readonly to: number;
}

/** Derivatives that differ by less, relative to the larger, are one. */
const SAME_DERIVATIVE = 1e-10;
/** Stretches that overlap by less of their boundary meet in a corner only. */
const SHORTEST_OVERLAP = 1e-12;

/**
 * The number of linear regions: classes of cells that are joined across boundaries. `boundaries` are indexed
 * by the cells' edges.
 */
export function mergeLinear(cells: readonly FinalCell[], boundaries: readonly Cut['segment'][]): number {
  const root = Uint32Array.from(cells, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) at = root[at] = root[root[at]!]!;
    return at;
  };
  let classes = cells.length;
  for (const [left, right] of stretches(cells, boundaries)) {
    for (const [a, b] of overlaps(left, right)) {
      if (!sameDerivative(cells[a]!, cells[b]!)) continue;
      const [x, y] = [find(a), find(b)];
      if (x === y) continue;
      root[x] = y;
      classes--;
    }
  }
  return classes;
}

function sameDerivative(a: FinalCell, b: FinalCell): boolean {
  const slack = SAME_DERIVATIVE * Math.max(a.size, b.size);
  return Math.abs(a.dx - b.dx) <= slack && Math.abs(a.dy - b.dy) <= slack;
}

/**
 * For each boundary the edges of cells on its left and on its right, in order. Cells run counter-clockwise:
 * those on the left run along with it.
 */
function stretches(
  cells: readonly FinalCell[],
  boundaries: readonly Cut['segment'][],
): [left: Stretch[], right: Stretch[]][] {
  const sides = boundaries.map((): [Stretch[], Stretch[]] => [[], []]);
  for (const [cell, { polygon }] of cells.entries()) {
    const { vertices, edges } = polygon;
    for (const [v, edge] of edges.entries()) {
      if (edge < 0) continue;
      const w = (v + 1) % edges.length;
      const from = share(boundaries[edge]!, vertices[2 * v]!, vertices[2 * v + 1]!);
      const to = share(boundaries[edge]!, vertices[2 * w]!, vertices[2 * w + 1]!);
      if (from < to) sides[edge]![0].push({ cell, from, to });
      else sides[edge]![1].push({ cell, from: to, to: from });
    }
  }
  for (const side of sides.flat()) side.sort((a, b) => a.from - b.from);
  return sides;
}

/** Where along a boundary a point of it lies: 0 at its beginning, 1 at its end. */
function share([x0, y0, x1, y1]: Cut['segment'], x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  return ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
}

/** Pairs of cells on the two sides whose stretches overlap. */
function overlaps(left: readonly Stretch[], right: readonly Stretch[]): [number, number][] {
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i]!, right[j]!];
    if (Math.min(a.to, b.to) - Math.max(a.from, b.from) > SHORTEST_OVERLAP) pairs.push([a.cell, b.cell]);
    if (a.to < b.to) i++;
    else j++;
  }
  return pairs;
}
