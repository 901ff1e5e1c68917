/** What single precision cannot measure whatever its scale: known before anything is drawn. */

import { parameterSpan } from '../curve/index.ts';
import { edgeLengths } from '../curve/length.ts';
import { largestEntry } from '../curve/vector.ts';
import { ExperimentError } from '../experiment/errors.ts';
import {
  biasSd,
  chainOf,
  degreeOf,
  formatActivation,
  isBounded,
  isParted,
  piecesOf,
  weightSd,
} from '../network/index.ts';
import { spreadOf } from './scale.ts';
import { measuredChain, type Subject } from './subject.ts';

type Shape = Pick<Subject, 'network' | 'curve' | 'points' | 'estimator'>;

/**
 * From here on pre-activations lie so far beyond the thresholds of an activation that single precision cannot
 * tell where they cross.
 */
const LARGEST = 2 ** 40;
/** Sums of products near the end of single precision would leave it. */
const LARGEST_POINT = 2 ** 100;

/** Pieces that are flatter than this, and not flat, make steps with squares below single precision. */
const FLATTEST = 1e-20;

/** An entry of 1 beside weights that are smaller than this has squares that leave single precision. */
const SMALLEST_BESIDE = 2 ** -40;

/**
 * @throws ExperimentError that names the field by which a saturating activation's pre-activations become too
 * large, or the slope of a piece too small.
 */
export function requireRange(shape: Shape): void {
  const { layers } = chainOf(shape.network).spec;
  for (const { activation } of new Set(layers)) {
    const slopes = piecesOf(activation)?.slopes ?? [];
    if (slopes.every((slope) => slope === 0 || Math.abs(slope) >= FLATTEST)) continue;
    throw new ExperimentError(
      'activation',
      `a slope of 0 or at least ${FLATTEST} in size, whose squares single precision holds`,
      formatActivation(activation),
    );
  }
  for (const { activation } of layers.filter(isParted).flatMap(({ parts }) => parts)) {
    // What is squared and what is handed on beside it would need scales of their own.
    if (degreeOf(activation) !== 2) continue;
    const expected = 'one that does not square in residual blocks and behind normalisation';
    throw new ExperimentError('activation', expected, formatActivation(activation));
  }
  requireBranches(shape);
  if (layers.some(({ activation }) => degreeOf(activation) === 0)) requirePreActivations(shape);
}

function requireBranches({ network }: Shape): void {
  const { spec } = measuredChain(network);
  spec.layers.forEach((layer, l) => {
    if (!isParted(layer)) return;
    const factors = layer.parts.flatMap(({ adds }) => adds.map(({ factor }) => factor));
    const sd = Math.min(layer.drawnInputs === 0 ? 1 : weightSd(spec, l + 1), ...factors);
    if (sd >= SMALLEST_BESIDE) return;
    const least = SMALLEST_BESIDE.toPrecision(1);
    const expected = `weights of standard deviation 0 or at least ${least} in residual blocks, scale included`;
    throw new ExperimentError('layers', expected, `one of ${sd.toPrecision(1)}`);
  });
}

function requirePreActivations(shape: Shape): void {
  const { spec } = measuredChain(shape.network);
  const refuse = (name: string, field: string, what: string, value: number, excess: number) => {
    const limit = (value / excess).toPrecision(2);
    throw new ExperimentError(
      field,
      `${what} less than about ${limit} with ${name}, whose pre-activations single precision could not tell apart`,
      value,
    );
  };
  const point = largestEntry(shape.curve.vertices);
  const input = Math.max(largestStep(shape) / (2 * LARGEST), point / LARGEST_POINT);
  let worst = { l: 0, gain: 0, excess: 0 };
  spec.layers.forEach(({ sigmaB, activation }, l) => {
    const bias = biasSd(spec, l + 1);
    if (degreeOf(activation) > 0) return;
    if (bias >= LARGEST) refuse(activation.name, 'sigmaB', 'a number', sigmaB, bias / LARGEST);
    // What comes out of a layer without bounds is known only when it is measured.
    if (l > 0 && !isBounded(spec.layers[l - 1]!.activation)) return;
    const gain = weightSd(spec, l + 1) * spreadOf(spec, l + 1);
    // Steps of an image are at most 2 in every coordinate.
    const excess = gain * (l === 0 ? input : 1 / LARGEST);
    if (excess > worst.excess) worst = { l, gain, excess };
  });
  const { l, gain, excess } = worst;
  if (excess < 1) return;
  const { sigmaW, activation } = spec.layers[l]!;
  if (l === 0 && gain < point) refuse(activation.name, 'endpoints', 'coordinates', point, excess);
  refuse(activation.name, 'sigmaW', 'a number', sigmaW, excess);
}

/** The largest coordinate of a step of the curve, or somewhat more. Tangents have a scale of their own. */
function largestStep({ curve, points, estimator }: Shape): number {
  const { kind, vertices } = curve;
  if (estimator === 'tangent') return 1;
  if (kind === 'arc' || kind === 'circle') {
    const turn = Math.min(2, parameterSpan(curve) / (points - 1));
    return turn * vertices.reduce((sum, vertex) => sum + largestEntry([vertex]), 0);
  }
  const lengths = edgeLengths(vertices);
  const edges = lengths.map((_, i) => largestEntry([vertices[i + 1]!.map((x, j) => x - vertices[i]![j]!)]));
  if (estimator === 'exact') return Math.max(...edges);
  const spacing = lengths.reduce((sum, length) => sum + length, 0) / (points - 1);
  return edges.reduce((most, edge, i) => Math.max(most, edge === 0 ? 0 : (edge / lengths[i]!) * spacing), 0);
}
