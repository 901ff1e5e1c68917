/**
 * Gaussian expectations of the package's activations without straight pieces that have no closed forms of
 * their own: analytic ones by the trapezoidal rule, those whose derivatives jump by panels between the jumps.
 */
import { type Activation, curvedOf, formatActivation } from '../../network/index.ts';
import { asin } from '../../numeric/functions.ts';
import { gaussianMean, gaussianPairMean, type Shape } from '../../numeric/gaussian-mean.ts';
import { splitMean, splitPairMean } from '../../numeric/gaussian-split.ts';
import { normalTail } from '../../numeric/normal.ts';
import { remembered } from '../../numeric/remembered.ts';
import { type About, meanSlopeOf } from './mean-slope.ts';
import { pairsOf } from './smooth.ts';
import type { Kernel } from './types.ts';

/** A kernel, and E phi'^4. */
export interface CurvedKernel extends Kernel {
  readonly slopeFourth: (q: number) => number;
}

/**
 * Where an analytic activation is 0 or h to rounding, and how near to the real line it has poles (or, for
 * GELU, is as large as e^5); in units of h. `scale`: of the normal distribution function that its slope is
 * like, 0 for the sigmoid, whose slope is short itself.
 */
interface Analytic extends Shape {
  readonly scale: number;
}

const like = (strip: number, reach: number, scale: number): Analytic => ({ strip, reach, scale });

/** By name; the others jump. Poles of Mish: e^h = -1 ± i, at a distance of 3 pi / 4. */
function analytic(activation: Activation): Analytic | null {
  switch (activation.name) {
    case 'sigmoid':
      return like(Math.PI, 42, 0);
    case 'softplus':
    case 'silu':
      return like(Math.PI, 42, 1.7);
    case 'swish':
      return like(Math.PI / activation.beta, 46 / activation.beta, 1.7 / activation.beta);
    case 'mish':
      return like(2.3, 46, 1.5);
    case 'gelu':
      return like(2, 14, 1);
    case 'gelu-tanh':
      return like(2.7, 14, 1);
    default:
      return null;
  }
}

/** Value of the even part of a function far from 0: 0, 1/2 or h²/2. */
type End = 'zero' | 'half' | 'square';
/** Of phi², of powers of phi', of h phi phi' and of phi''². */
type Ends = Readonly<Record<'values' | 'slopes' | 'cross' | 'bends', End>>;

const RECTIFIER: Ends = { values: 'square', slopes: 'half', cross: 'square', bends: 'zero' };
const STEP: Ends = { values: 'half', slopes: 'zero', cross: 'zero', bends: 'zero' };

/** Expectations of one variable, those of pairs of slopes, and E phi. */
interface Means {
  readonly mean: (f: (h: number) => number, q: number, of: keyof Ends) => number;
  readonly value: (q: number) => number;
  readonly pairs: (q1: number, q2: number, gap: number) => number;
}

/**
 * An even part without its end is short: nodes are as many at any variance. Pairs of slopes are taken as the
 * normal distribution function N(h/s) and a short rest r: with u1, u2 Gaussian, E N N is an arcsine, and E[N
 * | u] a distribution function again.
 */
