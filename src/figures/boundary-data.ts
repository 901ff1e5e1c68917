/**
 * Curvature of decision boundaries, layer by layer (Poole et al., section 5): for the figure that shows it
 * beside the curvature of curves.
 */
import * as z from 'zod/mini';
import { curve } from '../curve/index.ts';
import { uniformNetwork } from '../network/index.ts';
import { endpointStream, FIRST_FREE_ROW, normals, openStream, uniform01 } from '../random/index.ts';
import {
  type BoundaryLayer,
  boundaryCurvatures,
  boundaryPoints,
  drawNetwork,
  randomReadout,
} from '../regions/index.ts';
import { boundaryCurvatureByLayer } from '../theory/index.ts';
import { type Claim, expects } from './checks.ts';
import type { FigureContext, Size } from './figure.ts';
import { list, number, stat } from './shapes.ts';
import { statOf } from './stat.ts';

const LAW = { activation: { name: 'tanh' }, sigmaW: 4, sigmaB: 0.3 } as const;
/**
 * Width, which is the input dimension, layers and networks. The paper: 10 points of the boundary of one
 * network.
 */
const SIZES = {
  test: { width: 60, depth: 4, networks: 40 },
  quick: { width: 200, depth: 10, networks: 10 },
  full: { width: 200, depth: 10, networks: 100 },
} as const;
/**
 * What finite width takes, times the root of the width. Measured in the last layer: 0.11 ± 0.02 at width 200,
 * 0.18 ± 0.03 at width 60.
 */
const FINITE_WIDTH = 2;
/** Largest and smallest curvatures that are shown. */
const SHOWN = 4;
/** Inputs are Gaussian with a norm of up to about this, uniformly: the paper's. */
const LONGEST = 30;

/** Means over the networks; layer 0 is the input space. */
const LAYER = z.strictObject({
  layer: number,
  /** The four largest principal curvatures, falling. */
  largest: list(stat),
  /** The four smallest, rising. */
  smallest: list(stat),
  /** Sum of the squares of all of them over what mean field expects for that input. */
  overMeanField: stat,
  /** Root of the mean over the inputs of what mean field expects of the sum of squares. */
  expected: number,
});
export type BoundaryDataLayer = z.infer<typeof LAYER>;

export const BOUNDARY_DATA = z.strictObject({
  width: number,
  depth: number,
  networks: number,
  sigmaW: number,
  sigmaB: number,
  layers: list(LAYER),
});
export type BoundaryData = z.infer<typeof BOUNDARY_DATA>;

/** A point of the boundary for each network, and the curvatures there; tanh networks in the chaotic phase. */
export async function boundaryByLayer(
  size: Size,
  { seed, compute }: Pick<FigureContext, 'seed' | 'compute'>,
): Promise<BoundaryData> {
  const { width, depth, networks } = SIZES[size];
  const found = await compute(() =>
    Array.from({ length: networks }, (_, index) => boundaryOf(width, depth, seed, index)),
  );
  const layers = Array.from({ length: depth + 1 }, (_, layer): BoundaryDataLayer => {
    const at = (which: number) => statOf(found.map(({ layers: own }) => own[layer]!.curvatures.at(which)!));
    const expected = found.map((own) => own.expected[layer]!);
    return {
      layer,
      largest: Array.from({ length: SHOWN }, (_, k) => at(k)),
      smallest: Array.from({ length: SHOWN }, (_, k) => at(-1 - k)),
      overMeanField: statOf(found.map(({ layers: own }, i) => squares(own[layer]!) / expected[i]!)),
      expected: Math.sqrt(expected.reduce((sum, value) => sum + value, 0) / networks),
    };
  });
  return { width, depth, networks, sigmaW: LAW.sigmaW, sigmaB: LAW.sigmaB, layers };
}

function squares({ curvatures }: BoundaryLayer): number {
  return curvatures.reduce((sum, curvature) => sum + curvature * curvature, 0);
}

/** Where the circle through two random inputs first crosses the boundary of network `index`. */
function boundaryOf(width: number, depth: number, seed: number, index: number) {
  const gaussian = { kind: 'gaussian' } as const;
  const spec = uniformNetwork({
    ...LAW,
    ...{ inputDim: width, widths: new Array<number>(depth).fill(width), density: 1, scaling: 'fan-in' },
    ...{ weights: gaussian, biases: gaussian },
  });
  const network = drawNetwork(spec, seed, index);
  const readout = randomReadout(network, seed, index);
  const stream = openStream(endpointStream(seed, FIRST_FREE_ROW + index));
  // With biases a circle through short inputs may keep to one side; then others are tried.
  for (;;) {
    const scale = (LONGEST * uniform01(stream)) / Math.sqrt(width);
    const ends = [0, 1].map(() => normals(stream, width).map((x) => scale * x));
    const [first] = boundaryPoints(network, readout, curve('circle', ends), { most: 1 });
    if (first === undefined) continue;
    const meanSquare = first.point.reduce((sum, x) => sum + x * x, 0) / width;
    const q = LAW.sigmaW ** 2 * meanSquare + LAW.sigmaB ** 2;
    const theory = boundaryCurvatureByLayer(LAW, depth, { first: q });
    return {
      layers: boundaryCurvatures(network, readout, first.point),
      expected: theory.map(({ sumOfSquares }) => sumOfSquares!),
    };
  }
}

/** What theory says of them: the sum of squares of the curvatures is that of mean field, layer by layer. */
export function boundaryClaims({ width, layers }: BoundaryData): Claim[] {
  return layers.map(({ layer, overMeanField }) =>
    expects(
      `Σκ² of the boundary over mean field, ${layer === 0 ? 'input' : `layer ${layer}`}`,
      overMeanField,
      1,
      FINITE_WIDTH / Math.sqrt(width),
    ),
  );
}
