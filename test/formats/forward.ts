import { type AnyGivenLayer, type AnyGivenNetwork, phiOf, type Shape } from '../../src/network/index.ts';

/** What a network gives for an input, by the definition. */
export function forward(network: AnyGivenNetwork, input: readonly number[]): number[] {
  return images(network, input).at(-1)!;
}

/** z^1 … z^d, by the definition. */
export function images({ layers }: AnyGivenNetwork, input: readonly number[]): number[][] {
  const made: number[][] = [];
  for (const layer of layers) made.push(imageOf(layer, made.at(-1) ?? input));
  return made;
}

function imageOf(layer: AnyGivenLayer, z: readonly number[]): number[] {
  const phi = phiOf(layer.activation);
  if (layer.type === 'residual') {
    const through = (layers: AnyGivenNetwork['layers'], x: readonly number[]) =>
      layers.length === 0 ? x : forward({ inputDim: x.length, layers }, x);
    const out = through(layer.branch, z.map(phiOf(layer.branchActivation)));
    return through(layer.shortcut ?? [], z).map((value, i) => phi(value + out[i]!));
  }
  if (layer.type === 'dense') {
    const { weights, biases, width, fanIn } = layer;
    return Array.from({ length: width }, (_, i) => {
      const row = weights.subarray(i * fanIn, (i + 1) * fanIn);
      return phi(row.reduce((sum, w, j) => sum + w * z[j]!, biases[i]!));
    });
  }
  if (layer.type === 'maxout')
    return Array.from({ length: layer.width }, (_, i) =>
      Math.max(...z.slice(i * layer.pieces, (i + 1) * layer.pieces)),
    );
  const { inputShape, kernel, stride, padding } = layer;
  const [height, width, channels] = inputShape;
  const half = Math.floor((kernel - 1) / 2);
  const own = layer.pads ?? [half, half, kernel - 1 - half, kernel - 1 - half];
  const [top, left, bottom, right] = padding === 'none' ? [0, 0, 0, 0] : own;
  const places = (size: number) => Math.floor((size - kernel) / stride) + 1;
  /** Of a place the values of one channel under the patch, row by row; null beyond the edge. */
  const patchAt = (y: number, x: number, c: number) =>
    Array.from({ length: kernel * kernel }, (_, k) => {
      const [v, u] = [y * stride - top + Math.floor(k / kernel), x * stride - left + (k % kernel)];
      const around = padding === 'circular';
      return pixel(inputShape, z, around ? mod(v, height) : v, around ? mod(u, width) : u, c);
    });
  const out: number[] = [];
  for (let y = 0; y < places(top + height + bottom); y++)
    for (let x = 0; x < places(left + width + right); x++) {
      const patches = Array.from({ length: channels }, (_, c) => patchAt(y, x, c));
      if (layer.type === 'conv2d')
        for (let o = 0; o < layer.channels; o++) {
          const weight = (k: number, c: number) => layer.weights[o * layer.fanIn + k * channels + c]!;
          const sums = patches.map((patch, c) =>
            patch.reduce<number>((sum, v, k) => sum + weight(k, c) * (v ?? 0), 0),
          );
          out.push(phi(sums.reduce((sum, v) => sum + v, layer.biases[o]!)));
        }
      else
        for (const patch of patches) {
          const inside = patch.filter((v) => v !== null);
          const count = padding === 'cut' ? inside.length : kernel ** 2;
          out.push(
            layer.type === 'max-pool' ? Math.max(...inside) : inside.reduce((sum, v) => sum + v, 0) / count,
          );
        }
    }
  return out;
}

function pixel([height, width, channels]: Shape, z: readonly number[], y: number, x: number, c: number) {
  return y < 0 || x < 0 || y >= height || x >= width ? null : z[(y * width + x) * channels + c]!;
}

function mod(a: number, n: number): number {
  return ((a % n) + n) % n;
}
