import { INK, orderedColours, type PanelSpec, type Series } from '../draw/picture/index.ts';
import { best, type Stat } from '../ensemble/index.ts';
import { type Claim, expects } from './checks.ts';
import {
  CONV_DATA,
  type ConvData,
  type ConvLayer,
  IMAGES,
  type Images,
  KERNEL,
  measureConvolutions,
  SIDE,
} from './conv-growth-data.ts';
import type { Figure } from './figure.ts';
import { rootMeanSquare } from './root-mean-square.ts';
import { tidyCsv } from './tidy.ts';

/** Length through convolutional networks over its exact root mean square, with the bracket. */
export const convGrowth: Figure<ConvData> = {
  id: 'conv-growth',
  title: 'Convolutional networks: length by number of channels',
  paper: 'No figure of a paper; bounds after Price & Tanner (arXiv 1911.10651)',
  number: '',
  time: { quick: '40 s', full: '60 min' },
  schema: CONV_DATA,
  run: measureConvolutions,
  picture({ depth, cells }) {
    const x = { label: 'layer', whole: true, domain: [0, depth] as const };
    const colours = orderedColours(cells.length);
    const panels: PanelSpec[] = [
      {
        title: 'mean',
        x,
        y: { label: 'mean length / root mean square', include: [1] },
        series: [
          ...cells.flatMap(({ channels, layers }, i) =>
            both(layers, { colour: colours[i]!, label: `${channels}`, start: 1 }, relativeMean, {
              solid: ({ dense, theory }) => dense / theory.upper!,
              dotted: ({ theory }) => theory.lower! / theory.upper!,
            }),
          ),
          { colour: INK, solid: [0, depth].map((layer) => ({ x: layer, y: 1 })) },
        ],
      },
      {
        title: 'spread over networks',
        x,
        y: { label: 'standard deviation / mean', kind: 'log' },
        series: cells.flatMap(({ channels, layers }, i) =>
          both(layers, { colour: colours[i]!, label: `${channels}`, start: 0 }, spread, {
            solid: ({ denseSpread }) => denseSpread,
            dotted: ({ theory }) => Math.sqrt((theory.upper! / theory.lower!) ** 2 - 1),
          }),
        ),
      },
    ];
    return {
      title: this.title,
      panels,
      key: [
        { show: 'circle', label: 'digits' },
        { show: 'times', label: 'constant images' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'constant images, exact; root mean square (1)' },
        { show: 'dotted', label: 'bound for all images' },
        { show: 'none', label: 'At the lines: channels.' },
      ],
    };
  },
  caption({ depth, networks, cells }) {
    const channels = cells.map((cell) => cell.channels).join(', ');
    return `Length of the image of a very short segment through ${depth} convolutions of ${KERNEL} × ${KERNEL}, ReLU, padding around the edge, ${channels} channels, Gaussian weights of variance 2 over the fan-in, no biases; ${networks} networks. The mean square of lengths is known exactly for every image. Left: the mean length over the root of the mean square; it lies below 1, and above the bound from fourth moments (dotted). Right: the standard deviation over the mean, and its largest value under these bounds (dotted). Circles: a line between two MNIST digits, ${SIDE.digits} × ${SIDE.digits}. Crosses: a line from a dark to a light constant image. There all places of a channel have equal values, so the network acts like a dense one with a neuron for each channel, for any number of places (solid, exact). Digits average over different places, so lengths vary less.`;
  },
  claims({ depth, cells }) {
    const judged = [1, depth / 2, depth];
    return cells.flatMap(({ channels, layers }) =>
      layers
        .filter(({ layer }) => judged.includes(layer))
        .flatMap(({ layer, theory, ...own }): Claim[] => {
          const what = `layer ${layer}, ${channels} channels`;
          const { lower, upper } = theory;
          return [
            expects(`mean length, digits, ${what}`, own.digits, { low: lower, high: upper }),
            expects(`mean length, constant, ${what}`, own.constant, own.dense),
            { what: `root mean square, digits, ${what}`, ...rootMeanSquare(own.digits), predicted: upper! },
          ];
        }),
    );
  },
  csv: ({ cells }) =>
    tidyCsv(
      cells.flatMap(({ channels, layers }) =>
        layers.flatMap(({ layer, theory: { lower, upper }, dense, ...own }) =>
          IMAGES.map((images) => {
            const { mean, sem } = best(own[images]);
            const rms = rootMeanSquare(own[images]).measured;
            return {
              ...{ channels, layer, images, mean, sem, rootMeanSquare: rms, lower, upper },
              exact: images === 'constant' ? dense : null,
            };
          }),
        ),
      ),
    ),
};

interface Interval {
  readonly y: number;
  readonly half: number;
}

function relativeMean(length: Stat, { theory }: ConvLayer): Interval {
  const { mean, sem } = best(length);
  return { y: mean! / theory.upper!, half: (1.96 * sem!) / theory.upper! };
}

/** Interval of normal values. */
function spread({ mean, sd, sem }: Stat): Interval {
  const y = sd! / mean!;
  const networks = (sd! / sem!) ** 2;
  return { y, half: 1.96 * y * Math.sqrt((0.5 + y * y) / (networks - 1)) };
}

/** Marks of both kinds of images, side by side, and the lines. */
function both(
  layers: readonly ConvLayer[],
  { colour, label, start }: { colour: string; label: string; start: number },
  measure: (length: Stat, layer: ConvLayer) => Interval,
  lines: Record<'solid' | 'dotted', (layer: ConvLayer) => number>,
): Series[] {
  const step = Math.ceil(layers.length / 12);
  const marks = (images: Images) =>
    layers
      .filter(({ layer }) => layer % step === 0)
      .map((layer) => {
        const { y, half } = measure(layer[images], layer);
        return { x: layer.layer, y, low: y - half, high: y + half };
      });
  const line = (of: (layer: ConvLayer) => number) => [
    { x: 0, y: start },
    ...layers.map((layer) => ({ x: layer.layer, y: of(layer) })),
  ];
  return [
    { colour, label, measured: marks('constant'), symbol: 'times', shift: 2, solid: line(lines.solid) },
    { colour, measured: marks('digits'), shift: -2, dotted: line(lines.dotted) },
  ];
}
