import { expect, it } from 'vitest';
import { noisyAccuracies } from '../../src/figures/noise-data.ts';
import { endpointStream, normals, openStream } from '../../src/random/index.ts';
import { evaluate } from '../../src/train/index.ts';
import { data, network } from '../train/fixture.ts';

it('a layer with noise behind its images is the whole network with noise in that layer', async () => {
  const own = network('hard-tanh', { inputDim: 6, widths: [12, 11, 10, 3] });
  const test = data(150, 6, 3);
  const magnitudes = [0, 0.4, 2];
  const context = { seed: 5, compute: async <T>(work: () => T) => work() };
  const found = await noisyAccuracies(own, test, magnitudes, (layer) => 40 + layer, context);
  const whole = (layer: number, magnitude: number) => {
    const { weights } = own.layers[layer]!;
    const noise = normals(openStream(endpointStream(5, 40 + layer)), weights.length);
    const noisy = weights.map((w, i) => w + magnitude * noise[i]!);
    return own.layers.map((other, l) => (l === layer ? { ...other, weights: noisy } : other));
  };
  for (const [l, accuracies] of found.entries())
    for (const [m, accuracy] of accuracies.entries()) {
      const layers = whole(l, magnitudes[m]!);
      expect(accuracy, `layer ${l + 1}`).toBe((await evaluate({ ...own, layers }, test)).accuracy);
    }
  expect(found).toHaveLength(3);
  expect(found.flat().some((accuracy) => accuracy !== found[0]![0])).toBe(true);
});
