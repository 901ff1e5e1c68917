/**
 * Mean-field predictions of what is measured along an actual input curve, by its own recursions from the
 * first layer on.
 */

import { type Curve, parameterSpan } from '../../curve/index.ts';
import { dot } from '../../curve/vector.ts';
import { LAGS } from '../../experiment/measures.ts';
import { biasSd, fanIn, type NetworkSpec, weightSd } from '../../network/index.ts';
import { cos, sin } from '../../numeric/functions.ts';
import { representable } from '../running-product.ts';
import { kernelOf } from './kernel.ts';
import { maxoutKernel } from './maxout.ts';
import { type Node, radiusSquare, throughActivation, throughWeights, withMemory } from './nodes.ts';
import {
  curveAt,
  inputPlaces,
  overPlaces,
  placedNodes,
  seenNodes,
  seenNumbers,
  type Windows,
  windowsOf,
} from './places.ts';
import type { Kernel, PairKernel } from './types.ts';

/**
 * One layer of a wide network on a curve; measures of these names, in the limit of large widths. `null`: not
 * known, or out of range.
 */
export interface AlongCurve {
  readonly layer: number;
  readonly q: number | null;
  readonly correlation: number | null;
  /**
   * At each of `LAGS`, for circles and arcs of one radius; `null` where it was not asked for, as is the
   * correlation.
   */
  readonly autocorrelation: readonly number[] | null;
  readonly speed: number | null;
  readonly metric: number | null;
  /** For circles and arcs of one radius, as is the Gauss-map length. */
  readonly curvature2: number | null;
  readonly gaussMapLength: number | null;
  /**
   * Length of the polyline through the images of n evenly spaced samples, after and before the activation;
   * for circles and arcs of one radius.
   */
  readonly sampled: (points: number) => { readonly length: number | null; readonly preLength: number | null };
}

/** Nodes of a quadrature at all places together: of more nothing is said. */
const MOST_NODES = 50_000;

/**
 * Whether `meanFieldAlong` knows a network of these layers: fully connected, convolutions, `flatten`,
 * `maxout` of linear ones, on few enough places and edges.
 */
export function knowsAlong(spec: NetworkSpec, { vertices }: Curve): boolean {
  const windows = windowsOf(spec);
  if (windows === null) return false;
  const places = windows.reduce(
    (most, { seen }) => Math.max(most, seen.length),
    inputPlaces(spec.layers[0]!),
  );
  return places === 1 || 20 * places * (vertices.length - 1) <= MOST_NODES;
}

/** A pair of points of equal norm: correlation, and 1 less it without cancellation. */
interface Pair {
  readonly c: number;
  readonly gap: number;
}

/**
 * Recursions of Poole et al. (arXiv 1606.05340, equations 3, 4, 8) in layers 1 … d, for any density, width,
 * law and scaling; only the second moment of the weights enters. With v = density sd² fan-in, at each point
 * of the curve
 *
 *     q' = v E phi² + sigma_b²,    (E h h')' = v V'(q) E h h',    metric' = v (S metric + 2 (E h h')² S'(q)),    S(q) = E phi'²,
 *
 * the last term being what a tangent gains that is not orthogonal to its point (docs/theory.md). Means over
 * the curve are taken of the result. On circles and arcs of one radius E h h' = 0 and E h''² goes to v (3 E
 * phi''² metric² + S E h''²), from which curvature² = E h''² / metric².
 *
 * Convolutions have these at every place, E z², E z z' and E z'² being means over the places that it sees; what
 * is given are means over places. A `maxout` layer has its own expectations in place of weights.
 *
 * @param spec taken as valid, and known (`knowsAlong`).
 * @param curve in the network's input space.
 * @param pairs which measures of pairs of points to give: expectations over two of them take up to a second a
 * layer.
 */
