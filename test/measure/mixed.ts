/** Networks whose layers differ in more than their widths. */
import { DENSE_FROM } from '../../src/kernels/layout.ts';
import type { Subject } from '../../src/measure/index.ts';
import type { Activation, DenseLayer } from '../../src/network/index.ts';
import { curveOf, LAWS, subject } from './subjects.ts';

const [gaussian, uniform, signs, set] = LAWS;
const named = (...names: ('relu' | 'abs' | 'linear' | 'hard-tanh' | 'tanh' | 'erf' | 'sin')[]) =>
  names.map((name) => ({ activation: { name } as Activation }));
const leaky = (slope: number) => ({ activation: { name: 'leaky-relu', slope } as const });
type Layers = readonly Partial<Omit<DenseLayer, 'type'>>[];

/** As `subject()`, but for what each layer has of its own; 30 neurons wide unless it says otherwise. */
export function mixedSubject(
  layers: Layers,
  { curve = curveOf('line', 20), ...rest }: Partial<Subject> = {},
): Subject {
  const inputDim = curve.vertices[0]!.length;
  const alike = subject({ inputDim, widths: layers.map(() => 30) }, { curve, ...rest });
  const { layers: plain } = alike.network;
  return { ...alike, network: { inputDim, layers: plain.map((layer, l) => ({ ...layer, ...layers[l] })) } };
}

/** Piecewise-linear networks. */
export const BROKEN: readonly [string, Layers][] = [
  [
    'densities, dense and sparse beside each other',
    [1, 0.1, 0.6, 1, 0.05, 0.3, 1].map((density) => ({ density, sigmaB: 0.1, width: 60 })),
  ],
  [
    'densities on either side of the dense product',
    [DENSE_FROM, 0.1, DENSE_FROM - 2 ** -40, 0.9].map((density) => ({ density, width: 50 })),
  ],
  [
    'one sparse layer among dense ones, all of several blocks',
    [{ width: 150 }, { width: 97, density: 0.1 }, { width: 200 }, { width: 49, density: 0.6 }],
  ],
  [
    'laws of weights and biases',
    [
      { weights: uniform!, biases: signs!, sigmaB: 0.3 },
      { weights: set!, biases: gaussian!, sigmaB: 0.2 },
      { weights: gaussian!, biases: set!, sigmaB: 0.1, density: 0.3 },
      { weights: signs!, biases: uniform!, sigmaB: 0.4, density: 0.6 },
    ],
  ],
  [
    'standard deviations',
    [
      { sigmaW: 0.1, sigmaB: 2 },
      { sigmaW: 8, sigmaB: 0 },
      { sigmaW: 1, sigmaB: 0.01, scaling: 'none' },
      { sigmaW: Math.SQRT2, sigmaB: 30 },
      { sigmaW: 0.3, sigmaB: 0 },
    ],
  ],
  ['kinks at 0 and none', [...named('relu', 'abs', 'linear'), leaky(0.1), leaky(-1.7), ...named('relu')]],
  ['hard-tanh first', named('hard-tanh', 'relu', 'relu')],
  ['hard-tanh in the middle', [...named('relu', 'hard-tanh'), leaky(0.2), ...named('abs', 'hard-tanh')]],
  ['hard-tanh last', named('abs', 'linear', 'hard-tanh')],
  [
    'a layer without weights amid others',
    [{ sigmaB: 1 }, { density: 0, sigmaB: 1 }, { sigmaB: 1 }, { sigmaW: 0, sigmaB: 2 }, {}],
  ],
  [
    'everything',
    [
      { ...leaky(0.1), density: 0.6, weights: set!, sigmaW: 2, width: 70 },
      { activation: { name: 'hard-tanh' }, sigmaW: 3, sigmaB: 0.5, width: 20 },
      {
        activation: { name: 'abs' },
        density: 0.1,
        weights: uniform!,
        biases: signs!,
        sigmaB: 0.2,
        width: 100,
      },
      { activation: { name: 'linear' }, scaling: 'none', sigmaW: 0.2, width: 5 },
      { activation: { name: 'relu' }, weights: signs!, sigmaB: 3, width: 60 },
    ],
  ],
];

/** Networks with layers of smooth activations among others. */
export const CURVED: readonly [string, Layers][] = [
  ['tanh and ReLU by turns', named('tanh', 'relu', 'tanh', 'relu')],
  ['ReLU, then erf', named('relu', 'relu', 'erf')],
  ['sin and ReLU by turns', named('relu', 'sin', 'relu', 'sin')],
  ['all smooth ones and linear', named('tanh', 'linear', 'erf', 'sin')],
  [
    'everything',
    [
      { activation: { name: 'relu' }, density: 0.1, weights: signs!, sigmaB: 0.3, width: 90 },
      { activation: { name: 'tanh' }, sigmaW: 3, sigmaB: 0.5, width: 40 },
      { activation: { name: 'hard-tanh' }, density: 0.6, sigmaW: 2, width: 55 },
      { activation: { name: 'erf' }, weights: uniform!, biases: signs!, sigmaB: 0.2, width: 20 },
      { ...leaky(-0.5), scaling: 'none', sigmaW: 0.4, sigmaB: 1, width: 30 },
      { activation: { name: 'sin' }, sigmaW: 2, width: 30 },
    ],
  ],
];
