/**
 * Images of samples in double precision, by plain loops: what goes into a layer of patches or groups, and back.
 */
import type { GivenConv2d, GivenMaxout, GivenPool } from '../network/index.ts';

/**
 * Calls with every place of every sample, and each entry of its patch that lies inside the image: row of the
 * place among all, entry of the patch, and the number of `input` that it sees.
 */
export function eachEntry(
  { inputShape, kernel, stride, padding }: GivenConv2d | GivenPool,
  count: number,
  call: (row: number, entry: number, at: number) => void,
): void {
  const [height, width, channels] = inputShape;
  const before = padding === 'none' ? 0 : Math.floor((kernel - 1) / 2);
  const last = (size: number) => (padding === 'none' ? size - kernel : size - 1);
  let row = 0;
  for (let s = 0; s < count; s++)
    for (let top = 0; top <= last(height); top += stride)
      for (let left = 0; left <= last(width); left += stride, row++)
        for (let entry = 0; entry < kernel * kernel * channels; entry++) {
          const [pixel, channel] = [Math.floor(entry / channels), entry % channels];
          let y = top - before + Math.floor(pixel / kernel);
          let x = left - before + (pixel % kernel);
          if (padding === 'circular') [y, x] = [mod(y, height), mod(x, width)];
          if (y < 0 || y >= height || x < 0 || x >= width) continue;
          call(row, entry, ((s * height + y) * width + x) * channels + channel);
        }
}

function mod(a: number, n: number): number {
  return ((a % n) + n) % n;
}

/** Calls with every number that comes out of a pool or maxout, and each number of `input` that goes into it. */
function eachInput(
  layer: GivenPool | GivenMaxout,
  count: number,
  call: (out: number, at: number) => void,
): void {
  if (layer.type === 'maxout') {
    const { width, pieces } = layer;
    for (let at = 0; at < count * width * pieces; at++) call(Math.floor(at / pieces), at);
  } else {
    const channels = layer.inputShape[2];
    eachEntry(layer, count, (row, entry, at) => call(row * channels + (entry % channels), at));
  }
}

/** What a pool or maxout makes of samples, and the derivative by what goes in from that by what comes out. */
export function referencePool(pool: GivenPool | GivenMaxout, input: Float64Array, count: number) {
  const takesMean = pool.type === 'avg-pool';
  const share = takesMean ? 1 / pool.kernel ** 2 : 1;
  const z = new Float64Array(count * pool.width).fill(takesMean ? 0 : Number.NEGATIVE_INFINITY);
  const largest = new Int32Array(z.length);
  eachInput(pool, count, (out, at) => {
    if (takesMean) z[out]! += share * input[at]!;
    else if (input[at]! > z[out]!) [z[out], largest[out]] = [input[at]!, at];
  });
  const back = (slopes: Float64Array) => {
    const below = new Float64Array(input.length);
    if (takesMean)
      eachInput(pool, count, (out, at) => {
        below[at]! += share * slopes[out]!;
      });
    else
      slopes.forEach((slope, out) => {
        below[largest[out]!]! += slope;
      });
    return below;
  };
  return { z, back };
}
