/** The decision boundary of a classifier in a plane: where the two largest outputs are equal. */
import type { PlaneMap } from './cell-layer.ts';
import { chained } from './chain.ts';
import { type Cut, cut, type Polygon } from './polygon.ts';

/** A straight piece of a decision boundary: x and y of both ends. */
type Segment = Cut['segment'];

/** A stretch of a decision boundary between two classes. */
export interface DecisionLine {
  /** Numbers of the two outputs that are equal and largest, from 0, the smaller first. */
  readonly classes: readonly [number, number];
  /** x and y of each corner in turn; a closed line ends where it starts. */
  readonly points: Float64Array;
}

/** Where the two largest outputs are equal; of one output, where it is 0. */
export interface DecisionBoundary {
  /** Length in the window. */
  readonly length: number;
  /** Straight pieces: one for each region that the boundary crosses, and each edge of regions that it follows. */
  readonly segments: number;
  /** The same as lines. */
  readonly lines: readonly DecisionLine[];
}

/** What cells tell of the boundary, one after the other. */
export interface DecisionCollector {
  /** `slacks`: values of an output that count as 0. */
  readonly add: (cell: Polygon, outputs: PlaneMap, slacks: Float64Array) => void;
  /** `boundaries`: those that edges of cells lie on. */
  readonly finish: (boundaries: readonly Segment[]) => DecisionBoundary;
}

/** Edges that a cut between classes makes have the number of the other class and this. */
const CLASS = 2 ** 30;
/** Stretches that overlap by less of their edge meet in a corner only. */
const SHORTEST_OVERLAP = 1e-12;

/** An edge of a cell along which the class of that cell ties with another. */
interface Tie {
  readonly winner: number;
  readonly from: number;
  readonly to: number;
}

/** `size` is the larger side of the window. */
export function decisionCollector(size: number): DecisionCollector {
  const found = new Map<
    string,
    { readonly classes: readonly [number, number]; readonly segments: Segment[] }
  >();
  const ties = new Map<number, { readonly winner: number; readonly ends: Segment }[]>();

  const emit = (a: number, b: number, segment: Segment): void => {
    const classes = a < b ? ([a, b] as const) : ([b, a] as const);
    const key = classes.join();
    const entry = found.get(key) ?? { classes, segments: [] };
    entry.segments.push(segment);
    found.set(key, entry);
  };

  return {
    add(cell, { dim, columns }, slacks) {
      const classes = Math.max(dim, 2);
      const count = cell.edges.length;
      // Of one output, 0 is the other.
      const value = (k: number, x: number, y: number) =>
        k < dim ? columns[k]! * x + columns[dim + k]! * y + columns[2 * dim + k]! : 0;
      const lead = (i: number, j: number, { vertices, edges }: Polygon) => {
        const slack = (slacks[i] ?? 0) + (slacks[j] ?? 0);
        return Float64Array.from(edges, (_, v) => {
          const [x, y] = [vertices[2 * v]!, vertices[2 * v + 1]!];
          const by = value(i, x, y) - value(j, x, y);
          return Math.abs(by) <= slack ? 0 : by;
        });
      };
      const lowest = new Float64Array(classes).fill(Number.POSITIVE_INFINITY);
      const highest = new Float64Array(classes).fill(Number.NEGATIVE_INFINITY);
      for (let k = 0; k < classes; k++) {
        for (let v = 0; v < count; v++) {
          const at = value(k, cell.vertices[2 * v]!, cell.vertices[2 * v + 1]!);
          lowest[k] = Math.min(lowest[k]!, at);
          highest[k] = Math.max(highest[k]!, at);
        }
      }
      // A class below the least value of another all over the cell is largest nowhere in it.
      const floor = lowest.reduce((most, x) => Math.max(most, x));
      const contenders = Array.from(highest, (_, k) => k).filter((k) => highest[k]! >= floor);
      for (const i of contenders) {
        const part = partOf(cell, i, contenders, lead);
        if (part === null) continue;
        const { vertices, edges } = part;
        for (const [v, edge] of edges.entries()) {
          const w = (v + 1) % edges.length;
          const ends: Segment = [
            vertices[2 * v]!,
            vertices[2 * v + 1]!,
            vertices[2 * w]!,
            vertices[2 * w + 1]!,
          ];
          if (edge >= CLASS) {
            if (edge - CLASS > i) emit(i, edge - CLASS, ends);
          } else if (edge >= 0 && contenders.some((j) => j !== i && isTied(lead(i, j, part), v, w)))
            ties.set(edge, [...(ties.get(edge) ?? []), { winner: i, ends }]);
        }
      }
    },
    finish(boundaries) {
      for (const [edge, sides] of ties) {
        const along = boundaries[edge]!;
        const stretches = sides.map(({ winner, ends }): Tie => {
          const shares = [share(along, ends[0], ends[1]), share(along, ends[2], ends[3])] as const;
          return { winner, from: Math.min(...shares), to: Math.max(...shares) };
        });
        for (const [a, b, from, to] of changes(stretches)) emit(a, b, stretch(along, from, to));
      }
      const all = [...found.values()];
      const lines = all.flatMap(({ classes, segments }) =>
        chained(segments, size).map((points): DecisionLine => ({ classes, points })),
      );
      const segments = all.flatMap((entry) => entry.segments);
      return { length: segments.reduce((sum, s) => sum + lengthOf(s), 0), segments: segments.length, lines };
    },
  };
}

/** The part of a cell in which class i is largest; of classes that are equal all over, the first. */
function partOf(
  cell: Polygon,
  i: number,
  classes: readonly number[],
  lead: (i: number, j: number, part: Polygon) => Float64Array,
): Polygon | null {
  let part = cell;
  for (const j of classes) {
    if (j === i) continue;
    const by = lead(i, j, part);
    const [below, above] = [by.some((x) => x < 0), by.some((x) => x > 0)];
    if (above && below) part = cut(part, by, CLASS + j).upper;
    else if (below || (!above && j < i)) return null;
  }
  return part;
}

function isTied(by: Float64Array, v: number, w: number): boolean {
  return by[v] === 0 && by[w] === 0;
}

/** Stretches of an edge that have different classes on their sides. */
function changes(stretches: readonly Tie[]): [a: number, b: number, from: number, to: number][] {
  return stretches.flatMap((a, i) =>
    stretches.slice(i + 1).flatMap((b): [number, number, number, number][] => {
      const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
      return a.winner !== b.winner && to - from > SHORTEST_OVERLAP ? [[a.winner, b.winner, from, to]] : [];
    }),
  );
}

/** Where along a segment a point of it lies: 0 at its beginning, 1 at its end. */
function share([x0, y0, x1, y1]: Segment, x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  return ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
}

function stretch([x0, y0, x1, y1]: Segment, from: number, to: number): Segment {
  const at = (a: number, b: number, t: number) => a + t * (b - a);
  return [at(x0, x1, from), at(y0, y1, from), at(x0, x1, to), at(y0, y1, to)];
}

function lengthOf([x0, y0, x1, y1]: Segment): number {
  return Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
}
