import { orderedColours } from '../draw/picture/index.ts';
import { type Claim, equals } from './checks.ts';
import type { Figure } from './figure.ts';
import { BATCH, JUDGED, measureNoise, NOISE_DATA, type NoiseData, VARIANCE } from './noise-data.ts';
import { RAGHU } from './papers.ts';
import { measuredAt } from './points.ts';
import { lowerEnd } from './shown.ts';
import { tidyCsv } from './tidy.ts';

/** Accuracy of trained networks against noise in the weights of one layer. */
export const raghuNoise: Figure<NoiseData> = {
  id: 'raghu-noise',
  title: 'Noise in the weights of one layer: the lower, the worse',
  paper: RAGHU,
  number: 'noise by layer',
  time: { quick: '40 s', full: '7 min' },
  needsDigits: true,
  schema: NOISE_DATA,
  run: measureNoise,
  picture({ depth, magnitudes, accuracy }) {
    const colours = orderedColours(depth);
    const [colour] = orderedColours(1);
    const judged = magnitudes.indexOf(JUDGED);
    return {
      title: this.title,
      panels: [
        {
          title: 'noise in one layer',
          x: { label: 'standard deviation of the noise' },
          y: { label: 'accuracy on test digits' },
          series: accuracy.map((stats, l) => ({
            colour: colours[l]!,
            label: `layer ${l + 1}`,
            measured: stats.map((stat, m) => measuredAt(magnitudes[m]!, stat)),
            joined: true,
            shift: 2.5 * l,
          })),
        },
        {
          title: `the same for noise ${JUDGED}`,
          x: { label: 'layer with noise', whole: true },
          y: { label: 'accuracy on test digits' },
          series: [
            {
              colour: colour!,
              measured: accuracy.map((stats, l) => measuredAt(l + 1, stats[judged]!)),
              joined: true,
            },
          ],
        },
      ],
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
      ],
    };
  },
  caption({ width, depth, networks, epochs, train, test, learningRate, magnitudes, accuracy }) {
    const [first, last] = [accuracy[0]!, accuracy.at(-1)!].map(
      (stats) => stats[0]!.mean! - stats[magnitudes.indexOf(JUDGED)]!.mean!,
    );
    return `Share of ${test.toLocaleString('en-US')} MNIST digits that trained networks classify correctly after Gaussian noise is added to all weights of one layer. Hard-tanh networks of ${depth} layers of width ${width} below a linear one, from weights of variance σ_w² = ${VARIANCE} over the fan-in and biases 0, that learned ${train.toLocaleString('en-US')} other digits. Means over ${networks} networks. The noise has the same standard deviation in every layer; each layer of a network has one draw, which is scaled to each magnitude. Check: the rank correlation of layer and accuracy is computed in each network, and its mean at noise ${JUDGED} must be positive with 99.9 % bounds, over all layers and without the first one, which has more weights than the others. Quoted from memory: the paper adds Gaussian noise to a convolutional network, σ_w² = 2, on CIFAR-10, and a magnitude of 0.25 costs 0.7 of accuracy in layer 1 and 0.02 in layer 5; here it costs ${first!.toFixed(2)} in layer 1 and ${last!.toFixed(2)} in layer ${depth}. We chose dense layers on MNIST, width, depth, magnitudes, and ${epochs} epochs of Adam in batches of ${BATCH} at a learning rate of ${learningRate} with softmax cross-entropy.`;
  },
  claims({ networks, accuracy, correlation }) {
    const shown = (what: string, of: keyof NoiseData['correlation']): Claim =>
      equals(
        `rank correlation of layer and accuracy at noise ${JUDGED}, ${what}: 99.9 % lower end of its mean`,
        lowerEnd(correlation[of], networks),
        { low: 0, high: null },
      );
    return [
      equals('accuracy without noise, 99.9 % lower end of its mean', lowerEnd(accuracy[0]![0]!, networks), {
        low: LEARNED,
        high: null,
      }),
      shown('all layers', 'all'),
      shown('from layer 2', 'equal'),
    ];
  },
  csv({ magnitudes, accuracy }) {
    return tidyCsv(
      accuracy.flatMap((stats, l) =>
        stats.map(({ mean, sem, ci95, n }, m) => ({
          ...{ layer: l + 1, noise: magnitudes[m], accuracy: mean, sem },
          ...{ ci95Low: ci95?.[0], ci95High: ci95?.[1], n },
        })),
      ),
    );
  },
};

/** Share of digits that networks must reach without noise, so that something was learned. */
const LEARNED = 0.5;
