/** Networks of convolutions, pools and residual blocks by their definitions, in plain loops. */
import { samplePoints } from '../../src/curve/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import {
  chainOf,
  fanIn,
  type Layer,
  type NetworkSpec,
  type Patched,
  phiOf,
} from '../../src/network/index.ts';
import { remembered } from '../../src/numeric/remembered.ts';

type Weights = ReturnType<typeof referenceWeights>;

/** Rows that all places share, or those of a dense layer, of link `link` of the network's chain. */
export function sharedRows(network: NetworkSpec, seed: number, number: number, link: number): Weights {
  const { spec } = chainOf(network);
  const own = spec.layers[link - 1]!;
  const rows = own.type === 'conv2d' ? own.channels : 0;
  if (rows === 0) return referenceWeights(spec, seed, number, link);
  // A dense layer of as many rows and inputs draws the same.
  const inputs = fanIn(spec, link);
  const { density, weights, sigmaW, biases, sigmaB, scaling, activation } = own;
  const dense = { type: 'dense', width: rows, density, weights, sigmaW, biases, sigmaB, scaling, activation };
  const layers = spec.layers.map((layer, l) => (l === link - 1 ? (dense as Layer) : layer));
  layers[link - 2] = { ...dense, width: inputs } as Layer;
  return referenceWeights({ inputDim: inputs, layers }, seed, number, link);
}

const mod = (a: number, n: number) => ((a % n) + n) % n;

/** For each place, row by row, what `make` makes of its patch; of no pixel where there is none. */
function eachPatch(
  { inputShape: [height, width, channels], kernel, stride, padding }: Patched,
  z: readonly number[],
  make: (at: (ky: number, kx: number, c: number) => number) => number[],
): number[] {
  const inside = padding === 'none';
  const before = inside ? 0 : Math.floor((kernel - 1) / 2);
  const out: number[] = [];
  for (let y = 0; inside ? y + kernel <= height : y < height; y += stride)
    for (let x = 0; inside ? x + kernel <= width : x < width; x += stride) {
      const at = (ky: number, kx: number, c: number) => {
        const [py, px] = [y + ky - before, x + kx - before];
        const beyond = py < 0 || px < 0 || py >= height || px >= width;
        if (beyond && padding === 'zero') return 0;
        return z[(mod(py, height) * width + mod(px, width)) * channels + c]!;
      };
      out.push(...make(at));
    }
  return out;
}

/** What a layer makes of one point, before its activation; `rows` are those that places share. */
export function applied(layer: Layer, z: readonly number[], rows: () => Weights): number[] {
  switch (layer.type) {
    case 'conv2d': {
      const { weights, biases } = rows();
      const { kernel, inputShape } = layer;
      const channels = inputShape[2];
      return eachPatch(layer, z, (at) =>
        weights.map((row, i) => {
          let sum = biases[i]!;
          for (let ky = 0; ky < kernel; ky++)
            for (let kx = 0; kx < kernel; kx++)
              for (let c = 0; c < channels; c++)
                sum += row[(ky * kernel + kx) * channels + c]! * at(ky, kx, c);
          return sum;
        }),
      );
    }
    case 'avg-pool':
    case 'max-pool':
      return eachPatch(layer, z, (at) =>
        Array.from({ length: layer.inputShape[2] }, (_, c) => {
          const patch = Array.from({ length: layer.kernel ** 2 }, (_, k) =>
            at(Math.floor(k / layer.kernel), k % layer.kernel, c),
          );
          return layer.type === 'max-pool'
            ? Math.max(...patch)
            : patch.reduce((sum, x) => sum + x, 0) / patch.length;
        }),
      );
    case 'dense': {
      const { weights, biases } = rows();
      return weights.map((row, i) => row.reduce((sum, w, j) => sum + w * z[j]!, biases[i]!));
    }
    default:
      return [...z];
  }
}

/** Lengths of the images of a sampled curve after every layer. */
export function loopLengths(
  { network, seed, curve, points }: Pick<Subject, 'network' | 'seed' | 'curve' | 'points'>,
  number: number,
): number[] {
  const { inputDim, layers } = network;
  const flat = samplePoints(curve, points);
  const rowsOf = remembered((link: number) => sharedRows(network, seed, number, link));
  const images = Array.from({ length: points }, (_, t) => {
    let [z, link] = [Array.from(flat.subarray(t * inputDim, (t + 1) * inputDim)), 0];
    return layers.map((layer, l) => {
      if (layer.type !== 'residual') {
        const own = ++link;
        z = applied(layer, z, () => rowsOf(own)).map(phiOf(layer.activation));
        return z;
      }
      if (l === 0) link++;
      if (layer.scale === 0) {
        link++;
        return z;
      }
      let y = z.map(phiOf(layer.branchActivation));
      if (layer.branchActivation.name !== 'linear') link++;
      for (const inner of layer.branch) {
        const own = ++link;
        y = applied(inner, y, () => rowsOf(own)).map(phiOf(inner.activation));
      }
      // Weights of the last layer have the block's scale already.
      z = z.map((value, i) => phiOf(layer.activation)(value + y[i]!));
      return z;
    });
  });
  return layers.map((_, l) =>
    images.slice(1).reduce((sum, image, t) => {
      const before = images[t]![l]!;
      return sum + Math.sqrt(image[l]!.reduce((s, x, i) => s + (x - before[i]!) ** 2, 0));
    }, 0),
  );
}
