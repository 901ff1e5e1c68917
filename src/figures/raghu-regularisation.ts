import { orderedColours } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { equals } from './checks.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import { measuredAt } from './points.ts';
import {
  BATCH,
  compareWays,
  REGULARISATION_DATA,
  type RegularisationData,
  WAYS,
  type Way,
  WEIGHT,
} from './regularisation-data.ts';
import { lowerEnd, upperEnd } from './shown.ts';
import { tidyCsv } from './tidy.ts';

const NAMES: Record<Way, string> = {
  batch: 'batch norm',
  trajectory: 'trajectory',
  neither: 'neither',
};

/** Accuracy with batch normalisation, with trajectory regularisation, and with neither. */
export const raghuRegularisation: Figure<RegularisationData> = {
  id: 'raghu-regularisation',
  title: 'Regularisation: a penalty on length alone does not do what batch normalisation does',
  paper: RAGHU,
  number: 'trajectory regularisation',
  time: { quick: '1 min', full: '30 min' },
  needsDigits: true,
  schema: REGULARISATION_DATA,
  run: compareWays,
  picture({ variants }) {
    const colours = orderedColours(WAYS.length);
    return {
      title: this.title,
      panels: variants.map(({ variance, ways }) => ({
        title: `σ_w² = ${variance}`,
        x: { label: 'training step' },
        y: { label: 'accuracy on test digits', domain: [0, 1] as const },
        series: ways.map(({ way, steps, accuracy }, w) => ({
          colour: colours[w]!,
          label: NAMES[way],
          measured: accuracy.map((stat, s) => measuredAt(steps[s]!, stat)),
          joined: true,
          shift: 3 * w,
        })),
      })),
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
      ],
    };
  },
  caption({ channels, networks, train, test, epochs, learningRate, variants }) {
    const ends = variants
      .map(
        ({ variance, batchLessNeither, trajectoryLessNeither }) =>
          `At the end, from σ_w² = ${variance}, batch normalisation gains ${interval(batchLessNeither)} over neither and trajectory regularisation ${interval(trajectoryLessNeither)}.`,
      )
      .join(' ');
    return `Share of ${test.toLocaleString('en-US')} MNIST digits classified correctly while hard-tanh networks of ${channels.length} convolutions below a linear dense layer learn ${train.toLocaleString('en-US')} others: with batch normalisation of the pre-activations by channels, with trajectory regularisation, and with neither. Trajectory regularisation multiplies the images of every layer by a factor that it learns, and adds a term to the loss for every layer: ${WEIGHT} times the length of the polyline through the images of neighbouring digits of a batch, over its length in the input. Kernels are 3 × 3, the first two strides 2, channels ${channels.join(', ')}, with zeros around images. Means over ${networks} networks, each with the same start in all three ways: variance σ_w² over the fan-in, biases 0. Quoted from memory: the paper trains a convolutional network on CIFAR-10; there trajectory regularisation is about as accurate as batch normalisation, and clearly more accurate than neither. We do not see this here. ${ends} Differences that may matter: digits in place of CIFAR-10; factors act after the activation, batch normalisation before it. We chose digits, σ_w², layers, and ${epochs} epochs of Adam in batches of ${BATCH} at a learning rate of ${learningRate} with softmax cross-entropy.`;
  },
  claims({ networks, variants }) {
    const { variance, batchLessNeither, trajectoryLessBatch } = variants.at(-1)!;
    const at = `σ_w² = ${variance}, accuracy at the end`;
    return [
      equals(
        `${at}, batch normalisation less neither: 99.9 % lower end of its mean`,
        lowerEnd(batchLessNeither, networks),
        { low: 0, high: null },
      ),
      equals(
        `${at}, trajectory regularisation less batch normalisation: 99.9 % upper end of its mean`,
        upperEnd(trajectoryLessBatch, networks),
        { low: null, high: 0 },
      ),
    ];
  },
  csv({ variants }) {
    return tidyCsv(
      variants.flatMap(({ variance, ways }) =>
        ways.flatMap(({ way, steps, accuracy }) =>
          accuracy.map(({ mean, sem, ci95, n }, s) => ({
            ...{ sigmaW2: variance, way, step: steps[s], accuracy: mean, sem },
            ...{ ci95Low: ci95?.[0], ci95High: ci95?.[1], n },
          })),
        ),
      ),
    );
  },
};

/** A mean with its 95 % interval. */
function interval({ mean, ci95 }: Stat): string {
  const [low, high] = (ci95 ?? [Number.NaN, Number.NaN]).map((x) => x.toFixed(2));
  return `${mean!.toFixed(2)} (95 % interval ${low} to ${high})`.replaceAll('-', '−');
}
