import { orderedColours, type PanelSpec } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { type Claim, equals, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import {
  BATCH,
  LEARNING_RATE,
  ONE_LAYER_DATA,
  type OneLayerData,
  trainOneLayer,
  VARIANCE,
} from './one-layer-data.ts';
import { RAGHU } from './papers.ts';
import { measuredAt } from './points.ts';
import { upperEnd } from './shown.ts';
import { tidyCsv } from './tidy.ts';

const SETS = { test: 'test', train: 'training' } as const;

/** Accuracy of networks of which one layer alone is trained, against that layer. */
export const raghuOneLayer: Figure<OneLayerData> = {
  id: 'raghu-one-layer',
  title: 'Training one layer alone: the lower, the better',
  paper: RAGHU,
  number: 'training only one layer',
  time: { quick: '40 s', full: '8 min' },
  needsDigits: true,
  schema: ONE_LAYER_DATA,
  run: trainOneLayer,
  picture({ layers }) {
    const [colour] = orderedColours(1);
    const panels = (['test', 'train'] as const).map((set): PanelSpec => {
      const measured = layers.map((own) => measuredAt(own.layer, own[set]));
      return {
        title: `on ${SETS[set]} digits`,
        x: { label: 'layer that is trained', whole: true },
        y: { label: 'accuracy' },
        series: [{ colour: colour!, measured, joined: true }],
      };
    });
    return {
      title: this.title,
      panels,
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
      ],
    };
  },
  caption({ width, depth, networks, epochs, train, test }) {
    const few = test < ENOUGH ? '; on so few test digits it must not be positive' : '';
    return `Share of MNIST digits classified correctly when layer l alone is trained and all other layers stay frozen at their random start; hard-tanh networks of ${depth} layers, width ${width}, weights of variance σ_w² = ${VARIANCE} over the fan-in, biases 0 at the start; layers 2 to ${depth - 1}, which have equally many weights; a linear layer of ten outputs above them is also frozen. Means over ${networks} networks, each layer from the same start; ${train.toLocaleString('en-US')} training digits and ${test.toLocaleString('en-US')} test digits. Check: the rank correlation of layer and accuracy is computed in each network, and its mean must be negative with a 99.9 % bound${few}. The paper has hard-tanh, σ_w² = 2, width 100 and MNIST (an earlier version of its text). Depth, ${epochs} epochs of Adam in batches of ${BATCH} at a learning rate of ${LEARNING_RATE}, softmax cross-entropy, biases, and the number of networks are not stated there; we chose them.`;
  },
  claims({ correlation, networks, test }) {
    const what = (set: keyof typeof SETS) => `rank correlation of layer and ${SETS[set]} accuracy`;
    return [
      negative(what('train'), correlation.train, networks),
      test < ENOUGH
        ? expects(`${what('test')}, not positive`, correlation.test, { low: null, high: 0 })
        : negative(what('test'), correlation.test, networks),
    ];
  },
  csv({ layers }) {
    return tidyCsv(
      layers.flatMap(({ layer, ...own }) =>
        (['test', 'train'] as const).map((set) => {
          const { mean, sem, ci95, n } = own[set];
          return {
            layer,
            digits: SETS[set],
            accuracy: mean,
            sem,
            ci95Low: ci95?.[0],
            ci95High: ci95?.[1],
            n,
          };
        }),
      ),
    );
  },
};

/** Fewer test digits than these show little of one network: a trend is not asked for. */
const ENOUGH = 500;

/** That it is negative has to be shown: the upper end of its one-sided interval is judged. */
function negative(what: string, stat: Stat, networks: number): Claim {
  return equals(`${what}: 99.9 % upper end of its mean`, upperEnd(stat, networks), { low: null, high: 0 });
}
