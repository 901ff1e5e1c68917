import type { Curve, CurveShape } from './curve.ts';
import { type Combination, combinations } from './sample.ts';
import { subtract } from './vector.ts';

/** A sampled curve as few vectors: its first point, and the directions whose multiples its steps are. */
export interface CurveSpan {
  readonly first: Float64Array;
  /** Two for an arc or circle (its ends), one for a line, an edge each for a polyline. */
  readonly directions: readonly Float64Array[];
  /**
   * Step t (from point t - 1 to point t; step 0 is none) is the sum of `steps[t * directions.length + d]`
   * times direction d.
   */
  readonly steps: Float64Array;
}

/** How many directions the steps of a curve have. */
export function spanDirections({ kind, vertices }: CurveShape): number {
  if (kind === 'line') return 1;
  return kind === 'polyline' ? vertices.length - 1 : 2;
}

/**
 * The points of `samplePoints(curve, n)`, taken apart. A product with a matrix then costs as many columns as
 * there are vectors here, not as many as there are points. A line's steps are all one and the same.
 */
export function curveSpan(curve: Curve, n: number): CurveSpan {
  const { kind, vertices } = curve;
  const [x0, x1] = [vertices[0]!, vertices[1]!];
  const steps = new Float64Array(n * spanDirections(curve));
  if (kind === 'line') {
    const step = subtract(x1, x0).map((x) => x / (n - 1));
    return { first: x0, directions: [step], steps: steps.fill(1, 1) };
  }
  const combination = combinations(curve, n - 1);
  if (kind === 'polyline') {
    const edges = vertices.slice(1).map((vertex, i) => subtract(vertex, vertices[i]!));
    alongEdges(combination, n, edges.length, steps);
    return { first: x0, directions: edges, steps };
  }
  let before = combination(0);
  for (let t = 1; t < n; t++) {
    const now = combination(t);
    steps[2 * t] = now.weight0 - before.weight0;
    steps[2 * t + 1] = now.weight1 - before.weight1;
    before = now;
  }
  return { first: x0, directions: [x0, x1], steps };
}

/**
 * Parts of the edges that each step covers: the rest of the one it starts on, whole ones, a part of the one
 * it ends on.
 */
function alongEdges(
  combination: (j: number) => Combination,
  n: number,
  edges: number,
  steps: Float64Array,
): void {
  let before = combination(0);
  for (let t = 1; t < n; t++) {
    const now = combination(t);
    for (let edge = before.from; edge <= now.from; edge++) {
      const start = edge === before.from ? before.weight1 : 0;
      const end = edge === now.from ? now.weight1 : 1;
      steps[t * edges + edge] = end - start;
    }
    before = now;
  }
}
