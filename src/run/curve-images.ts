/**
 * The image of the input curve itself in chosen layers of one network: what pictures of curves are made of.
 */

import type { Curve } from '../curve/index.ts';
import {
  type Compute,
  InterruptedError,
  type Plan,
  type PlanInputs,
  type PlannedCell,
  planExperiment,
  withNames,
} from '../ensemble/index.ts';
import {
  curveSamples,
  ExperimentError,
  type ExperimentInput,
  InputError,
  parseExperiment,
} from '../experiment/index.ts';
import { checkFlag, checkIndex, checkList, checkPlain, checkSignal, ifGiven, oneOf } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { Arena, compileKernels, loadKernels } from '../kernels/index.ts';
import { scatterAreas } from '../measure/areas/scatter.ts';
import { CurveWorkspace } from '../measure/curve-image.ts';
import { requireCurveMemory } from '../measure/memory.ts';
import type { Scale } from '../measure/scale.ts';
import { krylovSpace } from '../measure/scatter.ts';
import { widestLayer, widthsOf } from '../network/index.ts';
import { leadingComponents } from '../numeric/leading-components.ts';
import { type PrincipalComponents, principalComponents } from '../numeric/principal-components.ts';
import { ldexp } from '../numeric/scaled.ts';
import type { CellCurve, LayerCurve } from '../result/curve.ts';
import { fixedPointFor } from './fixed-point-for.ts';

/** Which images are kept. */
export interface KeptImages {
  /** Layers to keep, 1 … depth. */
  readonly layers: readonly number[];
  /** Number of the network, as the ensemble draws it under `draw: weights`. Default 0. */
  readonly network?: number | undefined;
  /**
   * `all`, the default: the shares of all principal components, to all digits. `leading`: only the first
   * three, to a few digits and many times faster, for animated pictures.
   */
  readonly components?: 'all' | 'leading' | undefined;
  /** `false` leaves `points` of the layers empty, where their components are enough. Default `true`. */
  readonly points?: boolean | undefined;
}

/** Options of `curveImages`; see also `PlanInputs`. */
export interface CurveImageOptions extends KeptImages, PlanInputs {
  /** Aborted, it stops between two cells. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Principal components are taken of as many points or neurons as this, whichever are fewer: they cost their
 * cube.
 */
const MOST_COMPONENTS = 2000;

/**
 * Pushes the curve of an experiment, at its `points` evenly spaced samples, through one network of each cell,
 * and keeps its pre-activations h in some layers with their principal components (Poole et al., arXiv
 * 1606.05340, figure 3; Raghu et al., arXiv 1606.05336).
 *
 * @param input an experiment; fields left out take their defaults. With `vertices`, the ends or vertices of
 * its curve.
 * @returns one entry a cell, in grid order.
 * @throws InputError, TypeError, RangeError for wrong input; InterruptedError when `signal` is aborted;
 * KernelsUnavailableError without SIMD.
 */
export async function curveImages(input: ExperimentInput, options: CurveImageOptions): Promise<CellCurve[]> {
  checkPlain('options', options, [
    'layers',
    'network',
    'components',
    'points',
    'vertices',
    'networks',
    'signal',
  ]);
  const { vertices, networks, signal, ...kept } = options;
  ifGiven(checkSignal, 'signal', signal);
  const inputs = { vertices, networks };
  const experiment = parseExperiment(withNames(input, inputs));
  const fixedPointRadius = await fixedPointFor(experiment);
  const plan = planExperiment(experiment, { ...inputs, fixedPointRadius });
  let done = 0;
  return plannedCurveImages(plan, curveSamples(experiment), kept, async (work) => {
    // Where a page draws, and a signal arrives. The first cell comes at once: animated pictures have one alone.
    if (done > 0) await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) throw new InterruptedError(done, plan.cells.length);
    done++;
    return work();
  });
}

/**
 * The same for a planned experiment, at `points` evenly spaced points. `compute` runs long computations.
 * @throws as `curveImages`.
 */