function analyticMeans(phi: (h: number) => number, slope: (h: number) => number, shape: Analytic): Means {
  const { scale } = shape;
  const step = (h: number) => (scale === 0 ? 0 : normalTail(-h / scale));
  const rest = (h: number) => slope(h) - step(h);
  const over = (f: (h: number) => number, q: number) =>
    gaussianMean((h) => (f(h) + f(-h)) / 2, q, shape, true);
  const mean = (f: (h: number) => number, q: number, of: keyof Ends): number => {
    const last = (scale === 0 ? STEP : RECTIFIER)[of];
    const at = (h: number) => (last === 'zero' ? 0 : last === 'half' ? 0.5 : (h * h) / 2);
    return over((h) => f(h) - at(h), q) + (last === 'square' ? q / 2 : last === 'half' ? 0.5 : 0);
  };
  /** E r(u) N(v), u of variance q1: given u, v is Gaussian. */
  const mixed = (q1: number, q2: number, gap: number) => {
    const line = (1 - gap) * Math.sqrt(q2 / q1);
    const spread = Math.sqrt(scale * scale + q2 * gap * (2 - gap));
    return over((u) => rest(u) * normalTail((-line * u) / spread), q1);
  };
  return {
    mean,
    value: (q) => {
      if (scale === 0) return 0.5;
      // E h N(h/s) = q / sqrt(2 pi (s² + q)).
      return over((h) => phi(h) - h * step(h), q) + q / Math.sqrt(2 * Math.PI * (scale * scale + q));
    },
    pairs: (q1, q2, gap) => {
      const short = gaussianPairMean(rest, [q1, q2], gap, shape, false);
      if (scale === 0) return short;
      const c = (1 - gap) * Math.sqrt(q1 / (scale * scale + q1)) * Math.sqrt(q2 / (scale * scale + q2));
      const steps = 0.25 + asin(c) / (2 * Math.PI);
      return steps + mixed(q1, q2, gap) + mixed(q2, q1, gap) + short;
    },
  };
}

/** Longest panel between jumps, and where nothing is left of e^(h / scale), in units of the scale. */
const [PANEL, SHORT] = [2.5, 46];

/** Panels between jumps. Mean slopes about a point have closed forms. */
function jumpingMeans(
  phi: (h: number) => number,
  slope: (h: number) => number,
  jumps: readonly number[],
  { scale, about }: { readonly scale: number; readonly about: About },
): Means {
  const mean = (f: (h: number) => number, q: number) => splitMean(f, q, jumps, PANEL * scale, SHORT * scale);
  return {
    mean,
    value: (q) => mean(phi, q),
    pairs: (q1, q2, gap) => splitPairMean(slope, [q1, q2], gap, jumps, PANEL * scale, about),
  };
}

const KNOWN = new Map<string, CurvedKernel>();

/** The kernel of an activation that bends; the same for all who ask. */
export function curvedKernel(activation: Activation): CurvedKernel {
  const name = formatActivation(activation);
  const known = KNOWN.get(name) ?? made(activation);
  KNOWN.set(name, known);
  return known;
}

function made(activation: Activation): CurvedKernel {
  const { at, jumps, kinked } = curvedOf(activation)!;
  const value = (h: number) => at(h).value;
  const slope = (h: number) => at(h).first;
  const shape = analytic(activation);
  const {
    mean,
    pairs,
    value: meanValue,
  } = shape ? analyticMeans(value, slope, shape) : jumpingMeans(value, slope, jumps, meanSlopeOf(activation));
  const square = remembered((q: number) => mean((h) => value(h) ** 2, q, 'values'));
  const slopeSquare = remembered((q: number) => mean((h) => slope(h) ** 2, q, 'slopes'));
  return {
    odd: false,
    range: activation.name === 'sigmoid' ? 1 : null,
    linear: null,
    homogeneous: false,
    square,
    slopeSquare,
    slopeFourth: remembered((q: number) => mean((h) => slope(h) ** 4, q, 'slopes')),
    // Stein's lemma: q d/dq E phi² = E h phi phi'.
    squareSlope: (q) => {
      if (q === 0) return slopeSquare(0) + value(0) * mean((h) => at(h).second, 0, 'bends');
      return mean((h) => h * value(h) * slope(h), q, 'cross') / q;
    },
    bendSquare: (q) => (kinked ? null : mean((h) => at(h).second ** 2, q, 'bends')),
    ...pairsOf({
      odd: false,
      kinked: jumps.length > 0,
      mean: meanValue,
      meanSlope: (q) => mean(slope, q, 'slopes'),
      slopeProduct: pairs,
    }),
  };
}
