/** Adaptive integration over [0, 1] of several functions at once. */

/**
 * Nodes in (0, 1] and at 0 of the 15-point Kronrod rule on [-1, 1], its weights, and those of Gauss's 7
 * points, every second node.
 */
const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848, 0,
];
const KRONROD = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];
const GAUSS = [0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0, 0.4179591836734694];

interface Panel {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

const FIRST_PANELS = 8;
/** Panels of 2^-30 of the interval are left as they are: only a kink or a jump needs so many halvings. */
const DEEPEST = 27;
/** Panels that are looked at before the integral is given up. */
export const MOST_PANELS = 100_000;

/**
 * ∫₀¹ f(t) dt, entry by entry, by the Gauss–Kronrod pair of 7 and 15 points (Kronrod 1965), halving panels
 * until the two agree to within `tolerance` of the integral of the largest value seen; the 15-point value is
 * far closer than that. `f` gives `size` numbers of at least 0.
 * @param least integral, by its entry, below which the tolerance is that of this one.
 * @returns null where `MOST_PANELS` do not reach the tolerance.
 */
export function integrateAll(
  f: (t: number) => ArrayLike<number>,
  size: number,
  tolerance: number,
  least: (entry: number) => number = () => 0,
): Float64Array | null {
  const panels = Array.from({ length: FIRST_PANELS }, (_, i) =>
    panel(f, size, i / FIRST_PANELS, (i + 1) / FIRST_PANELS, 0),
  );
  const scale = new Float64Array(size);
  for (const { values } of panels) for (let c = 0; c < size; c++) scale[c]! += values[c]!;
  for (let c = 0; c < size; c++) scale[c] = Math.max(scale[c]!, least(c));
  const total = new Float64Array(size);
  let seen = 0;
  for (let next = panels.pop(); next !== undefined; next = panels.pop()) {
    if (++seen > MOST_PANELS) return null;
    const { from, to, depth, values, errors } = next;
    if (depth >= DEEPEST || errors.every((error, c) => error <= tolerance * scale[c]!)) {
      for (let c = 0; c < size; c++) total[c]! += values[c]!;
    } else {
      const middle = (from + to) / 2;
      panels.push(panel(f, size, middle, to, depth + 1), panel(f, size, from, middle, depth + 1));
    }
  }
  return total;
}

function panel(
  f: (t: number) => ArrayLike<number>,
  size: number,
  from: number,
  to: number,
  depth: number,
): Panel {
  const [centre, half] = [(from + to) / 2, (to - from) / 2];
  const values = new Float64Array(size);
  const gauss = new Float64Array(size);
  for (const [n, node] of NODES.entries()) {
    for (const t of node === 0 ? [centre] : [centre - half * node, centre + half * node]) {
      const y = f(t);
      for (let c = 0; c < size; c++) {
        values[c]! += half * KRONROD[n]! * y[c]!;
        gauss[c]! += half * GAUSS[n]! * y[c]!;
      }
    }
  }
  return { from, to, depth, values, errors: values.map((value, c) => Math.abs(value - gauss[c]!)) };
}
