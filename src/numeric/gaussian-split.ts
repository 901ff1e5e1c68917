/**
 * Gaussian expectations of functions that are smooth between known points: Gauss and Legendre's rule on
 * panels that end there.
 */
import { LEGENDRE } from './gauss-legendre.ts';
import { normalDensity } from './normal.ts';
import { remembered } from './remembered.ts';

/** Standard deviations that are summed over; what lies beyond weighs 2e-19. */
const REACH = 9.2;
/** Longest panel in standard deviations. */
const COARSEST = 3;
/** Most panels on a line, however wide: a limit for large variances. */
const MOST_PANELS = 1000;
/** Rules with at most this number of panels are kept. */
const FEW_PANELS = 64;
/** On either side of a break at 0. */
const NOWHERE = 1e-300;

/** Longest panel of z where the function is one of sd z. */
function stepFor(sd: number, longest: number): number {
  return Math.max(Math.min(COARSEST, longest / sd), (2 * REACH) / MOST_PANELS);
}

/** f(center + sd z) times the density of z over panels of [from, to] of at most `step`. */
function stretch(
  f: (h: number) => number,
  [center, sd]: readonly [number, number],
  from: number,
  to: number,
  step: number,
): number {
  const panels = Math.ceil((to - from) / step);
  const length = (to - from) / panels;
  const { nodes, weights } = LEGENDRE;
  let sum = 0;
  for (let p = 0; p < panels; p++) {
    for (let i = 0; i < nodes.length; i++) {
      const z = from + (p + nodes[i]!) * length;
      sum += weights[i]! * normalDensity(z) * f(center + sd * z);
    }
  }
  return length * sum;
}

/** Nodes z of panels over the whole line, and their weights times the density. */
const wholeLine = remembered((panels: number) => {
  const { nodes, weights } = LEGENDRE;
  const length = (2 * REACH) / panels;
  const z = Float64Array.from({ length: panels * nodes.length }, (_, k) => {
    const panel = Math.floor(k / nodes.length);
    return (panel + nodes[k % nodes.length]!) * length - REACH;
  });
  return { z, weight: z.map((x, k) => length * weights[k % nodes.length]! * normalDensity(x)) };
});

/** E f(h), h ~ N(center, sd^2), sd > 0; f is a polynomial where |h| > reach, and `reach` is a break. */
function mean(
  f: (h: number) => number,
  center: number,
  sd: number,
  breaks: readonly number[],
  longest: number,
  reach = Number.POSITIVE_INFINITY,
): number {
  const step = stepFor(sd, longest);
  let sum = 0;
  const panels = Math.ceil((2 * REACH) / step);
  if (panels <= FEW_PANELS && breaks.every((at) => Math.abs(at - center) >= REACH * sd)) {
    const { z, weight } = wholeLine(panels);
    for (let k = 0; k < z.length; k++) sum += weight[k]! * f(center + sd * z[k]!);
    return sum;
  }
  let from = -REACH;
  for (const at of breaks) {
    const z = (at - center) / sd;
    if (z <= from) continue;
    if (z >= REACH) break;
    sum += stretch(f, [center, sd], from, z, at > -reach ? step : COARSEST);
    from = z;
  }
  return sum + stretch(f, [center, sd], from, REACH, center + sd * from < reach ? step : COARSEST);
}

/**
 * E f(h), h ~ N(0, q); at q = 0 the mean of both sides.
 * @param breaks in rising order: where f, or one of its derivatives, jumps.
 * @param longest panel, in units of h.
 * @param reach from which |h| on f is a polynomial.
 */
export function splitMean(
  f: (h: number) => number,
  q: number,
  breaks: readonly number[],
  longest: number,
  reach = Number.POSITIVE_INFINITY,
): number {
  if (q === 0) return (f(-NOWHERE) + f(NOWHERE)) / 2;
  const ends = reach < Number.POSITIVE_INFINITY ? [-reach, ...breaks, reach] : breaks;
  return mean(f, 0, Math.sqrt(q), ends, longest, reach);
}

/**
 * E f(u1) f(u2) for variances q1, q2 > 0 and correlation 1 - gap, gap in [0, 2].
 * @param about E f(h), h ~ N(center, sd^2), where that is known in closed form.
 */
export function splitPairMean(
  f: (h: number) => number,
  [q1, q2]: readonly [number, number],
  gap: number,
  breaks: readonly number[],
  longest: number,
  about = (center: number, sd: number): number => mean(f, center, sd, breaks, longest),
): number {
  const [sd1, sd2] = [Math.sqrt(Math.max(q1, q2)), Math.sqrt(Math.min(q1, q2))];
  // u2 given u1, the one of larger deviation.
  const slope = ((1 - gap) * sd2) / sd1;
  const spread = sd2 * Math.sqrt(gap * (2 - gap));
  const given = (center: number) => (spread < NOWHERE ? f(center) : about(center, spread));
  const outer = (u: number) => {
    const first = f(u);
    return first === 0 ? 0 : first * given(slope * u);
  };
  const near = breaks.flatMap((at) => [at / sd1, ...(slope === 0 ? [] : [at / slope / sd1])]);
  const ends = [-REACH, ...near.filter((z) => Math.abs(z) < REACH).sort((a, b) => a - b), REACH];
  const coarsest = stepFor(sd1, longest);
  // The mean given u1 passes a break within `spread`: panels grow with their distance from it.
  const layer = (2 * spread) / (Math.abs(slope) * sd1);
  const finest = layer > 0 ? Math.min(coarsest, Math.max(layer, coarsest * 2 ** -40)) : coarsest;
  const graded = (from: number, to: number, low: number, high: number): number => {
    const allowed = Math.max(finest, Math.min(coarsest, from - low, high - to));
    if (to - from <= allowed) return stretch(outer, [0, sd1], from, to, to - from);
    const middle = (from + to) / 2;
    return graded(from, middle, low, high) + graded(middle, to, low, high);
  };
  let sum = 0;
  for (let i = 1; i < ends.length; i++) {
    const [low, high] = [ends[i - 1]!, ends[i]!];
    if (high > low) sum += graded(low, high, low, high);
  }
  return sum;
}
