import { scale } from '@observablehq/plot';
import { best } from '../ensemble/index.ts';
import type { InitName } from '../experiment/index.ts';
import { ln } from '../numeric/functions.ts';
import { type Claim, equals, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { ACTIVATIONS, ATLAS_DATA, type AtlasCell, type AtlasData, measureAtlas } from './init-atlas-data.ts';
import { type TableCell, tablePanel } from './table-panel.ts';
import { tidyCsv } from './tidy.ts';

/** The two halves of the table. */
const HALVES: readonly (readonly InitName[])[] = [
  ['pytorch-linear', 'kaiming-normal', 'kaiming-uniform', 'ntk'],
  ['xavier-normal', 'xavier-uniform', 'lecun', 'mup'],
];
/** Where all layers are equally wide, these draw the networks of `lecun`. */
const LIKE_LECUN: readonly string[] = ['xavier-normal', 'mup'];

/** Growth and χ₁ of every named initialisation with every common activation. */
export const initAtlas: Figure<AtlasData> = {
  id: 'init-atlas',
  title: 'Initialisations and activations: growth of length in a deep layer, and χ₁',
  paper: 'No figure of a paper; χ₁ after Poole et al. (arXiv 1606.05340)',
  number: '',
  time: { quick: '60 s', full: '40 min' },
  schema: ATLAS_DATA,
  run: measureAtlas,
  picture({ cells }) {
    return {
      title: this.title,
      panels: HALVES.map((inits) =>
        tablePanel({
          rows: ACTIVATIONS,
          columns: inits.map((init) => init.replace('-', '-\n')),
          cells: ACTIVATIONS.map((activation) => inits.map((init) => shown(cellAt(cells, init, activation)))),
        }),
      ),
      key: [
        {
          show: 'none',
          label: 'Bold: measured growth, half of its 95 % interval on the last digits. Below: χ₁.',
        },
        { show: 'patch', label: 'ordered', colour: COLOUR.ordered },
        { show: 'patch', label: 'χ₁ = 1', colour: COLOUR.critical },
        { show: 'patch', label: 'chaotic', colour: COLOUR.chaotic },
        { show: 'patch', label: 'no χ₁', colour: COLOUR.unknown },
      ],
    };
  },
  caption({ width, depth, networks }) {
    return `Bold: growth of length in layer ${depth}, the length over the length in the layer before (in parentheses half of the 95 % interval in units of the last digit). Below it: χ₁, the growth of squared lengths in infinitely wide layers at the fixed point q* of the length map; below 1 ordered (blue), 1 at the edge of chaos (white), above 1 chaotic (orange). Dense networks of width ${width}, ${networks} of each kind, with the weights and biases that --init stands for; a circle through the input whose coordinates have mean square 1. √χ₁ is the growth of a wide layer once q has settled at q*. Where χ₁ = 1 and q* = 0 (tanh, hard-tanh, sin and ELU with lecun), q settles much later, and growth in layer ${depth} is still below 1. Grey: q grows without limit, so there is no q* and no χ₁; linear, ReLU, leaky ReLU and abs have the same χ₁ at every q. Narrow layers grow less, in ReLU networks by a factor 1 − 5/(8k) at width k. If all layers have one width, xavier-normal and mup draw the networks of lecun and give the same digits. χ₁ of pytorch-linear is for the biases at this width, which vanish like 1/√k. celu:1 is elu, swish:1 is silu, and gelu-tanh is gelu to three digits. Squared ReLU is left out: its growth depends on the length of the input in every layer.`;
  },
  claims({ width, depth, cells }) {
    const judged = cells.filter(({ init }) => !LIKE_LECUN.includes(init));
    const other = cells.filter(
      ({ init, activation, growth }) =>
        LIKE_LECUN.includes(init) && growth.mean !== cellAt(cells, 'lecun', activation).growth.mean,
    );
    return [
      ...KNOWN.map(([init, activation, value]) =>
        equals(`χ₁, ${init}, ${activation}`, cellAt(cells, init, activation).chi1!, value, ROUNDING),
      ),
      equals('xavier-normal or mup unlike lecun', other.length, 0),
      ...judged.map((cell) => growthClaim(cell, depth / width)),
    ];
  },
  csv: ({ width, depth, cells }) =>
    tidyCsv(
      cells.map(({ init, activation, growth, theory: { exact, lower, upper, approximate }, chi1 }) => {
        const { mean, sem, ci95 } = best(growth);
        const measured = { growth: mean, sem, ci95Low: ci95?.[0], ci95High: ci95?.[1] };
        return { init, activation, width, layer: depth, ...measured, exact, lower, upper, approximate, chi1 };
      }),
    ),
};

/** Closed forms of χ₁. Where q* = 0 it is σ_w² φ'(0)²; SELU has q* = 1 by its construction. */
const KNOWN: readonly (readonly [InitName, string, number])[] = [
  ['pytorch-linear', 'linear', 1 / 3],
  ['pytorch-linear', 'relu', 1 / 6],
  ['kaiming-normal', 'relu', 1],
  ['kaiming-uniform', 'relu', 1],
  ['kaiming-normal', 'leaky-relu:0.01', 1.0001],
  ['kaiming-normal', 'linear', 2],
  ['xavier-normal', 'linear', 1],
  ['xavier-uniform', 'relu', 1 / 2],
  ['lecun', 'tanh', 1],
  ['lecun', 'hard-tanh', 1],
  ['lecun', 'elu', 1],
  ['lecun', 'gelu', 1 / 4],
  ['mup', 'mish', 0.36],
  // λ² (1/2 + α² e² Φ(−2)).
  ['lecun', 'selu', 1.0715749924558],
];
const ROUNDING = 1e-10;

/** Relative, of depth / width: what wide layers leave out adds up over the layers. */
const WIDE = 0.3;

function growthClaim({ init, activation, growth, theory }: AtlasCell, depthOverWidth: number): Claim {
  const { exact, lower, upper, approximate } = theory;
  const what = `growth, ${init}, ${activation}`;
  if (exact !== null) return expects(what, growth, exact);
  if (lower !== null) return expects(what, growth, { low: lower, high: upper });
  return expects(what, growth, approximate!, WIDE * depthOverWidth * approximate!);
}

const cellAt = (cells: readonly AtlasCell[], init: string, activation: string) =>
  cells.find((cell) => cell.init === init && cell.activation === activation)!;

const COLOUR = { ordered: '#8fc1e8', critical: '#ffffff', chaotic: '#fdae6b', unknown: '#dddddd' } as const;
/** Factor of χ₁ from white to the full colour. */
const FULL = 2;

function shown({ growth, chi1 }: AtlasCell): TableCell {
  const { mean, ci95 } = best(growth);
  const half = Math.ceil(500 * (ci95![1] - ci95![0]));
  return {
    colour: chi1 === null ? COLOUR.unknown : colourOf(chi1),
    lines: [`${mean!.toFixed(3)}(${half})`, chi1 === null ? '–' : chi1.toFixed(3)],
  };
}

function colourOf(chi1: number): string {
  const range = [COLOUR.ordered, COLOUR.critical, COLOUR.chaotic];
  const { apply } = scale({ color: { type: 'linear', domain: [-1, 0, 1], range, clamp: true } });
  return apply(ln(chi1) / ln(FULL)) as string;
}
