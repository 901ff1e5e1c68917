/** Images of samples in double precision, by plain loops: what goes into a layer of patches, and back. */
import type { GivenConv2d, GivenPool } from '../network/index.ts';

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

/** What a pool makes of samples, and the derivative by what goes in from that by what comes out. */
export function referencePool(pool: GivenPool, input: Float64Array, count: number) {
  const [channels, pixels] = [pool.inputShape[2], pool.kernel ** 2];
  const z = new Float64Array(count * pool.width).fill(
    pool.type === 'max-pool' ? Number.NEGATIVE_INFINITY : 0,
  );
  const largest = new Int32Array(z.length);
  const outOf = (row: number, entry: number) => row * channels + (entry % channels);
  eachEntry(pool, count, (row, entry, at) => {
    const out = outOf(row, entry);
    if (pool.type === 'avg-pool') z[out]! += input[at]! / pixels;
    else if (input[at]! > z[out]!) [z[out], largest[out]] = [input[at]!, at];
  });
  const back = (slopes: Float64Array) => {
    const below = new Float64Array(input.length);
    if (pool.type === 'max-pool')
      slopes.forEach((slope, out) => {
        below[largest[out]!]! += slope;
      });
    else
      eachEntry(pool, count, (row, entry, at) => {
        below[at]! += slopes[outOf(row, entry)]! / pixels;
      });
    return below;
  };
  return { z, back };
}
