/**
 * Normalisation of the image of a layer, where the kernels left it: of points over their coordinates by a
 * kernel, of coordinates over the points of the curve in JavaScript (`normalise-rows.ts`).
 */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { PanelLayout } from '../kernels/layout.ts';
import type { Norm, PartNorm } from '../network/index.ts';
import { exponentOf, ldexp, scaledBy } from '../numeric/scaled.ts';
import { sharedRows } from './norm.ts';
import { normaliseRows, normaliseSamples } from './normalise-rows.ts';
import { doubleOf, type Largest, ONE, over, type Scale, type Scales, shifted, times } from './scale.ts';

/** Above 2 ** LARGE epsilon is far beyond the squares that it is added to. */
const LARGE = 60;

/**
 * Epsilon in units of the squares of stored points, as `square` and `epsilon` of the kernels: both are made
 * smaller where epsilon would leave the range of a double, and normalised points are 2 ** -shift times as
 * large as they are stored.
 */
function epsilonOf({ epsilon }: Norm, points: Scale) {
  if (epsilon === 0) return { square: 1, epsilon: 0, shift: 0 };
  const { mantissa, exponent } = over(1, points);
  const ofUnit = times(times({ mantissa: 1, exponent: 2 * exponent }, mantissa), mantissa);
  const stored = times(ofUnit, epsilon);
  const shift = stored.exponent > LARGE ? Math.ceil(stored.exponent / 2) : 0;
  return {
    square: ldexp(1, -2 * shift),
    epsilon: ldexp(stored.mantissa, stored.exponent - 2 * shift),
    shift,
  };
}

/** What stored units are worth afterwards. `steps` may be those of tangents. */
function scalesAfter({ points, steps }: Scales, shift: number): Scales {
  const unit = over(1, points);
  const ratio = times({ mantissa: steps.mantissa, exponent: steps.exponent + unit.exponent }, unit.mantissa);
  return { points: shifted(ONE, -shift), steps: shifted(ratio, -shift) };
}

export interface Normalised {
  readonly scales: Scales;
  readonly largest: Largest;
}

/** How points are normalised, in the units of the kernels. */
export interface Units {
  readonly square: number;
  readonly epsilon: number;
  /** What stored units are worth afterwards. */
  readonly next: Scales;
  /** By how many powers of two rows that stay as they are have to be stored smaller. */
  readonly shift: number;
}

/** Normalised values of rows that have company are at most 2 ** ROOM in units of stored points. */
const ROOM = 60;
/** Larger units make normalised values nothing. */
const MOST_UNIT = 300;

/**
 * Of an image whose rows are all normalised, what comes out is of order one. Beside rows that stay as they
 * are it has their units, which are made larger where normalised values would leave single precision: 1 /
 * units is what points and steps grow by alike, so that one shift serves both.
 */
export function unitsOf(norm: PartNorm, rows: number, scales: Scales, largest: Largest): Units {
  if (norm.rows === rows) {
    const { square, epsilon, shift } = epsilonOf(norm, scales.points);
    return { square, epsilon, next: scalesAfter(scales, shift), shift: 0 };
  }
  // Normalised values are at most √rows, and at most values over √epsilon.
  const most = over(Math.sqrt(norm.rows), scales.points).exponent + 1;
  const bound = norm.epsilon === 0 ? most : exponentOf(largest.point / Math.sqrt(norm.epsilon)) + 1;
  const shift = Math.max(0, Math.min(most, largest.point === 0 ? 0 : bound) - ROOM);
  const points = shifted(scales.points, shift);
  const unit = points.exponent > MOST_UNIT ? ldexp(1, MOST_UNIT) : doubleOf(points);
  return {
    square: unit * unit,
    epsilon: ldexp(norm.epsilon, 2 * shift),
    next: { points, steps: shifted(scales.steps, shift) },
    shift,
  };
}

