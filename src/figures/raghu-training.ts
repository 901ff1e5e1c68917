import { orderedColours, type PanelSpec } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { type Claim, equals } from './checks.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import { factorOf } from './points.ts';
import { tidyCsv } from './tidy.ts';
import {
  BATCH,
  type CurveName,
  measureTraining,
  TRAINING_LENGTH_DATA,
  type TrainingLengthData,
} from './training-length-data.ts';

const NAMES: Record<CurveName, string> = { digits: 'two digits', random: 'two random points' };

/** Length of circles, layer by layer, while networks learn digits. */
export const raghuTraining: Figure<TrainingLengthData> = {
  id: 'raghu-training',
  title: 'Length through training: from large weights it falls, from small ones it rises',
  paper: RAGHU,
  number: 'trajectory length through training',
  time: { quick: '1 min', full: '6 min' },
  needsDigits: true,
  schema: TRAINING_LENGTH_DATA,
  run: measureTraining,
  picture({ depth, variants }) {
    const shown = Array.from({ length: depth }, (_, l) => l).filter((l) => l === 0 || l % 2 === 1);
    const colours = orderedColours(shown.length);
    const panels = variants.flatMap(({ variance, steps, curves }) => {
      const panel = ({ curve, growth }: (typeof curves)[number]): PanelSpec => ({
        title: `σ_w² = ${variance}, ${NAMES[curve]}`,
        x: { label: 'training step' },
        y: { label: 'length over that at the start', include },
        series: shown.map((l, i) => ({
          colour: colours[i]!,
          label: `layer ${l + 1}`,
          measured: steps.map((step, s) => ({ x: step, ...factorOf(growth[s]![l]!) })),
          joined: true,
          shift: 2.5 * i,
        })),
      });
      // On and off the data on one scale.
      const all = curves.flatMap(({ growth }) => growth.flatMap((layers) => shown.map((l) => layers[l]!)));
      const include = all.flatMap((own) => Object.values(factorOf(own)).filter((x) => x !== null));
      return curves.map(panel);
    });
    return {
      title: this.title,
      panels,
      key: [
        { show: 'circle', label: 'geometric mean over networks' },
        { show: 'bar', label: '95 % interval' },
      ],
    };
  },
  caption({ width, depth, networks, points, train, epochs, learningRate, variants }) {
    const accuracies = variants
      .map(({ variance, accuracy }) => `${(100 * accuracy.mean!).toFixed(0)} % for σ_w² = ${variance}`)
      .join(' and ');
    return `Length of the image of a circle after each of ${depth} hard-tanh layers of width ${width}, over its length before training, while networks learn ${train.toLocaleString('en-US')} MNIST digits: geometric means over ${networks} networks, each with its own circles, through two digits and through two Gaussian points of the same norms, at ${points} points. The picture shows layer 1 and the even layers. Weights start with variance σ_w² over the fan-in, biases at 0; a linear layer of ten outputs follows. The paper has MNIST and these σ_w² (an earlier version of its text) and says: from 16 length falls except in the last steps (not checked), and in the first layer it rises; from 3 length rises; both changes are smaller off the data; weights do not shrink. It does not state width, depth, learning rate, batch or steps; we chose ${epochs} epochs of gradient descent with momentum 0.9, batches of ${BATCH}, a learning rate of ${learningRate} and softmax cross-entropy. At the end ${accuracies} of the training digits are classified correctly. The verdict uses the ends of 95 % intervals over networks: the whole interval must agree with the paper.`;
  },
  claims({ variants }) {
    return variants.flatMap(({ variance, curves, difference, weights }) => {
      const end = curves[0]!.growth.at(-1)!;
      const [first, last] = [end[0]!, end.at(-1)!];
      const at = `σ_w² = ${variance}`;
      const falls = variance > FALLING_FROM;
      return [
        ...(falls ? [rising(`${at}, digits: ln of length, first layer, end over start`, first)] : []),
        (falls ? falling : rising)(`${at}, digits: ln of length, last layer, end over start`, last),
        (falls ? falling : rising)(`${at}: the same less that of random points`, difference),
        rising(`${at}: ln of the norm of all weights, end over start`, weights),
      ];
    });
  },
  csv({ variants }) {
    return tidyCsv(
      variants.flatMap(({ variance, steps, curves }) =>
        curves.flatMap(({ curve, growth }) =>
          steps.flatMap((step, s) =>
            growth[s]!.map(({ mean, sem, ci95, n }, l) => ({
              ...{ sigmaW2: variance, endpoints: curve, step, layer: l + 1 },
              ...{ lnLengthOverStart: mean, sem, ci95Low: ci95?.[0], ci95High: ci95?.[1], n },
            })),
          ),
        ),
      ),
    );
  },
};

/** Between the two σ_w² of the paper. */
const FALLING_FROM = 8;

function rising(what: string, { ci95 }: Stat): Claim {
  return equals(`${what}: lower end`, ci95?.[0] ?? Number.NaN, { low: 0, high: null });
}

function falling(what: string, { ci95 }: Stat): Claim {
  return equals(`${what}: upper end`, ci95?.[1] ?? Number.NaN, { low: null, high: 0 });
}