export function meanFieldAlong(
  spec: NetworkSpec,
  curve: Curve,
  pairs: readonly ('correlation' | 'autocorrelation')[] = ['correlation', 'autocorrelation'],
): AlongCurve[] {
  const kernels = kernelsOf(spec);
  // What leads into each layer: the activation below, or the largest of linear pre-activations.
  const entering = spec.layers.map((layer, l) =>
    layer.type === 'maxout' ? entryOf(maxoutKernel(layer.pieces)) : kernels[l - 1]!,
  );
  const windows = windowsOf(spec)!;
  const places = inputPlaces(spec.layers[0]!);
  const single = places === 1 && windows.every(({ seen }) => seen.length === 1);
  const biasOf = (layer: number) => biasSd(spec, layer) ** 2;
  const weights = spec.layers.map(({ type, density }, l) =>
    type === 'maxout' ? 1 : density * weightSd(spec, l + 1) ** 2 * fanIn(spec, l + 1),
  );
  const radius2 = radiusSquare(curve);
  const span = parameterSpan(curve);
  const first = weights[0]!;
  const bias = biasOf(1);
  const weigh = (fields: Node[][], layer: number, v: number, bias: number) =>
    seenNodes(fields, windows[layer - 1]!).map((field) => field.map((node) => throughWeights(node, v, bias)));
  let fields = weigh(placedNodes(curve, places), 1, first, bias);
  let nodes = overPlaces(fields);
  let ends =
    pairs.includes('correlation') && (single || kernels.every(({ kernel }) => kernel.sampled === null))
      ? weighEnds(curveAt(curve, places).map(inputEnds), windows[0]!, first, bias)
      : null;
  const round =
    radius2 === null || !single || nodes[0]!.q === 0
      ? null
      : { v: (first * radius2) / curve.vertices[0]!.length, q: nodes[0]!.q };
  const startAt = (angle: number): Pair => {
    const gap = (round!.v * 2 * sin(angle / 2) ** 2) / round!.q;
    return { c: clip((round!.v * cos(angle) + bias) / round!.q), gap };
  };
  let lags = round && pairs.includes('autocorrelation') ? LAGS.map((lag) => startAt(lag * span)) : null;
  let bend: number | null = round && nodes[0]!.metric;
  // Correlations of neighbours are followed for whichever number of samples is asked for, each layer's from
  // the layer before.
  const follow: ((pair: Pair) => Pair)[] = [];
  const followed = new Map<number, Pair[]>();
  const neighbours = (points: number, layer: number): Pair => {
    const pairs = followed.get(points) ?? [startAt(span / (points - 1))];
    followed.set(points, pairs);
    while (pairs.length < layer) pairs.push(follow[pairs.length - 1]!(pairs.at(-1)!));
    return pairs[layer - 1]!;
  };
  return spec.layers.map(({ width }, l) => {
    if (l > 0) {
      const v = weights[l]!;
      const bias = biasOf(l + 1);
      const { kernel, pairAt } = entering[l]!;
      const before = nodes;
      const activated = fields.map((field) => field.map((node) => throughActivation(kernel, node)));
      fields = weigh(activated, l + 1, v, bias);
      nodes = overPlaces(fields);
      ends &&= weighEnds(ends.map(throughPair(kernel)), windows[l]!, v, bias);
      if (round) {
        const [q0, q1] = [before[0]!.q, nodes[0]!.q];
        const step = ({ c, gap }: Pair): Pair => {
          if (q0 === 0 || q1 === 0) return { c: 1, gap: 0 };
          const pair = pairAt(q0);
          return { c: clip((v * pair.product(c) + bias) / q1), gap: (v * pair.deficit(gap)) / q1 };
        };
        follow.push(step);
        // Points that are 0 have no correlation.
        lags = (q1 > 0 && lags?.map(step)) || null;
        const bent = kernel.bendSquare(q0);
        const { metric } = before[0]!;
        bend =
          bend === null || bent === null
            ? null
            : v * (3 * bent * metric * metric + kernel.slopeSquare(q0) * bend);
      }
    }
    const mean = (of: (node: Node) => number) =>
      told(nodes.reduce((sum, node) => sum + node.weight * of(node), 0));
    const { q, metric } = nodes[0]!;
    return {
      layer: l + 1,
      q: mean((node) => node.q),
      correlation: ends && told(cosine(ends)),
      autocorrelation: lags?.map(({ c }) => c) ?? null,
      speed: mean((node) => Math.sqrt(width * node.metric)),
      metric: mean((node) => node.metric),
      curvature2: bend === null ? null : told(bend / (metric * metric)),
      gaussMapLength: bend === null ? null : told(span * Math.sqrt(bend / metric)),
      sampled: (points) => {
        if (!round) return { length: null, preLength: null };
        const { gap } = neighbours(points, l + 1);
        const { pairAt } = kernels[l]!;
        if (q === 0) return { preLength: 0, length: 0 };
        const chords = (square: number) => told((points - 1) * Math.sqrt(2 * width * square));
        return { preLength: chords(q * gap), length: chords(pairAt(q).deficit(gap)) };
      },
    };
  });
}

/** A kernel, and its pairs at the variance at which it was asked last. */
interface Entry {
  readonly kernel: Kernel;
  readonly pairAt: (q: number) => PairKernel;
}

const entryOf = (kernel: Kernel): Entry => ({ kernel, pairAt: settled(kernel) });

/** Of each layer's activation. */
function kernelsOf({ layers }: NetworkSpec) {
  const known = new Map<string, Entry>();
  return layers.map(({ activation }) => {
    const name = JSON.stringify(activation);
    let entry = known.get(name);
    if (entry === undefined) {
      entry = entryOf(withMemory(kernelOf(activation)));
      known.set(name, entry);
    }
    return entry;
  });
}

/** `kernel.at`, which takes a while, looked up where q has settled. */
function settled(kernel: Kernel): (q: number) => PairKernel {
  let last: { q: number; pair: PairKernel } | null = null;
  return (q) => {
    if (last === null || Math.abs(q - last.q) > 1e-13 * q) last = { q, pair: kernel.at(q) };
    return last.pair;
  };
}

const clip = (c: number) => Math.min(1, Math.max(-1, c));
const told = (x: number) => (x === 0 ? 0 : representable(x));

/** |x|², |y|² and x.y over the dimension, of the curve's two ends. */
function inputEnds({ kind, vertices }: Curve): number[] {
  const [x, y] = [vertices[0]!, kind === 'circle' ? vertices[0]! : vertices.at(-1)!];
  return [dot(x, x), dot(y, y), dot(x, y)].map((product) => product / x.length);
}

/** Of the two ends in E z1², E z2² and E z1 z2 at each place. */
const throughPair =
  (kernel: Kernel) =>
  ([q1, q2, q12]: readonly number[]): number[] => {
    const norms = Math.sqrt(q1! * q2!);
    const c = norms === 0 ? 0 : clip(q12! / norms);
    return [kernel.square(q1!), kernel.square(q2!), kernel.product(q1!, q2!, c)];
  };

function weighEnds(ends: readonly number[][], windows: Windows, v: number, bias: number): number[][] {
  return seenNumbers(ends, windows).map((means) => means.map((mean) => v * mean + bias));
}

/** Of the angle between the two ends, all places together. */
function cosine(ends: readonly number[][]): number {
  const [q1, q2, q12] = [0, 1, 2].map((i) => ends.reduce((sum, end) => sum + end[i]!, 0));
  return clip(q12! / Math.sqrt(q1! * q2!));
}
