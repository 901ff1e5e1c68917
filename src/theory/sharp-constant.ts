/**
 * The constant of Price & Tanner's theorem for finite sets, from characteristic functions (docs/theory.md).
 */
import { exp, ln, sin } from '../numeric/functions.ts';
import { LEGENDRE } from '../numeric/gauss-legendre.ts';
import { expm1, log1p } from '../numeric/near-zero.ts';

/** s from 1 to 64; what lies beyond is nearly the Gaussian limit s = infinity. */
const EXPONENTS = Array.from({ length: 13 }, (_, i) => exp((i / 2) * ln(2)));
/** A set that lies on no lattice of fewer steps to its largest value is moved to one of so many. */
const MOST_STEPS = 512;
/** Times as many cosines are taken at most. */
const MOST_WORK = 2 ** 21;
/** Values this near to a lattice, relative to the largest, are on it. */
const ON_LATTICE = 1e-12;
const PANELS_A_STEP = 4;
const NODES = LEGENDRE.nodes.length;

/**
 * A lower bound of the best M in E|w.u| >= M |u|, w of independent entries with equal probability ±`sizes`,
 * which have mean square 1:
 *
 *     min over s in [1, infinity] of F(s),     F(s) = (2/pi) int_0^inf (1 - |phi(t / sqrt s)|^s) dt/t^2,     F(infinity) = sqrt(2/pi),
 *
 * phi(t) = mean of cos(sizes t). On a lattice of step g, |phi| has the period 2 pi / g, and the sum of 1/t^2
 * over its periods is a square of a sine:  F(s) = (g / (2 pi sqrt s)) int_0^pi (1 - |phi(y / g)|^s) /
 * sin^2(y/2) dy. Sets on no lattice are moved to one, and what that may change, the root mean square of the
 * moves, is taken off.
 */
export function characteristicConstant(sizes: readonly number[]): number {
  const { step, multiples } = lattice(sizes);
  const moved = sizes.reduce((sum, size, i) => sum + (size - step * multiples[i]!) ** 2, 0) / sizes.length;
  const nodes = nodesOf(multiples);
  const least = EXPONENTS.reduce(
    (most, s) => Math.min(most, (step / (2 * Math.PI * Math.sqrt(s))) * valueAt(nodes, s)),
    Math.sqrt(2 / Math.PI),
  );
  return least - (moved > ON_LATTICE * ON_LATTICE ? Math.sqrt(moved) : 0);
}

/** The coarsest lattice that the sizes lie on, or a fine one near them. */
function lattice(sizes: readonly number[]): { readonly step: number; readonly multiples: readonly number[] } {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const common = sizes.reduce((a, b) => commonStep(a, b, ON_LATTICE * MOST_STEPS * largest), largest);
  const most = Math.min(
    MOST_STEPS,
    Math.max(1, Math.floor(MOST_WORK / (sizes.length * PANELS_A_STEP * NODES))),
  );
  const steps = Math.round(largest / common);
  const onIt = steps <= most && sizes.every((size) => isWhole((size / largest) * steps));
  const step = largest / (onIt ? steps : most);
  return { step, multiples: sizes.map((size) => Math.round(size / step)) };
}

const isWhole = (x: number) => Math.abs(x - Math.round(x)) <= ON_LATTICE * Math.max(1, x) * 16;

/** Euclid's algorithm on numbers that are known up to `slack`. */
function commonStep(a: number, b: number, slack: number): number {
  let [large, small] = [Math.max(a, b), Math.min(a, b)];
  while (small > slack) [large, small] = [small, large % small];
  return large;
}

/** A node of the quadrature over [0, pi]. */
interface Node {
  /** Weight of the rule over sin^2. */
  readonly weight: number;
  /** 1 - phi. */
  readonly less: number;
}

/** Panels end at the zeros of phi, where |phi| has a kink. */
function nodesOf(multiples: readonly number[]): Node[] {
  const less = (y: number) => {
    let sum = 0;
    for (const n of multiples) {
      const half = sin((n * y) / 2);
      sum += 2 * half * half;
    }
    return sum / multiples.length;
  };
  const count = PANELS_A_STEP * multiples.reduce((most, n) => Math.max(most, n), 1);
  const width = Math.PI / count;
  // Looked at a little inside of each panel: zeros at its ends need no more.
  const inside = width / 1e6;
  const ends = [0];
  for (let k = 1; k <= count; k++) {
    const [from, to] = [(k - 1) * width, k * width];
    if (less(from + inside) < 1 !== less(to - inside) < 1)
      ends.push(crossing(less, from + inside, to - inside));
    ends.push(to);
  }
  return ends.slice(1).flatMap((to, k) => {
    const from = ends[k]!;
    return LEGENDRE.nodes.map((x, i) => {
      const y = from + (to - from) * x;
      const half = sin(y / 2);
      return { weight: ((to - from) * LEGENDRE.weights[i]!) / (half * half), less: less(y) };
    });
  });
}

/** Where `less` passes 1, once between the two. */
function crossing(less: (y: number) => number, from: number, to: number): number {
  let [a, b] = [from, to];
  const below = less(a) < 1;
  for (let i = 0; i < 53; i++) {
    const middle = (a + b) / 2;
    if (less(middle) < 1 === below) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

/** int (1 - |phi|^s) / sin^2. */
function valueAt(nodes: readonly Node[], s: number): number {
  let sum = 0;
  for (const { weight, less } of nodes) {
    const size = Math.abs(1 - less);
    sum += weight * (less < 0.5 ? -expm1(s * log1p(-less)) : size === 0 ? 1 : 1 - exp(s * ln(size)));
  }
  return sum;
}
