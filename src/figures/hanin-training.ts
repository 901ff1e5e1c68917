import { INK, orderedColours } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { exp } from '../numeric/functions.ts';
import { equals, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { HANIN_ROLNICK } from './papers.ts';
import { measuredAt } from './points.ts';
import { lowerEnd, upperEnd } from './shown.ts';
import { tidyCsv } from './tidy.ts';
import {
  countRegions,
  TRAINING_REGIONS_DATA,
  type TrainingRegionsData,
  VARIANCE,
} from './training-regions-data.ts';

/** The factor that regions may change by: nearly constant, beside the exponentials that are possible. */
const NEARLY = 2;
/** Share of test digits that networks must reach, so that something was learned. */
const LEARNED = 0.5;

const nameOf = ({ depth, width }: TrainingRegionsData['shapes'][number]) => `${depth} × ${width}`;

/** Regions along lines through data while networks learn them. */
export const haninTraining: Figure<TrainingRegionsData> = {
  id: 'hanin-training',
  title: 'Regions through training: nearly constant along lines through data',
  paper: HANIN_ROLNICK,
  number: 'regions through training',
  time: { quick: '40 s', full: '5 min' },
  needsDigits: true,
  schema: TRAINING_REGIONS_DATA,
  run: countRegions,
  picture({ shapes }) {
    const colours = orderedColours(shapes.length);
    const over = (of: 'perNeuron' | 'accuracy', shift: number) =>
      shapes.map((shape, i) => ({
        colour: colours[i]!,
        label: nameOf(shape),
        measured: shape.steps.map((step, s) => measuredAt(step, shape[of][s]!)),
        joined: true,
        shift: shift * i,
      }));
    const { angle, steps } = shapes[0]!;
    const start = steps.map((x) => ({ x, y: angle }));
    return {
      title: this.title,
      panels: [
        {
          title: 'regions along lines through digits',
          x: { label: 'training step' },
          y: { label: '(regions − 1) / number of neurons', include: [0] },
          series: [{ colour: INK, solid: start }, ...over('perNeuron', 4)],
        },
        {
          title: 'what is learned meanwhile',
          x: { label: 'training step' },
          y: { label: 'accuracy on test digits', include: [0] },
          series: over('accuracy', 4),
        },
      ],
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'exact expectation at the start, Θ/π' },
      ],
    };
  },
  caption({ networks, lines, train, test, epochs, batch, learningRate, shapes }) {
    const names = shapes.map(nameOf).join(', ');
    return `Activation regions of all layers along lines through two MNIST digits, counted exactly, over the number of neurons, while ReLU networks (depth × width of the hidden layers: ${names}) learn ${train.toLocaleString('en-US')} digits; accuracy on ${test.toLocaleString('en-US')} others. Each of ${networks} networks of a shape has its own ${lines} lines, through neighbouring digits of different classes, and as far beyond both as they are apart. At the start (weights of variance ${VARIANCE} over the fan-in, biases 0) the expectation is 1 + (Θ/π) N for N neurons, less where layers die; Θ is the angle that the line subtends at the origin. Quoted from memory: Hanin & Rolnick count regions along lines through MNIST digits in ReLU networks during training. They find the number nearly constant, of the order of the number of neurons, although exponentially many are possible. We chose the lines and their ends, the shapes, ${epochs} epochs of Adam in batches of ${batch} at a learning rate of ${learningRate}, and softmax cross-entropy. We read nearly constant as: at every moment within a factor of ${NEARLY} of the start, with 99.9 % bounds of the geometric mean over networks.`;
  },
  claims({ networks, shapes }) {
    return shapes.flatMap((shape) => {
      const name = nameOf(shape);
      const { excess, change, accuracy } = shape;
      const lowest = extreme(change, (stat) => lowerEnd(stat, networks), Math.min);
      const highest = extreme(change, (stat) => upperEnd(stat, networks), Math.max);
      const during = `${name}: regions over those at the start`;
      return [
        expects(`${name}: regions per neuron at the start, less Θ/π`, excess, 0),
        equals(`${during}, least 99.9 % lower end`, exp(lowest), { low: 1 / NEARLY, high: null }),
        equals(`${during}, largest 99.9 % upper end`, exp(highest), { low: null, high: NEARLY }),
        equals(`${name}: accuracy at the end, 99.9 % lower end`, lowerEnd(accuracy.at(-1)!, networks), {
          low: LEARNED,
          high: null,
        }),
      ];
    });
  },
  csv({ shapes }) {
    return tidyCsv(
      shapes.flatMap(({ depth, width, steps, perNeuron, accuracy }) =>
        steps.map((step, s) => {
          const { mean, sem, ci95, n } = perNeuron[s]!;
          return {
            ...{
              depth,
              width,
              step,
              regionsPerNeuron: mean,
              sem,
              ci95Low: ci95?.[0],
              ci95High: ci95?.[1],
              n,
            },
            ...{ accuracy: accuracy[s]!.mean, accuracySem: accuracy[s]!.sem },
          };
        }),
      ),
    );
  },
};

/** Over the moments after the start. */
function extreme(
  stats: readonly Stat[],
  end: (stat: Stat) => number,
  choose: (...values: number[]) => number,
): number {
  return choose(...stats.slice(1).map(end));
}
