import { GREY, INK, orderedColours, type PanelSpec, type Series, SYMBOLS } from '../draw/picture/index.ts';
import { type Claim, equals, expects } from './checks.ts';
import type { Network } from './curve-task.ts';
import { deepAgainstShallow, FIG5_DATA, type Fig5Data } from './deep-shallow.ts';
import type { Figure } from './figure.ts';
import { POOLE } from './papers.ts';
import { tidyCsv } from './tidy.ts';

/** Depths whose outputs and fits are shown. */
const shownDepths = ({ deep }: Fig5Data) => [deep.at(0)!, deep[Math.floor(deep.length / 2)]!, deep.at(-1)!];

/** Deep networks against wide ones: what a linear readout of their outputs can make. */
export const pooleFig5: Figure<Fig5Data> = {
  id: 'poole-fig5',
  title: 'Deep networks make functions that shallow ones of any width do not',
  paper: POOLE,
  number: 'figure 5',
  time: { quick: '1 min', full: '1 h' },
  schema: FIG5_DATA,
  run: (size, context) => deepAgainstShallow(size, context),
  picture(data) {
    const shown = shownDepths(data);
    const shallow = [data.deep[0]!, ...data.wide].sort((a, b) => a.width - b.width);
    const colours = orderedColours(shown.length);
    const angle = { label: 'angle θ along the curve / π', domain: [0, 1] as const };
    const theta = (y: readonly number[]) => y.map((value, t) => ({ x: t / y.length, y: value }));
    const panels: PanelSpec[] = [
      {
        title: '(A) an output neuron along the curve',
        x: angle,
        y: { label: 'pre-activation, apart by depth', ticks: [] },
        series: shown.map(({ depth, neuron }, i) => ({
          colour: colours[i]!,
          label: `depth ${depth}`,
          solid: theta(neuron.map((value) => value / (4 * data.scale) + shown.length - i)),
        })),
      },
      {
        title: '(B) a random function and its regressions',
        x: angle,
        y: { label: 'function, apart by depth', ticks: [] },
        series: shown.flatMap(({ depth, fit }, i): Series[] => [
          { colour: GREY, dashed: theta(data.target.map((value) => value / 6 + shown.length - i)) },
          {
            colour: colours[i]!,
            label: `depth ${depth}`,
            solid: theta(fit.map((value) => value / 6 + shown.length - i)),
          },
        ]),
      },
      errors('(C) error by frequency, several depths', data.deep, ({ depth }) => `depth ${depth}`, data),
      errors('(D) one hidden layer, several widths', shallow, ({ width }) => `width ${width}`, data),
    ];
    return {
      title: this.title,
      panels,
      key: [
        { show: 'none', label: '(C, D) marks: measured, a symbol for each depth or width' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: '(C, D) expected, given the hidden layers' },
        { show: 'dashed', label: '(C, D) infinitely wide layers; (B) the function' },
      ],
    };
  },
  caption({ inputDim, outputs, width, samples, frequencies, repeats, ridge, sigmaW, sigmaB }) {
    return `tanh networks, σ_w = ${sigmaW}, σ_b = ${sigmaB}, on half a great circle of inputs of dimension ${inputDim} whose pre-activations have the mean square q*; ${samples} points. Outputs: ${outputs} linear neurons above the last hidden layer; hidden layers of width ${width} in A to C, one of several widths in D. (B) A Gaussian random function of low frequencies, and its linear regressions on the outputs. (C, D) sine and cosine of j cycles, j = 1 … ${frequencies}, regressed on the outputs without intercept: the unexplained share of the function, mean over ${repeats} networks. The paper plots 1 − cosine, which is 1 − √(1 − share). Solid: expectation over the weights of the outputs, given the hidden layers (deterministic equivalent, up to layers of 1000 neurons). Dashed: the same for infinitely wide hidden layers, with the mean-field covariance. A ridge of ${ridge.toExponential()} of the mean square of the outputs prevents a fit to rounding errors. We do not know how the paper prevents this, nor whether its outputs go through tanh.`;
  },
  claims({ deep, wide, outputs }) {
    const [shallow, deepest] = [deep.at(0)!, deep.at(-1)!];
    const last = (x: readonly { readonly mean: number | null }[]) => x.at(-1)!.mean!;
    return [
      ...deep.flatMap((network) => claimsOf(`depth ${network.depth}`, network, outputs)),
      ...wide.flatMap((network) => claimsOf(`width ${network.width}`, network, outputs)),
      equals(
        'share left at the highest frequency, deepest less shallow',
        last(deepest.measured) - last(shallow.measured),
        {
          low: null,
          high: 0,
        },
      ),
      equals(
        'share left at the highest frequency, deepest less widest',
        last(deepest.measured) - last(wide.at(-1)!.measured),
        {
          low: null,
          high: 0,
        },
      ),
    ];
  },
  csv({ deep, wide }) {
    return tidyCsv(
      [...deep, ...wide].flatMap(({ depth, width, measured, given, wide: infinite }) =>
        measured.map(({ mean, sem }, i) => ({
          depth,
          width,
          frequency: i + 1,
          unexplained: mean,
          sem,
          expected: given?.[i],
          wide: infinite[i]!,
        })),
      ),
    );
  },
};

/** Deterministic equivalents are off by the order of 1 over the number of outputs. */
const FINITE_OUTPUTS = 1;

function claimsOf(name: string, { lowOverGiven, highOverGiven }: Network, outputs: number): Claim[] {
  if (lowOverGiven === null || highOverGiven === null) return [];
  const tolerance = FINITE_OUTPUTS / outputs;
  return [
    expects(`share left over its expectation, lower frequencies, ${name}`, lowOverGiven, 1, tolerance),
    expects(`share left over its expectation, higher frequencies, ${name}`, highOverGiven, 1, tolerance),
  ];
}

/** Number of marks on a line. */
const MARKS = 14;

function errors(
  title: string,
  networks: readonly Network[],
  label: (network: Network) => string,
  { frequencies }: Fig5Data,
): PanelSpec {
  const colours = orderedColours(networks.length);
  const wide = (network: Network) => network.wide.map((y, j) => ({ x: j + 1, y }));
  // Networks of one depth share theory of infinite width.
  const sameDepth = new Set(networks.map(({ depth }) => depth)).size === 1;
  const infinite: Series[] = sameDepth ? [{ colour: INK, label: 'width ∞', dashed: wide(networks[0]!) }] : [];
  return {
    title,
    x: { label: 'frequency j, cycles on the curve', kind: 'log', domain: [1, frequencies] },
    y: { label: 'share of the function that is left', domain: [0, 1.02] },
    series: [
      ...infinite,
      ...networks.map((network, i): Series => {
        const marks = new Set(
          Array.from({ length: MARKS }, (_, k) => Math.round(frequencies ** (k / (MARKS - 1)))),
        );
        return {
          colour: colours[i]!,
          symbol: SYMBOLS[i % SYMBOLS.length],
          label: label(network),
          solid: (network.given ?? []).map((y, j) => ({ x: j + 1, y })),
          ...(sameDepth ? {} : { dashed: wide(network) }),
          measured: network.measured.flatMap(({ mean, ci95 }, j) =>
            marks.has(j + 1) ? [{ x: j + 1, y: mean, low: ci95?.[0], high: ci95?.[1] }] : [],
          ),
        };
      }),
    ],
  };
}
