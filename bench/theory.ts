/** Theory in deep networks: the cost is linear in the depth. */
import { curve, endpoints } from '../src/curve/index.ts';
import { type NetworkSpec, parseActivation } from '../src/experiment/index.ts';
import { lengthVariation, networksFor } from '../src/theory/growth-variance.ts';
import { growthTheory, measureTheory, typicalGrowth } from '../src/theory/index.ts';
import { scalingLaw } from '../src/theory/scaling-law.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';
import { consume, median } from './time.ts';

const DEPTHS = [250, 500, 1000];

/** What is timed: a number that depends on all layers. */
const WORK: Readonly<Record<string, (width: number, depth: number) => number>> = {
  'theory growth, relu': (width, depth) => growth(network(width, depth, 'relu')),
  'theory growth, hard-tanh': (width, depth) => growth(network(width, depth, 'hard-tanh')),
  'measures of a circle, hard-tanh': (width, depth) => {
    const spec = network(width, depth, 'hard-tanh');
    const circle = curve('circle', endpoints('orthonormal', 0, width));
    const layers = measureTheory(spec, { curve: circle, points: 100, measures: ['q', 'metric'] });
    return layers.at(-1)!.measures.q!.meanField!;
  },
};

/** All that `expressivity theory growth` computes. */
function growth(spec: NetworkSpec): number {
  const variation = lengthVariation(spec);
  const typical = typicalGrowth(spec);
  return growthTheory(spec, { meanSquare: 1 }).reduce(
    (sum, { layer, ratio }, i) =>
      sum +
      (ratio.approximate ?? 0) +
      (scalingLaw(spec, layer) ?? 0) +
      (typical[i]!.ratio ?? 0) +
      (networksFor(variation[i]!, 0.05) ?? 0),
    0,
  );
}

function network(width: number, depth: number, activation: string): NetworkSpec {
  const law = { kind: 'gaussian' } as const;
  return {
    inputDim: width,
    widths: new Array<number>(depth).fill(width),
    density: 1,
    weights: law,
    sigmaW: 1.5,
    biases: law,
    sigmaB: 0,
    scaling: 'fan-in',
    activation: parseActivation(activation),
  };
}

export const theorySuite: Suite = async ({ quick, log }) => {
  log('theory');
  const rounds = quick ? 3 : 9;
  const rows: Record<string, Cell>[] = [];
  // A width of its own for every call: what a call before remembers of a width would be no cost of this one.
  let width = 100;
  for (const [theory, work] of Object.entries(WORK)) {
    consume(work(width++, DEPTHS[0]!));
    for (const depth of DEPTHS) {
      const times = Array.from({ length: rounds }, () => {
        const start = performance.now();
        consume(work(width++, depth));
        return performance.now() - start;
      });
      const ms = median(times);
      rows.push({ theory, depth, 'ms, median': ms, 'µs a layer': (1000 * ms) / depth });
    }
  }
  return [
    {
      title: 'Theory in depth',
      note: `In one thread, ${rounds} rounds, each with a width of its own from 100 on. The time for a layer must not grow with the depth.`,
      kernels: 'none',
      rows,
    },
  ];
};