/** Rows from `first` on, 2 ** -by times as large. */
export function shrinkRows(
  arena: Arena,
  { vectors, panels }: PanelLayout,
  rows: number,
  first: number,
  image: Address,
  by: number,
): void {
  if (by === 0) return;
  const scaled = scaledBy(-by);
  const row = 4 * vectors;
  for (let panel = 0; panel < panels; panel++) {
    const stored = arena.f32(image + 4 * row * (panel * rows + first), row * (rows - first));
    for (let i = 0; i < stored.length; i++) stored[i] = scaled(stored[i]!);
  }
}

/** The largest of all rows, those that stay as they are included. */
function together(found: Largest, before: Largest, { shift }: Units, isWhole: boolean): Largest {
  if (isWhole) return found;
  return {
    point: Math.max(found.point, ldexp(before.point, -shift)),
    step: Math.max(found.step, ldexp(before.step, -shift)),
  };
}

/**
 * Normalises the first rows of a curve that is stored as its first point and its steps, `unit` being the
 * worth of a step in units of points, in the first `columns` columns. `rows`: all rows of the image;
 * `before`: the largest of them.
 */
export function normalisePoints(
  arena: Arena,
  norm: PartNorm,
  layout: PanelLayout,
  columns: number,
  rows: number,
  image: Address,
  work: Address,
  scales: Scales,
  before: Largest,
  unit: number,
): Normalised {
  const { vectors, panels, columns: all } = layout;
  const units = unitsOf(norm, rows, scales, before);
  const { square, epsilon, next } = units;
  const isWhole = norm.rows === rows;
  shrinkRows(arena, layout, rows, norm.rows, image, units.shift);
  if (norm.type === 'batch-norm') {
    const affine = { square, epsilon, groups: sharedRows(norm) };
    const found = normaliseRows(arena, affine, unit, { vectors, columns, rows }, image);
    return { scales: next, largest: together(found, before, units, isWhole) };
  }
  const squares = work + 8 * rows + 3 * 8 * all;
  const largest = squares + 8 * all;
  const centred = norm.type === 'layer-norm';
  const { kernels } = arena;
  kernels.normaliseSteps(
    centred,
    square,
    epsilon,
    unit,
    vectors,
    panels,
    norm.rows,
    rows,
    image,
    work,
    squares,
    largest,
  );
  const [point, step] = arena.f32(largest, 2);
  return { scales: next, largest: together({ point: point!, step: step! }, before, units, isWhole) };
}

/**
 * Normalises the first rows of points and tangents, panel by panel. `points` and `tangents`: their first
 * panels, of `rows` rows; `before`: the largest of them.
 */
export function normaliseTangents(
  arena: Arena,
  norm: PartNorm,
  layout: PanelLayout,
  columns: number,
  rows: number,
  points: Address,
  tangents: Address,
  work: Address,
  scales: Scales,
  before: Largest,
): Normalised {
  const { vectors, panels, columns: all } = layout;
  const units = unitsOf(norm, rows, scales, before);
  const { square, epsilon, next } = units;
  const isWhole = norm.rows === rows;
  for (const family of [points, tangents]) shrinkRows(arena, layout, rows, norm.rows, family, units.shift);
  if (norm.type === 'batch-norm') {
    const affine = { square, epsilon, groups: sharedRows(norm) };
    const [point, step] = normaliseSamples(arena, affine, { vectors, columns, rows }, [points, tangents]);
    return { scales: next, largest: together({ point: point!, step: step! }, before, units, isWhole) };
  }
  const squares = work + 8 * rows + 3 * 8 * all;
  const largest = squares + 2 * 8 * all;
  const most = arena.f32(largest, 3).fill(0);
  const panelBytes = 16 * vectors * rows;
  for (let panel = 0; panel < panels; panel++) {
    arena.kernels.normaliseJets(
      1,
      norm.type === 'layer-norm',
      square,
      epsilon,
      0,
      vectors,
      norm.rows,
      points + panel * panelBytes,
      tangents + panel * panelBytes,
      0,
      work,
      squares,
      8 * 4 * vectors,
      largest,
    );
  }
  return { scales: next, largest: together({ point: most[0]!, step: most[1]! }, before, units, isWhole) };
}
