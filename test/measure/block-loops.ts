/** Networks of residual blocks with shortcuts and normalisation by their definitions, in plain loops. */
import { samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import {
  chainOf,
  factsOf,
  type Layer,
  type NetworkSpec,
  normalises,
  phiOf,
} from '../../src/network/index.ts';
import { applied, sharedRows } from './image-loops.ts';

type Points = number[][];

/** Mean and one over the root of variance plus epsilon. */
function momentsOf(values: readonly number[], epsilon: number, centred: boolean): [number, number] {
  const mean = centred ? values.reduce((sum, x) => sum + x, 0) / values.length : 0;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  const root = Math.sqrt(variance + epsilon);
  return [mean, root === 0 ? 0 : 1 / root];
}

/** Of `batch-norm` the statistics are those of the points from `first` on. */
function normalised(layer: Extract<Layer, { epsilon: number }>, z: Points, first: number): Points {
  const { type, epsilon } = layer;
  if (type !== 'batch-norm')
    return z.map((x) => {
      const [mean, factor] = momentsOf(x, epsilon, type === 'layer-norm');
      return x.map((value) => (value - mean) * factor);
    });
  const { channels = z[0]!.length } = layer;
  const moments = z[0]!.map((_, i) => {
    // All places of a channel.
    const seen = z.slice(first).flatMap((x) => x.filter((_, j) => j % channels === i % channels));
    return momentsOf(seen, epsilon, true);
  });
  return z.map((x) => x.map((value, i) => (value - moments[i]![0]) * moments[i]![1]));
}

/** Images of points in every layer, as `blockLayers`. */
export function blockImages(...what: Parameters<typeof blockLayers>): Points[] {
  return blockLayers(...what).map(({ post }) => post);
}

/**
 * Images of points in every layer, before and after its activation. A batch goes along behind them.
 * @param batch what `batch-norm` layers look at; none: the points.
 */
export function blockLayers(
  { network, seed }: { readonly network: NetworkSpec; readonly seed: number },
  number: number,
  points: readonly (readonly number[])[],
  batch: readonly (readonly number[])[] = [],
): { pre: Points; post: Points }[] {
  const links = chainOf(network).spec.layers.flatMap((layer, l) =>
    factsOf(layer).weightRows(layer) > 0 ? [l + 1] : [],
  );
  const first = batch.length === 0 ? 0 : points.length;
  let next = 0;
  const before = (layer: Layer, z: Points, factor: number): Points => {
    if (normalises(layer)) return normalised(layer, z, first).map((x) => x.map((value) => factor * value));
    const link = factsOf(layer).weightRows(layer) > 0 ? links[next++]! : 0;
    const rows = link === 0 ? null : sharedRows(network, seed, number, link);
    return z.map((x) => applied(layer, x, () => rows!));
  };
  const through = (layer: Layer, z: Points, factor = 1): Points =>
    before(layer, z, factor).map((x) => x.map(phiOf(layer.activation)));
  const shown = (pre: Points, layer: Layer) => {
    z = pre.map((x) => x.map(phiOf(layer.activation)));
    return { pre: pre.slice(0, points.length), post: z.slice(0, points.length) };
  };
  let z: Points = [...points, ...batch].map((x) => [...x]);
  return network.layers.map((layer) => {
    if (layer.type !== 'residual') return shown(before(layer, z, 1), layer);
    const { shortcut = [], branch, scale, branchActivation } = layer;
    let kept = z;
    for (const own of shortcut) kept = through(own, kept);
    let y = z.map((x) => x.map(phiOf(branchActivation)));
    // Weights of the last layer have the block's scale already.
    if (scale === 0) y = kept.map((x) => x.map(() => 0));
    else for (const own of branch) y = through(own, y, own === branch.at(-1) ? scale : 1);
    return shown(
      kept.map((x, t) => x.map((value, i) => value + y[t]![i]!)),
      layer,
    );
  });
}

export function samplesOf({ curve, points, network }: Subject): number[][] {
  const flat = samplePoints(curve, points);
  const dim = network.inputDim;
  return Array.from({ length: points }, (_, t) => Array.from(flat.subarray(t * dim, (t + 1) * dim)));
}

/** Lengths of polylines through points. */
export function lengthsThrough(images: readonly Points[]): number[] {
  return images.map((image) =>
    image.slice(1).reduce((sum, x, t) => {
      const before = image[t]!;
      return sum + Math.sqrt(x.reduce((all, value, i) => all + (value - before[i]!) ** 2, 0));
    }, 0),
  );
}
