/** Points of a curve as wide layers see them. */
import type { Curve } from '../../curve/index.ts';
import { edgeLengths } from '../../curve/length.ts';
import { dot } from '../../curve/vector.ts';
import { LEGENDRE } from '../../numeric/gauss-legendre.ts';
import { remembered } from '../../numeric/remembered.ts';
import { piecesOf } from '../transitions/pieces.ts';
import type { Kernel } from './types.ts';

/** A point of the curve as a layer sees it, per neuron: E h², E h h', E h'². */
export interface Node {
  readonly weight: number;
  readonly q: number;
  readonly cross: number;
  readonly metric: number;
}

/** |x|² of an arc or circle about the origin with one radius; null for other curves. */
export function radiusSquare({ kind, vertices }: Curve): number | null {
  if (kind !== 'arc' && kind !== 'circle') return null;
  const [x0, x1] = [vertices[0]!, vertices[1]!];
  const [a, b] = [dot(x0, x0), dot(x1, x1)];
  const slack = 1e-9 * Math.max(a, b);
  return Math.abs(a - b) <= slack && Math.abs(dot(x0, x1)) <= slack ? a : null;
}

/**
 * Nodes of a quadrature over the curve, with |x|², x.x' and |x'|² over the dimension; one where they are the
 * same everywhere.
 * @param part some of the curve's coordinates, whose moments the nodes have.
 */
export function inputNodes(curve: Curve, part: Curve = curve): Node[] {
  const dim = part.vertices[0]!.length;
  const radius2 = part === curve ? radiusSquare(curve) : null;
  if (radius2 !== null) return [{ weight: 1, q: radius2 / dim, cross: 0, metric: radius2 / dim }];
  const edges = edgeLengths(curve.vertices);
  const total = edges.reduce((sum, edge) => sum + edge, 0);
  return piecesOf(part).flatMap(({ at, end }, i) => {
    const straight = curve.kind === 'line' || curve.kind === 'polyline';
    const share = straight ? edges[i]! / total : 1;
    if (share === 0) return [];
    // By τ: the angle, or the share of the curve.
    const rate = straight ? 1 / share : 1;
    return LEGENDRE.nodes.map((t, n): Node => {
      const { square, inner, speed2 } = at(t * end);
      return {
        weight: share * LEGENDRE.weights[n]!,
        q: square / dim,
        cross: (inner * rate) / dim,
        metric: (speed2 * rate * rate) / dim,
      };
    });
  });
}

export function throughWeights({ weight, q, cross, metric }: Node, v: number, bias: number): Node {
  return { weight, q: v * q + bias, cross: v * cross, metric: v * metric };
}

/** E z², E z z' and E z'² after an activation. */
export function throughActivation(kernel: Kernel, { weight, q, cross, metric }: Node): Node {
  const along = cross === 0 ? 0 : cross * cross * leaningChange(kernel, q);
  return {
    weight,
    q: kernel.square(q),
    cross: cross === 0 ? 0 : kernel.squareSlope(q) * cross,
    metric: kernel.slopeSquare(q) * metric + along,
  };
}

/**
 * (E h² phi'² / q - E phi'²) / q, where homogeneous phi have h phi' = phi; for others it is twice d/dq E
 * phi'², by the five-point rule: its error is that of E phi'² times 1000.
 */
function leaningChange({ homogeneous, linear, slopeSquare }: Kernel, q: number): number {
  if (homogeneous) return linear!.slopeDeficit(q) / q;
  const step = q / 1000;
  const near = slopeSquare(q + step) - slopeSquare(q - step);
  const far = slopeSquare(q + 2 * step) - slopeSquare(q - 2 * step);
  return (8 * near - far) / (6 * step);
}

/** Expectations that may be quadratures are taken once: where q has settled, one layer is like the other. */
export function withMemory(kernel: Kernel): Kernel {
  const { square, squareSlope, slopeSquare, bendSquare, product, at } = kernel;
  return {
    ...kernel,
    square: remembered(square),
    squareSlope: remembered(squareSlope),
    slopeSquare: remembered(slopeSquare),
    bendSquare: remembered(bendSquare),
    // For equal variances, the faster way.
    product: remembered((q1: number, q2: number, c: number) =>
      q1 === q2 && q1 > 0 ? at(q1).product(c) : product(q1, q2, c),
    ),
  };
}
