/** Convex polygons in a plane, and how a line cuts them. */

/** A convex polygon, counter-clockwise. */
export interface Polygon {
  /** x and y of each vertex in turn. */
  readonly vertices: Float64Array;
  /**
   * For each vertex the number of the boundary that the edge from it to the next lies on; negative: the
   * window's.
   */
  readonly edges: Int32Array;
}

/** Two halves, and the ends of the edge between them, with the lower half on its left. */
export interface Cut {
  readonly lower: Polygon;
  readonly upper: Polygon;
  readonly segment: readonly [x0: number, y0: number, x1: number, y1: number];
}

export function rectangle(halfWidth: number, halfHeight: number): Polygon {
  const [x, y] = [halfWidth, halfHeight];
  return { vertices: Float64Array.of(-x, -y, x, -y, x, y, -x, y), edges: Int32Array.of(-1, -2, -3, -4) };
}

/** Area, by the shoelace formula about the first vertex. */
export function area({ vertices }: Polygon): number {
  const [x, y] = [vertices[0]!, vertices[1]!];
  let twice = 0;
  for (let i = 2; i + 3 < vertices.length; i += 2) {
    const [ax, ay] = [vertices[i]! - x, vertices[i + 1]! - y];
    const [bx, by] = [vertices[i + 2]! - x, vertices[i + 3]! - y];
    twice += ax * by - ay * bx;
  }
  return twice / 2;
}

/**
 * Cuts a polygon along the zero line of an affine function, given by its values at the vertices, one of them
 * below 0 and one above. A vertex where it is exactly 0 belongs to both halves. `boundary` is the number of
 * the new edge.
 */
export function cut({ vertices, edges }: Polygon, values: Float64Array, boundary: number): Cut {
  const lower: Outline = { xy: [], edges: [] };
  const upper: Outline = { xy: [], edges: [] };
  const count = edges.length;
  let [entry, exit]: [readonly [number, number], readonly [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < count; i++) {
    const next = (i + 1) % count;
    const [x, y] = [vertices[2 * i]!, vertices[2 * i + 1]!];
    const [a, b] = [values[i]!, values[next]!];
    if (a < 0) add(lower, x, y, edges[i]!);
    else if (a > 0) add(upper, x, y, edges[i]!);
    else {
      // On the line: one half goes on along this edge, the other turns into the cut.
      add(lower, x, y, b < 0 ? edges[i]! : boundary);
      add(upper, x, y, b > 0 ? edges[i]! : boundary);
      if (b > 0) exit = [x, y];
      else entry = [x, y];
    }
    if ((a < 0 && b > 0) || (a > 0 && b < 0)) {
      const at = a / (a - b);
      const px = x + at * (vertices[2 * next]! - x);
      const py = y + at * (vertices[2 * next + 1]! - y);
      add(lower, px, py, a < 0 ? boundary : edges[i]!);
      add(upper, px, py, a < 0 ? edges[i]! : boundary);
      if (a < 0) exit = [px, py];
      else entry = [px, py];
    }
  }
  return { lower: polygon(lower), upper: polygon(upper), segment: [...exit, ...entry] };
}

interface Outline {
  readonly xy: number[];
  readonly edges: number[];
}

function add({ xy, edges }: Outline, x: number, y: number, edge: number): void {
  xy.push(x, y);
  edges.push(edge);
}

function polygon({ xy, edges }: Outline): Polygon {
  return { vertices: Float64Array.from(xy), edges: Int32Array.from(edges) };
}
