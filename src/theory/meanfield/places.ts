/** Images place by place, as wide layers see them; what has no shape is one place. */
import type { Curve } from '../../curve/index.ts';
import {
  type Layer,
  type LayerOf,
  type NetworkSpec,
  patchedShape,
  patchesOf,
  storePatch,
} from '../../network/index.ts';
import { inputNodes, type Node } from './nodes.ts';

/** What each place of a layer sees of the layer below. */
export interface Windows {
  /** The places below that each place sees, without zeros beyond the edge. */
  readonly seen: readonly (readonly number[])[];
  /** Share of a row's inputs that lie at one of them. */
  readonly share: number;
}

/**
 * Windows of layers 1 … d. `null`: some layer is none of fully connected layers, convolutions, `flatten` and
 * `maxout` of independent pre-activations, or sees an image of another shape than the layer below has.
 */
export function windowsOf({ layers }: Pick<NetworkSpec, 'layers'>): Windows[] | null {
  const windows: Windows[] = [];
  let below = inputPlaces(layers[0]!);
  for (const [l, layer] of layers.entries()) {
    if (layer.type === 'maxout' && !isGaussian(layers[l - 1])) return null;
    const own = layerWindows(layer, below);
    if (own === null) return null;
    windows.push(own);
    below = own.seen.length;
  }
  return windows;
}

/** Whether the outputs of a layer are pre-activations: independent and Gaussian where layers are wide. */
export function isGaussian(layer: Layer | undefined): boolean {
  return (layer?.type === 'dense' || layer?.type === 'conv2d') && layer.activation.name === 'linear';
}

/** Places of the input of a network whose first layer this is. */
export function inputPlaces(first: Layer): number {
  return first.type === 'conv2d' ? first.inputShape[0] * first.inputShape[1] : 1;
}

function layerWindows(layer: Layer, below: number): Windows | null {
  const all = Array.from({ length: below }, (_, place) => place);
  switch (layer.type) {
    case 'dense':
      return { seen: [all], share: 1 / below };
    case 'flatten':
    case 'maxout':
      return { seen: all.map((place) => [place]), share: 1 };
    case 'conv2d':
      return inputPlaces(layer) === below ? patches(layer) : null;
    default:
      return null;
  }
}

function patches(layer: LayerOf<'conv2d'>): Windows {
  const [height, width] = layer.inputShape;
  const image = { ...patchesOf(layer), inputShape: [height, width, 1] as const };
  const [down, across] = patchedShape(image, 1);
  const patch = new Int32Array(layer.kernel ** 2);
  const seen = Array.from({ length: down * across }, (_, place) => {
    storePatch(image, place, patch);
    return [...patch].filter((below) => below >= 0);
  });
  return { seen, share: 1 / patch.length };
}

/** The curve's coordinates at each of so many places. */
export function curveAt(curve: Curve, places: number): Curve[] {
  if (places === 1) return [curve];
  const channels = curve.vertices[0]!.length / places;
  return Array.from({ length: places }, (_, place) => ({
    ...curve,
    vertices: curve.vertices.map((x) => x.subarray(place * channels, (place + 1) * channels)),
  }));
}

/** Nodes of the input at each place. */
export function placedNodes(curve: Curve, places: number): Node[][] {
  return curveAt(curve, places).map((part) => inputNodes(curve, part));
}

/** At each place the mean of what it sees, zeros beyond the edge included. */
export function seenNodes(nodes: readonly Node[][], { seen, share }: Windows): Node[][] {
  return seen.map((places) =>
    nodes[0]!.map(({ weight }, n) => {
      let [q, cross, metric] = [0, 0, 0];
      for (const place of places) {
        const node = nodes[place]![n]!;
        q += node.q;
        cross += node.cross;
        metric += node.metric;
      }
      return { weight, q: q * share, cross: cross * share, metric: metric * share };
    }),
  );
}

/** The same of lists of numbers. */
export function seenNumbers(values: readonly (readonly number[])[], { seen, share }: Windows): number[][] {
  return seen.map((places) =>
    values[0]!.map((_, i) => share * places.reduce((sum, place) => sum + values[place]![i]!, 0)),
  );
}

/** The mean over all places. */
export function overPlaces(nodes: readonly Node[][]): Node[] {
  const places = nodes.map((_, place) => place);
  return seenNodes(nodes, { seen: [places], share: 1 / places.length })[0]!;
}
