/** What single precision cannot measure whatever its scale: known before anything is drawn. */
import { parameterSpan } from '../curve/index.ts';
import { edgeLengths } from '../curve/length.ts';
import { ExperimentError } from '../experiment/errors.ts';
import { isHomogeneous, weightSd } from '../experiment/network.ts';
import { largestEntry } from './families.ts';
import { spreadOf } from './scale.ts';
import { type Subject, withoutNullWeights } from './subject.ts';

type Shape = Pick<Subject, 'network' | 'curve' | 'points' | 'estimator'>;

/** From here on pre-activations lie so far beyond the thresholds of an activation that single precision cannot tell where they cross. */
const LARGEST = 2 ** 40;
/** Sums of products near the end of single precision would leave it. */
const LARGEST_POINT = 2 ** 100;

/** Steps on one side of a leaky ReLU that are flatter than this have squares below single precision. */
const FLATTEST = 1e-20;

/**
 * @throws ExperimentError that names the field by which a saturating activation's pre-activations become too large, or the slope of a leaky ReLU
 * too small.
 */
export function requireRange(shape: Shape): void {
  const { activation } = shape.network;
  if (!isHomogeneous(activation)) requirePreActivations(shape, activation.name);
  else if (
    activation.name === 'leaky-relu' &&
    activation.slope !== 0 &&
    Math.abs(activation.slope) < FLATTEST
  ) {
    throw new ExperimentError(
      'activation',
      `expected a slope of 0 or at least ${FLATTEST} in size, whose squares single precision holds, got leaky-relu:${activation.slope}`,
    );
  }
}

function requirePreActivations(shape: Shape, name: string): void {
  const spec = withoutNullWeights(shape.network);
  const { sigmaW, sigmaB, widths } = spec;
  const refuse = (field: string, what: string, value: number, excess: number) => {
    const limit = (value / excess).toPrecision(2);
    throw new ExperimentError(
      field,
      `expected ${what} less than about ${limit} with ${name}, whose pre-activations single precision could not tell apart, got ${value}`,
    );
  };
  if (sigmaB >= LARGEST) refuse('sigmaB', 'a number', sigmaB, sigmaB / LARGEST);
  const point = largestEntry(shape.curve.vertices);
  const input = Math.max(largestStep(shape) / (2 * LARGEST), point / LARGEST_POINT);
  const gains = widths.map((_, l) => weightSd(spec, l + 1) * spreadOf(spec, l + 1));
  // Steps of an image are at most 2 in every coordinate.
  const excesses = gains.map((gain, l) => gain * (l === 0 ? input : 1 / LARGEST));
  const worst = excesses.reduce((most, excess) => Math.max(most, excess), 0);
  if (worst < 1) return;
  if (worst === excesses[0] && gains[0]! < point) refuse('endpoints', 'coordinates', point, worst);
  refuse('sigmaW', 'a number', sigmaW, worst);
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
