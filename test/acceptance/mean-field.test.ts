/**
 * Wide networks against the mean-field recursions, through the ensemble of the main path. With 12 networks of
 * width 1000 the standard errors (about 0.7 %) are as large as what the finite width adds at this depth; with
 * many more networks the band of four of them would be too narrow.
 */
import { expect, test } from 'vitest';
import { type Comparison, simulateMeanField } from '../../src/index.ts';

/** Points of the circle 30°, 90° and 180° apart. */
const LAGS = [4, 12, 24].map((j) => j / 48);

/** `slack` is relative. */
function expectNear(what: string, { measured, predicted, z }: Comparison, slack = 0): void {
  const { mean, sem } = measured;
  const off = Math.abs(mean! - predicted!) / Math.abs(predicted!);
  const told = `${what}: ${mean} ± ${sem} for ${predicted}, z = ${z}`;
  expect(Math.abs(z!) <= 4 || off <= slack, told).toBe(true);
  // Else the band would say nothing.
  expect(sem!, told).toBeLessThan(0.03 * Math.abs(predicted!) + 0.02);
}

test.each([
  { activation: 'tanh', sigmaW: 1.3, sigmaB: 0.3 },
  { activation: 'tanh', sigmaW: 2.5, sigmaB: 0.3 },
  { activation: 'tanh', sigmaW: 4, sigmaB: 0.3 },
  { activation: 'relu', sigmaW: Math.SQRT2, sigmaB: 0 },
  { activation: 'relu', sigmaW: 1.2, sigmaB: 0.5 },
  { activation: 'hard-tanh', sigmaW: 2.5, sigmaB: 0.3 },
])('$activation at ($sigmaW, $sigmaB)', async (law) => {
  const { layers } = await simulateMeanField({ ...law, depth: 6, networks: 12 });
  expect(layers).toHaveLength(6);
  for (const { layer, q, chi1, metric, curvature2, gaussMapLength, autocorrelation } of layers) {
    const at = `layer ${layer}`;
    expectNear(`q, ${at}`, q);
    expectNear(`metric, ${at}`, metric);
    if (chi1) expectNear(`chi1, ${at}`, chi1);
    // The mean of a ratio: several times layer / width above, and its root below.
    if (curvature2) expectNear(`curvature2, ${at}`, curvature2, 0.05);
    if (gaussMapLength) expectNear(`Gauss-map length, ${at}`, gaussMapLength, 0.025);
    for (const { lag, ...compared } of autocorrelation) {
      // A cosine of N entries is low by c (1 - c²) / 2N in the mean, which a small standard error shows.
      if (LAGS.includes(lag)) expectNear(`c at ${lag}, ${at}`, compared, 1e-3);
    }
  }
});
