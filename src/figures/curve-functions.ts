/** Functions on a curve: waves of whole frequencies, and random sums of them. */
import { cos, exp, sin } from '../numeric/functions.ts';
import { endpointStream, FIRST_FREE_ROW, normals, openStream } from '../random/index.ts';

/** Function k is the sine (k even) or the cosine of k/2 + 1 cycles. */
export function wave(samples: number, k: number): Float64Array {
  const frequency = Math.floor(k / 2) + 1;
  return Float64Array.from({ length: samples }, (_, t) => {
    const angle = 2 * Math.PI * (((frequency * t) % samples) / samples);
    return k % 2 === 0 ? sin(angle) : cos(angle);
  });
}

/**
 * Gaussian coefficients with the paper's spectrum exp(-s²/0.09), s = frequency over the highest; scaled to
 * mean square 1.
 */
export function randomFunction(
  functions: readonly Float64Array[],
  frequencies: number,
  seed: number,
): Float64Array {
  const normal = normals(openStream(endpointStream(seed, FIRST_FREE_ROW)), functions.length);
  const sum = new Float64Array(functions[0]!.length);
  functions.forEach((f, k) => {
    const s = (Math.floor(k / 2) + 1) / frequencies;
    const size = normal[k]! * exp(-(s * s) / 0.09);
    for (let t = 0; t < sum.length; t++) sum[t]! += size * f[t]!;
  });
  const rms = Math.sqrt(sum.reduce((total, x) => total + x * x, 0) / sum.length);
  return sum.map((x) => x / rms);
}