export async function plannedCurveImages(
  plan: Plan,
  points: number,
  { layers, network = 0, components = 'all', points: keepsPoints = true }: KeptImages,
  compute: Compute,
): Promise<CellCurve[]> {
  const { seed } = plan.experiment;
  checkIndex(network);
  oneOf(['all', 'leading'], 'components', components);
  checkFlag('points', keepsPoints);
  const leading = components === 'leading';
  const arena = new Arena(await loadKernels(await compileKernels('simd128')));
  for (const cell of plan.cells) {
    requireLayers(layers, widthsOf(cell.network), leading ? 1 : points);
    requireCurveMemory({ ...plan.runs[cell.run]!.subject, network: cell.network }, points, leading);
  }
  const imageOf = ({ parameters, network: spec, run }: PlannedCell): CellCurve => {
    arena.reset();
    const { curve, given } = plan.runs[run]!.subject;
    const subject = { network: spec, seed, curve, points, ...(given === undefined ? {} : { given }) };
    const workspace = new CurveWorkspace(arena, subject, 0, keepsPoints || !leading ? 'pre' : 'none');
    const areas = leading && scatterAreas((bytes) => arena.reserve(bytes), points, widestLayer(spec));
    // The sample that closes a curve is the first once more, and counts once.
    const counted = isClosed(curve) ? points - 1 : points;
    const kept: LayerCurve[] = [];
    for (const { layer, width, pre, stored, scales } of workspace.layers(network)) {
      if (!layers.includes(layer)) continue;
      const images = scaled(pre.points, scales.points);
      const found = areas
        ? inUnits(leadingComponents(krylovSpace(arena, areas, stored, counted, width)), scales.points)
        : principalComponents(images.subarray(0, counted * width), width);
      const principal = counted < points ? closed(found) : found;
      kept.push({ layer, width, points: keepsPoints ? images : new Float64Array(0), principal });
    }
    return { parameters: { ...parameters }, network, samples: points, curve: curve.kind, layers: kept };
  };
  const images: CellCurve[] = [];
  for (const cell of plan.cells) images.push(await compute(() => imageOf(cell)));
  return images;
}

/** Numbers times a scale; the power of two alone is exact where it is a double itself. */
function scaled(from: Float32Array | Float64Array, { mantissa, exponent }: Scale): Float64Array {
  const to = new Float64Array(from.length);
  if (Math.abs(exponent) > 512)
    for (let i = 0; i < to.length; i++) to[i] = ldexp(from[i]! * mantissa, exponent);
  else {
    const power = ldexp(1, exponent);
    for (let i = 0; i < to.length; i++) to[i] = from[i]! * mantissa * power;
  }
  return to;
}

/** Components of stored points, in units of the points themselves. */
function inUnits(principal: PrincipalComponents, scale: Scale): PrincipalComponents {
  return { ...principal, projections: scaled(principal.projections, scale) };
}

/** Whether the last sample is the first once more. */
function isClosed({ kind, vertices }: Curve): boolean {
  if (kind === 'circle') return true;
  const [first, last] = [vertices[0]!, vertices.at(-1)!];
  return kind === 'polyline' && first.every((x, i) => x === last[i]);
}

/** Components of samples and, behind them, of the first once more. */
function closed(open: PrincipalComponents): PrincipalComponents {
  const { projections, count } = open;
  const whole = new Float64Array(projections.length + count);
  whole.set(projections);
  whole.set(projections.subarray(0, count), projections.length);
  return { ...open, projections: whole };
}

function requireLayers(layers: readonly number[], widths: readonly number[], points: number): void {
  checkList('layers', layers, 1);
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i]!;
    if (!Number.isInteger(layer) || layer < 1 || layer > widths.length) {
      throw new InputError('layers', `integers in 1 … ${widths.length}`, echo(layer));
    }
    const size = Math.min(points, widths[layer - 1]!);
    if (size > MOST_COMPONENTS) {
      throw new ExperimentError(
        'points',
        `at most ${MOST_COMPONENTS} points or neurons for principal components`,
        size,
      );
    }
  }
}
