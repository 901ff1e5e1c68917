import type { Curve } from '../../curve/index.ts';
import { dot, sineCosine, subtract } from '../../curve/vector.ts';
import { cos, sin } from '../../numeric/functions.ts';

/** A smooth piece of a curve over [0, end], through its squared norm, squared speed and x . x'. */
export interface Piece {
  readonly end: number;
  /** |x|^2 |x'|^2 - (x.x')^2, the squared area spanned by the two points: the same all along the piece. */
  readonly area2: number;
  readonly at: (t: number) => { square: number; speed2: number; inner: number };
}

/** The smooth pieces of a curve, in order: one of an arc or a circle, an edge each of a polyline. */
export function piecesOf({ kind, vertices }: Curve): Piece[] {
  return vertices.slice(1).map((x1, i) => piece(kind, vertices[i]!, x1));
}

function piece(kind: Curve['kind'], x0: Float64Array, x1: Float64Array): Piece {
  const [a, b, m] = [dot(x0, x0), dot(x1, x1), dot(x0, x1)];
  const area2 = a > 0 && b > 0 ? a * b * sineCosine(x0, x1)[0] ** 2 : 0;
  if (kind === 'line' || kind === 'polyline') {
    const step = subtract(x1, x0);
    const [speed2, start] = [dot(step, step), dot(x0, step)];
    const at = (t: number) => ({
      square: a + t * (2 * start + t * speed2),
      speed2,
      inner: start + t * speed2,
    });
    return { end: 1, area2, at };
  }
  const at = (t: number) => {
    const [c, s] = [cos(t), sin(t)];
    return {
      square: a * c * c + b * s * s + 2 * m * s * c,
      speed2: a * s * s + b * c * c - 2 * m * s * c,
      inner: (b - a) * s * c + m * (c * c - s * s),
    };
  };
  return { end: kind === 'arc' ? Math.PI / 2 : 2 * Math.PI, area2, at };
}
