import { INK, orderedColours, type PanelSpec, type Series, SYMBOLS } from '../draw/picture/index.ts';
import { best } from '../ensemble/index.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { measuredAt } from './points.ts';
import {
  type BlockLength,
  doublings,
  FALLING,
  FIXED,
  measureResidual,
  RESIDUAL_DATA,
  type ResidualData,
} from './residual-growth-data.ts';
import { rootMeanSquare } from './root-mean-square.ts';
import { tidyCsv } from './tidy.ts';

/** Length through blocks z + s V φ(W z), by depth and scale. */
export const residualGrowth: Figure<ResidualData> = {
  id: 'residual-growth',
  title: 'Residual networks: length by depth and scale of the branch',
  paper: 'No figure of a paper; wide blocks after Yang & Schoenholz (arXiv 1712.08969)',
  number: '',
  time: { quick: '15 s', full: '20 min' },
  schema: RESIDUAL_DATA,
  run: measureResidual,
  picture(data) {
    const colours = orderedColours(FIXED.length);
    const y = { label: 'length / length of the segment', kind: 'log' } as const;
    const panels: PanelSpec[] = [
      {
        title: 'after each block, one scale s',
        x: { label: 'block', whole: true, domain: [0, data.depth] },
        y,
        series: [
          entering(0, data.depth),
          ...data.scales.map(({ scale, blocks }, i) =>
            series(
              `s = ${scale}`,
              blocks.map(({ block, ...length }) => ({ x: block, ...length })),
              i,
              { x: 0, y: 1 },
            ),
          ),
        ],
      },
      {
        title: 'after the last of d blocks',
        x: { label: 'd', kind: 'log', ticks: doublings(data.depth) },
        y,
        series: [
          entering(1, data.depth),
          ...FALLING.map(({ name }, i) =>
            series(
              `s = ${name}`,
              data.depths
                .filter((own) => own.name === name)
                .map(({ blocks, ...own }) => ({ x: blocks, ...own })),
              i,
            ),
          ),
        ],
      },
    ];
    return {
      title: this.title,
      panels,
      key: [
        ...['largest s', 'middle', 'smallest'].map((label, i) => ({
          show: SYMBOLS[i]!,
          label,
          colour: colours[i]!,
        })),
        { show: 'bar', label: '95 % interval of the mean' },
        { show: 'solid', label: 'root mean square, exact' },
        { show: 'dotted', label: 'lower bound of the mean; at 1: |u|' },
      ],
    };
  },
  caption({ width, depth, networks }) {
    return `Length of the image of a very short segment through residual blocks z + s V φ(W z): ReLU, W and V of ${width} × ${width} Gaussian weights of variance 2/${width} and 1/${width}, no biases; ${networks} networks. The mean square of lengths grows by 1 + s² in every block, exactly at every width (solid: its root). The mean length lies below this root, and above the length |u| before the block (dotted, at 1): no block shortens a curve in the mean. Where fourth moments give a larger bound, it is also dotted. Left: after each of ${depth} blocks. Right: at the end of networks of d blocks; with s = 1/√d length stays below √e at every depth, with s = 1/d it tends to 1. The segment is one tangent of a line between random orthonormal points.`;
  },
  claims({ depth, scales, depths }) {
    const judged = [1, depth / 2, depth];
    const within = scales.flatMap(({ scale, blocks }) =>
      blocks
        .filter(({ block }) => judged.includes(block))
        .flatMap(({ block, ...length }) => claimsOf(`block ${block}, s = ${scale}`, length, scale, block)),
    );
    const falling = FALLING.slice(1).flatMap(({ name, scaleAt }) =>
      depths
        .filter((own) => own.name === name && own.blocks > 1)
        .flatMap((own) => claimsOf(`d = ${own.blocks}, s = ${name}`, own, scaleAt(own.blocks), own.blocks)),
    );
    const bounded = depths
      .filter(({ name }) => name === '1/√d')
      .map(({ blocks, ratio }) =>
        expects(`length below √e, d = ${blocks}, s = 1/√d`, ratio, { low: 1, high: Math.sqrt(Math.E) }),
      );
    return [...within, ...falling, ...bounded];
  },
  csv: ({ scales, depths }) =>
    tidyCsv([
      ...scales.flatMap(({ scale, blocks }) =>
        blocks.map(({ block, ...length }) => ({ panel: 'blocks', scale, blocks: block, ...row(length) })),
      ),
      ...depths.map(({ name, blocks, ...length }) => ({
        ...{ panel: 'depths', scale: name, blocks, ...row(length) },
      })),
    ]),
};

/** The mean is in its bracket, and the mean square of blocks of this scale is (1 + s²) to their number. */
function claimsOf(
  what: string,
  { ratio, theory }: Pick<BlockLength, 'ratio' | 'theory'>,
  s: number,
  blocks: number,
): Claim[] {
  return [
    expects(`mean length, ${what}`, ratio, { low: theory.lower, high: theory.upper }),
    { what: `root mean square, ${what}`, ...rootMeanSquare(ratio), predicted: (1 + s * s) ** (blocks / 2) },
  ];
}

/** The length that enters, which no block shortens in the mean. */
function entering(low: number, high: number): Series {
  return { colour: INK, dotted: [low, high].map((x) => ({ x, y: 1 })) };
}

type Placed = Pick<BlockLength, 'ratio' | 'theory'> & { readonly x: number };

function series(
  label: string,
  points: readonly Placed[],
  i: number,
  start?: { x: number; y: number },
): Series {
  const line = (y: (theory: BlockLength['theory']) => number | null) => [
    ...(start ? [start] : []),
    ...points.map(({ x, theory }) => ({ x, y: y(theory) })),
  ];
  const step = Math.ceil(points.length / 12);
  return {
    ...{ colour: orderedColours(FIXED.length)[i]!, symbol: SYMBOLS[i]!, label },
    measured: points.filter((_, p) => (p + 1) % step === 0).map(({ x, ratio }) => measuredAt(x, best(ratio))),
    solid: line(({ upper }) => upper),
    dotted: line(({ lower }) => lower),
  };
}

function row({ ratio, theory: { lower, upper } }: Pick<BlockLength, 'ratio' | 'theory'>) {
  const { mean, sem, ci95 } = best(ratio);
  const { measured } = rootMeanSquare(ratio);
  return { mean, sem, ci95Low: ci95?.[0], ci95High: ci95?.[1], rootMeanSquare: measured, lower, upper };
}
