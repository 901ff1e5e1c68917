import { checkFlag, checkPlain } from '../../input/check.ts';
import { echo } from '../../input/errors.ts';
import { kindFault, valueFault } from '../../input/faults.ts';
import { gaussianMean, gaussianPairMean, type Shape } from '../../numeric/gaussian-mean.ts';
import { splitMean, splitPairMean } from '../../numeric/gaussian-split.ts';
import { remembered } from '../../numeric/remembered.ts';
import type { OwnActivation } from './activation.ts';
import { kinksOfOwn } from './kinks.ts';
import { pairsOf } from './smooth.ts';
import type { Kernel } from './types.ts';

/** The rule is refined until two steps agree to this, or so often. */
const AGREEMENT = 1e-12;
const REFINEMENTS = { line: 7, plane: 3 } as const;

function settled(refinements: number, rule: (shape: Shape) => number): number {
  let shape: Shape = { strip: 1, reach: Number.POSITIVE_INFINITY };
  let before = rule(shape);
  for (let i = 1; i <= refinements; i++) {
    shape = { ...shape, strip: shape.strip / 2 };
    const after = rule(shape);
    if (!Number.isFinite(after)) break;
    if (Math.abs(after - before) <= AGREEMENT * Math.abs(after)) return after;
    before = after;
  }
  if (!Number.isFinite(before)) {
    throw valueFault(
      'activation',
      'a finite value, derivative and secondDerivative everywhere',
      `a mean of ${before}`,
    );
  }
  return before;
}

const FIELDS = ['name', 'value', 'derivative', 'secondDerivative', 'kinks', 'odd', 'range'];

/** Longest panel between kinks, in units of h, at a strip of 1. */
const PANEL = 2.5;
/** The panels of pairs are those at which E phi'^2 has settled to this. */
const SETTLED = 1e-11;

/** Expectations between kinks. */
function splitRules(derivative: (h: number) => number, kinks: readonly number[]): Rules {
  const panelAt = remembered((q: number) => {
    const mean = (panel: number) => splitMean((h) => derivative(h) * derivative(h), q, kinks, panel);
    let panel = PANEL;
    for (let i = 0; i < REFINEMENTS.line; i++, panel /= 2)
      if (Math.abs(mean(panel) - mean(panel / 2)) <= SETTLED * mean(panel / 2)) break;
    return panel;
  });
  return {
    mean: (f, q) => settled(REFINEMENTS.line, ({ strip }) => splitMean(f, q, kinks, PANEL * strip)),
    pairs: (q1, q2, gap) =>
      splitPairMean(derivative, [q1, q2], gap, kinks, Math.min(panelAt(q1), panelAt(q2))),
  };
}

interface Rules {
  readonly mean: (f: (h: number) => number, q: number, even: boolean) => number;
  /** E phi' phi'. */
  readonly pairs: (q1: number, q2: number, gap: number) => number;
}

function smoothRules(derivative: (h: number) => number, odd: boolean): Rules {
  return {
    mean: (f, q, even) => settled(REFINEMENTS.line, (shape) => gaussianMean(f, q, shape, even)),
    pairs: (q1, q2, gap) =>
      settled(REFINEMENTS.plane, (shape) => gaussianPairMean(derivative, [q1, q2], gap, shape, odd)),
  };
}

/** Kernel of an activation of which nothing but its functions is known. @throws TypeError, RangeError */
export function ownKernel(activation: OwnActivation): Kernel {
  checkPlain('activation', activation, FIELDS);
  const { value, derivative, secondDerivative, odd = false, range } = activation;
  checkFlag('activation', odd);
  for (const [name, f] of Object.entries({ value, derivative, secondDerivative })) {
    if (typeof f !== 'function') throw kindFault('activation', `a function ${name}`, echo(f));
  }
  if (range !== undefined && !(typeof range === 'number' && range >= 0 && range < Infinity)) {
    throw valueFault('activation', 'a finite range >= 0', echo(range));
  }
  const kinks = kinksOfOwn(activation);
  const { mean, pairs } =
    kinks.at.length === 0 ? smoothRules(derivative, odd) : splitRules(derivative, kinks.at);
  const ofSquare = (f: (h: number) => number) => (q: number) => mean((h) => f(h) * f(h), q, odd);
  const bendSquare = ofSquare(secondDerivative);
  const slopeSquare = ofSquare(derivative);
  return {
    odd,
    range: range ?? null,
    linear: null,
    homogeneous: false,
    square: ofSquare(value),
    // Stein's lemma: 2 q d/dq E f(h) = E h f'(h); at q = 0 the limit, (phi phi')' there, of both sides.
    squareSlope: (q) =>
      q === 0
        ? slopeSquare(0) + value(0) * mean(secondDerivative, 0, false)
        : mean((h) => h * value(h) * derivative(h), q, odd) / q,
    slopeSquare,
    bendSquare: kinks.bent ? () => null : bendSquare,
    ...pairsOf({
      odd,
      // Where phi'' jumps, too, E phi' phi' is smooth in the angle alone.
      kinked: kinks.at.length > 0,
      mean: (q) => (odd ? 0 : mean(value, q, false)),
      meanSlope: (q) => mean(derivative, q, odd),
      slopeProduct: pairs,
    }),
  };
}
