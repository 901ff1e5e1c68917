/**
 * Random ReLU networks without biases and their exact images of a segment, for the statistics of the tests.
 */
import { expect } from 'vitest';
import { endpointStream, normals, openStream } from '../../../src/random/index.ts';

/** Standard normal numbers, one stream for each number `i`. */
export function gaussians(seed: number, i: number, n: number): Float64Array {
  return normals(openStream(endpointStream(seed, i)), n);
}

export interface Counts {
  /** Neurons that switch, layer by layer. */
  readonly flips: number[];
  /** Breakpoints strictly inside the pieces of the layer before. */
  readonly breakpoints: number[];
  /** Turning angle of the image, layer by layer. */
  readonly turning: number[];
}

/** Follows the vertices of the image of a polyline through dense layers with N(0, 2 / fan-in) weights. */
export function imageCounts(
  vertices: readonly Float64Array[],
  widths: readonly number[],
  seed: number,
): Counts {
  const counts: Counts = { flips: [], breakpoints: [], turning: [] };
  let z = [...vertices];
  widths.forEach((width, layer) => {
    const fanIn = z[0]!.length;
    const weights = gaussians(seed, layer, width * fanIn).map((w) => w * Math.sqrt(2 / fanIn));
    const h = z.map((x) =>
      Float64Array.from({ length: width }, (_, i) => {
        let sum = 0;
        for (let j = 0; j < fanIn; j++) sum += weights[i * fanIn + j]! * x[j]!;
        return sum;
      }),
    );
    let [flips, breakpoints] = [0, 0];
    const image = [h[0]!];
    for (let p = 1; p < h.length; p++) {
      const [a, b] = [h[p - 1]!, h[p]!];
      const cuts: [at: number, neuron: number][] = [];
      for (let i = 0; i < width; i++) if (a[i]! > 0 !== b[i]! > 0) cuts.push([a[i]! / (a[i]! - b[i]!), i]);
      flips += cuts.length;
      for (const [at, neuron] of cuts.sort((x, y) => x[0] - y[0])) {
        if (at <= 0 || at >= 1) continue;
        breakpoints++;
        image.push(a.map((v, i) => (i === neuron ? 0 : (1 - at) * v + at * b[i]!)));
      }
      image.push(b);
    }
    z = image.map((v) => v.map((x) => Math.max(0, x)));
    counts.flips.push(flips);
    counts.breakpoints.push(breakpoints);
    counts.turning.push(turningOf(z));
  });
  return counts;
}

function turningOf(z: readonly Float64Array[]): number {
  const steps = z.slice(1).map((v, i) => v.map((x, j) => x - z[i]![j]!));
  const units = steps.flatMap((step) => {
    const norm = Math.hypot(...step);
    return norm > 0 ? [step.map((x) => x / norm)] : [];
  });
  return units
    .slice(1)
    .reduce(
      (sum, u, i) => sum + 2 * Math.asin(Math.min(1, Math.hypot(...u.map((x, j) => x - units[i]![j]!)) / 2)),
      0,
    );
}

/** Asserts that the mean of `values` is `expected` within 4 standard errors. */
export function expectMean(what: string, values: readonly number[], expected: number, seed: number): void {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const sem = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1) / n);
  const k = (mean - expected) / sem;
  const report = `${what}: ${mean} against ${expected}, ${k} standard errors of ${sem}, seed ${seed}, n = ${n}`;
  expect(Math.abs(k), report).toBeLessThan(4);
}
