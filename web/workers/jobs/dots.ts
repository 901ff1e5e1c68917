/** The two maps, measured: circles of several radii through wide networks. */
import { measureTrajectory, simulateMeanField } from 'expressivity';
import type { DotsInput, DotsResult } from '../messages.ts';

const NETWORKS = 6;
/** Radii as shares of the square root of the width: mean squares of the input. */
const RADII = [0.25, 0.5, 0.8, 1.2, 1.7, 2.3];

export async function* dots(input: DotsInput): AsyncGenerator<DotsResult> {
  const { width, seed, activation, sigmaW, sigmaB, density } = input;
  const law = { activation, sigmaW, sigmaB, density };
  const { layers } = await simulateMeanField({ ...law, width, seed, depth: 5, networks: NETWORKS });
  const c: [number, number][] = [];
  for (const [l, { autocorrelation }] of layers.slice(1).entries())
    for (const { lag, measured } of autocorrelation) {
      const from = layers[l]!.autocorrelation.find((other) => other.lag === lag)?.measured.mean;
      if (from != null && measured.mean != null) c.push([from, measured.mean]);
    }
  yield { q: [], c };
  const q: [number, number][] = [];
  for (const share of RADII) {
    const { cells } = await measureTrajectory({
      ...law,
      width,
      seed,
      depth: 2,
      curve: 'circle',
      endpoints: 'orthonormal',
      radius: share * Math.sqrt(width),
      points: 24,
      measure: ['q'],
      networks: NETWORKS,
    });
    const [first, second] = cells[0]!.layers.map((layer) => layer.q?.mean);
    if (first != null && second != null) q.push([first, second]);
    yield { q: [...q], c };
  }
}
