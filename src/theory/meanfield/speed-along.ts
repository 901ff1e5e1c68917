import type { Curve } from '../../curve/index.ts';
import { biasSd, fanIn, type NetworkSpec, weightSd } from '../../network/index.ts';
import { kernelOf } from './kernel.ts';
import { maxoutKernel } from './maxout.ts';
import {
  inputNodes,
  type Node,
  radiusSquare,
  throughActivation,
  throughWeights,
  withMemory,
} from './nodes.ts';
import type { Kernel } from './types.ts';

/** Each edge is looked at in twenty points; of longer polylines nothing is said. */
const MOST_EDGES = 50;
/** Where the tangent leans on the point by less, it is taken as independent of it in all layers above. */
const NEGLIGIBLE = 1e-9;

/**
 * By how much the growth of layers 1 … d along a curve differs, in wide layers, from that of tangents
 * orthogonal to their points and all of the points' mean square: growth of the mean speed over sqrt(v n_l /
 * n_(l-1) E phi'^2) at `variances` (`meanFieldAlong`, docs/theory.md). 1 on circles and arcs of one radius,
 * and where nothing is known.
 */
export function leaning(
  spec: NetworkSpec,
  curve: Curve,
  slopeSquares: readonly (number | null)[],
): readonly number[] {
  const factors = new Array<number>(spec.layers.length).fill(1);
  if (radiusSquare(curve) !== null || curve.vertices.length - 1 > MOST_EDGES) return factors;
  const kernels = new Map<string, Kernel>();
  let nodes: readonly Node[] = inputNodes(curve);
  let speed = meanSpeed(nodes);
  let settled = 0;
  for (const [l, layer] of spec.layers.entries()) {
    let v = 1;
    let kernel: Kernel;
    if (layer.type === 'maxout') {
      kernel = maxoutKernel(layer.pieces);
      nodes = nodes.map((node) => throughActivation(kernel, node));
    } else {
      const { density, activation } = layer;
      const name = JSON.stringify(activation);
      kernel = kernels.get(name) ?? withMemory(kernelOf(activation));
      kernels.set(name, kernel);
      v = density * weightSd(spec, l + 1) ** 2 * fanIn(spec, l + 1);
      const bias = biasSd(spec, l + 1);
      nodes = nodes.map((node) => throughActivation(kernel, throughWeights(node, v, bias * bias)));
    }
    const next = meanSpeed(nodes);
    const factor = next / speed / Math.sqrt(v * (slopeSquares[l] ?? Number.NaN));
    if (!(factor > 0 && factor < Infinity)) break;
    factors[l] = factor;
    // ReLU and its like grow alike however the tangent leans.
    if (!ignoresLeaning(kernel)) settled = Math.abs(factor - 1) < NEGLIGIBLE ? settled + 1 : 0;
    if (settled > 1) break;
    speed = next;
  }
  return factors;
}

/** Whether E z'² of a layer is E phi'² E h'² for every E h h'. */
function ignoresLeaning({ homogeneous, linear }: Kernel): boolean {
  return homogeneous && linear?.slopeDeficit(1) === 0;
}

/** Per root of the width. */
function meanSpeed(nodes: readonly Node[]): number {
  return nodes.reduce((sum, { weight, metric }) => sum + weight * Math.sqrt(metric), 0);
}
