/**
 * Normalisation of points with their velocities and accelerations along a curve, where the kernels left them
 * (docs/theory.md, "Normalised networks"): of points over their coordinates by a kernel, of coordinates over
 * the samples by their means and variances.
 */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { PanelLayout } from '../kernels/layout.ts';
import type { PartNorm } from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import type { JetScales, LargestJet } from './jet-panel.ts';
import { sharedRows } from './norm.ts';
import { shrinkRows, unitsOf } from './normalise.ts';
import { normaliseSamples } from './normalise-rows.ts';
import { ONE } from './scale.ts';

/** The worth of a squared velocity in accelerations times points is at most 2 ** MOST, for the kernel's sums. */
const MOST = 900;

/**
 * Normalises the first rows of an image, panel by panel. `families`: the first panels of points and of as many
 * derivatives as are followed, of `rows` rows; `columns`: samples; `before`: the largest values of all rows;
 * `work`: a `normsArea`.
 */
export function normaliseJets(
  arena: Arena,
  norm: PartNorm,
  layout: PanelLayout,
  columns: number,
  rows: number,
  families: readonly Address[],
  work: Address,
  scales: JetScales,
  before: LargestJet,
): { readonly scales: JetScales; readonly largest: LargestJet } {
  const { vectors, panels } = layout;
  const accelerations = families.length > 2 ? accelerationUnit(norm, scales, before) : scales.accelerations;
  const by = accelerations - scales.accelerations;
  if (families.length > 2) shrinkRows(arena, layout, rows, 0, families[2]!, by);
  const stored = { ...scales, accelerations };
  const { square, epsilon, shift, next } = unitsOfJets(norm, rows, stored, before);
  for (const family of families) shrinkRows(arena, layout, rows, norm.rows, family, shift);
  let found: readonly number[];
  if (norm.type === 'batch-norm') {
    const made = { square, epsilon, groups: sharedRows(norm) };
    found = normaliseSamples(arena, made, { vectors, columns, rows }, families);
  } else {
    const { mantissa, exponent } = scales.points;
    const bend = before.velocity === 0 ? 0 : 2 * scales.velocities - accelerations - exponent;
    const squares = work + 8 * rows + 3 * 8 * layout.columns;
    const largest = squares + 2 * 8 * layout.columns;
    const most = arena.f32(largest, 3).fill(0);
    const panelBytes = 16 * vectors * rows;
    const panelOf = (order: number, panel: number) => (families[order] ?? 0) + panel * panelBytes;
    for (let panel = 0; panel < panels; panel++) {
      arena.kernels.normaliseJets(
        families.length - 1,
        norm.type === 'layer-norm',
        square,
        epsilon,
        before.velocity === 0 ? 0 : ldexp(1 / mantissa, bend),
        vectors,
        norm.rows,
        panelOf(0, panel),
        panelOf(1, panel),
        panelOf(2, panel),
        work,
        squares,
        8 * 4 * vectors,
        largest,
      );
    }
    found = [...most];
  }
  const [point = 0, velocity = 0, acceleration = 0] = found;
  const largest = { point, velocity, acceleration };
  if (norm.rows === rows) return { scales: next, largest };
  return { scales: next, largest: largestOf(largest, keptOf(before, by, shift)) };
}

/** Rows that stay as they are, as they are stored now. */
function keptOf({ point, velocity, acceleration }: LargestJet, by: number, shift: number): LargestJet {
  return {
    point: ldexp(point, -shift),
    velocity: ldexp(velocity, -shift),
    acceleration: ldexp(acceleration, -shift - by),
  };
}

function largestOf(a: LargestJet, b: LargestJet): LargestJet {
  return {
    point: Math.max(a.point, b.point),
    velocity: Math.max(a.velocity, b.velocity),
    acceleration: Math.max(a.acceleration, b.acceleration),
  };
}

/**
 * The power of two in which accelerations are stored for the kernel: of those that come in, and of those that
 * squares of velocities make, |v|² |p| / r² before the division by r, whichever are larger.
 */
function accelerationUnit(norm: PartNorm, scales: JetScales, { point, velocity, acceleration }: LargestJet) {
  const { points, velocities, accelerations } = scales;
  const own = acceleration === 0 ? -Infinity : accelerations + exponentOf(acceleration);
  if (norm.type === 'batch-norm' || velocity === 0) return own === -Infinity ? accelerations : own;
  const least = 2 * velocities - points.exponent - MOST;
  if (point === 0) return Math.max(own, least);
  const size = points.exponent + exponentOf(point);
  const root = norm.epsilon === 0 ? size : Math.max(size, Math.floor(exponentOf(norm.epsilon) / 2));
  const made = 2 * (velocities + exponentOf(velocity)) + size - 2 * root;
  return Math.max(own, made, least);
}

/**
 * As `unitsOf`. Where all rows are normalised they keep the mantissa of the unit of points, so that units of
 * derivatives stay powers of two.
 */
function unitsOfJets(norm: PartNorm, rows: number, scales: JetScales, { point }: LargestJet) {
  const { mantissa, exponent } = scales.points;
  const units = unitsOf(norm, rows, { points: scales.points, steps: ONE }, { point, step: 0 });
  const { points } = units.next;
  const isWhole = norm.rows === rows;
  const worth = isWhole ? mantissa * mantissa : 1;
  const grown = points.exponent - exponent;
  return {
    square: units.square * worth,
    epsilon: units.epsilon * worth,
    shift: units.shift,
    next: {
      points: isWhole ? { mantissa, exponent: points.exponent } : points,
      velocities: scales.velocities + grown,
      accelerations: scales.accelerations + grown,
    },
  };
}
