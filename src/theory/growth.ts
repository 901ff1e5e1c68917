import { type Curve, checkCurve } from '../curve/index.ts';
import { atLeast, checkPlain } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  factsOf,
  hasVariance,
  inputsOf,
  type LayerType,
  layerOf,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  type ResidualLayer,
} from '../network/index.ts';
import { type Slopes, slopesOf } from '../network/slopes.ts';
import { BENT, type BentLayer, type BentTheory, bentLayersWith, knowsBent } from './bent-growth.ts';
import { growthBracket, priceTannerGrowth } from './bounds.ts';
import { maxoutBracket } from './maxout-growth.ts';
import { exactGrowth, expandedGrowth } from './relu-like.ts';
import { IDENTITY, residualBracket } from './residual-bracket.ts';
import { branchMoments } from './residual-branch.ts';
import { representable, runningProducts } from './running-product.ts';
import { sharpFormConstant } from './sharp-form.ts';
import type { GrowthTheory, LayerTheory } from './types.ts';

const KINDS = ['priceTanner', 'priceTannerSharp', 'lower', 'exact', 'upper', 'approximate'] as const;

/**
 * Factors are null where a double cannot hold them: a bound rounded to 0 or Infinity would no longer be one.
 */
function growthOf(values: { readonly [kind in keyof GrowthTheory]: number | null }): GrowthTheory {
  const pick = (x: number | null) => (x === null ? null : representable(x));
  return {
    priceTanner: pick(values.priceTanner),
    priceTannerSharp: pick(values.priceTannerSharp),
    lower: pick(values.lower),
    exact: pick(values.exact),
    upper: pick(values.upper),
    approximate: pick(values.approximate),
  };
}

const NO_BOUND = { priceTanner: null, priceTannerSharp: null, lower: null, upper: null } as const;

/** Every length is kept. */
const KEPT = growthOf({ priceTanner: 1, priceTannerSharp: 1, lower: 1, exact: 1, upper: 1, approximate: 1 });
const UNKNOWN = growthOf({ ...NO_BOUND, exact: null, approximate: null });

/** What is known of the growth of a layer of each type; `wide` knows dense layers and maxout. */
const GROWTH: {
  readonly [T in LayerType]: (spec: NetworkSpec, layer: number, wide: BentLayer | null) => GrowthTheory;
} = {
  dense: denseGrowth,
  conv2d: convolutionGrowth,
  'avg-pool': () => UNKNOWN,
  'max-pool': () => UNKNOWN,
  maxout: (spec, layer, wide) =>
    growthOf({ ...NO_BOUND, ...maxoutBracket(spec, layer), exact: null, approximate: wide?.growth ?? null }),
  flatten: () => KEPT,
  'layer-norm': () => UNKNOWN,
  'rms-norm': () => UNKNOWN,
  'batch-norm': () => UNKNOWN,
  residual: (spec, layer) => blockGrowth(layerOf(spec, layer) as ResidualLayer, inputsOf(spec, layer)),
};

/** Without weights every image is a point: the lengths are exact zeros, whatever the law or the activation. */
function withoutWeights(slopes: Slopes | null): GrowthTheory {
  const bound = slopes === null ? null : 0;
  const bounds = { priceTanner: bound, priceTannerSharp: bound, lower: bound, upper: bound };
  return { ...bounds, exact: 0, approximate: 0 };
}

/** Where every input goes into as many rows; docs/theory.md, "Convolutions". */
function convolutionGrowth(spec: NetworkSpec, layer: number): GrowthTheory {
  const own = layerOf(spec, layer);
  const slopes = slopesOf(own.activation);
  if (own.density === 0 || own.sigmaW === 0) return withoutWeights(slopes);
  const known = slopes !== null && hasVariance(own.weights) && factsOf(own).rowsOfInput(own) !== null;
  if (!known) return UNKNOWN;
  return growthOf({
    priceTanner: priceTannerGrowth(spec, layer, slopes),
    priceTannerSharp: priceTannerGrowth(spec, layer, slopes, sharpFormConstant),
    ...growthBracket(spec, layer, slopes),
    exact: null,
    approximate: null,
  });
}

/** A residual block: docs/theory.md, "Residual networks". */
function blockGrowth(block: ResidualLayer, inputs: number): GrowthTheory {
  const { scale, branch, shortcut, branchActivation, activation } = block;
  const [outer, inner] = [slopesOf(activation), slopesOf(branchActivation)];
  const moments = branchMoments(branch, inputs);
  const beside = shortcut === undefined ? IDENTITY : branchMoments(shortcut, inputs);
  if (outer === null || inner === null || moments === null || beside === null) return UNKNOWN;
  const entering = inner.scale * inner.scale;
  const square = moments.square * entering;
  const last = branch.at(-1)!;
  const rows = factsOf(last).weightRows(last);
  const { lower, upper } = residualBracket(scale, { ...moments, square }, rows, beside);
  // That of the shortcut: what the branch adds has mean 0.
  const least = residualBracket(0, moments, rows, beside).lower;
  // Slopes on the sum depend on z; those on the way into the branch take a part of the tangent away.
  const plain = activation.name === 'linear';
  const sharp = plain && branchActivation.name === 'linear' ? lower : plain ? least : null;
  const isPlain = plain && shortcut === undefined;
  const still = isPlain && scale * scale * square === 0;
  return growthOf({
    priceTanner: isPlain ? 1 : null,
    priceTannerSharp: isPlain ? 1 : null,
    lower: sharp,
    exact: still ? 1 : null,
    upper: upper * outer.scale,
    approximate: still ? 1 : null,
  });
}

function denseGrowth(spec: NetworkSpec, layer: number, wide: BentLayer | null): GrowthTheory {
  const { activation, density, sigmaW, weights } = layerOf(spec, layer);
  const slopes = slopesOf(activation);
  if (density === 0 || sigmaW === 0) return withoutWeights(slopes);
  if (!hasVariance(weights)) return UNKNOWN;
  if (slopes === null) {
    return growthOf({ ...NO_BOUND, exact: null, approximate: wide?.growth ?? null });
  }
  const exact = exactGrowth(spec, layer, slopes);
  return growthOf({
    priceTanner: priceTannerGrowth(spec, layer, slopes),
    priceTannerSharp: priceTannerGrowth(spec, layer, slopes, sharpFormConstant),
    ...growthBracket(spec, layer, slopes),
    exact,
    approximate: exact ?? (wide === null ? null : expandedGrowth(spec, layer, slopes, wide.fourth)),
  });
}

/**
 * What is known without sampling about the expected length of the post-activation image z^l of a curve, for
 * layers 1 … d: `growth` = length over length in the layer before, `ratio` = length over input length, the
 * product of the growths so far. Both are pure numbers. Holds for every curve and every bias law.
 *
 * - `priceTanner`: density M sqrt(n_l) E|phi'|, a lower bound (Price & Tanner, arXiv 1911.10651).
 * - `priceTannerSharp`: the same with a larger M, the largest possible for Gaussian, uniform and ±1 weights.
 * - `lower`, `upper`: the tighter two-sided bracket, rigorous (docs/theory.md).
 * - `exact`: dense Gaussian, orthogonal or low-rank weights and a piecewise linear activation with its kink
 *   at 0 (after Hanin, Jeong & Rolnick, arXiv 2102.10492), relative error below 1e-12; or density 0.
 * - `approximate`: the exact value, else a large-width expansion, else (hard-tanh) a finite-width formula,
 *   (tanh, erf, sin, maxout) a large-width expansion at the mean-field variances. Not a bound.
 *
 * `null`: not known to hold for this network, as where weights have no variance, or outside the range of a double.
 *
 * @param input `meanSquare` is the mean over the curve of |x|^2 / n_0; hard-tanh, tanh, erf and sin depend on
 * it. With `curve` they also use the angle between its tangents and its points; without it they are wrong by
 * up to 10 % in the first layers of a line.
 * @throws TypeError, RangeError for an invalid network, if `meanSquare` is not a finite number >= 0, and
 * for a curve that is invalid or not in the network's input space.
 */
export function growthTheory(
  network: NetworkInput,
  input: { readonly meanSquare: number; readonly curve?: Curve },
): LayerTheory[] {
  return growthWith(BENT, network, input);
}

/** The same; `bent` may be `null` for networks that do not need it (`needsBent`). */
export function growthWith(
  bent: BentTheory | null,
  network: NetworkInput,
  input: Parameters<typeof growthTheory>[1],
): LayerTheory[] {
  const spec = networkOf(network);
  checkPlain('input', input);
  atLeast(0, 'meanSquare', input.meanSquare);
  const { meanSquare, curve } = input;
  if (curve !== undefined) {
    checkCurve(curve);
    const dim = curve.vertices[0]!.length;
    if (dim !== spec.inputDim) throw valueFault('curve', `dimension ${spec.inputDim}, the network's`, dim);
  }
  const wide = knowsBent(spec) ? bentLayersWith(bent, spec, meanSquare, curve) : null;
  const growth = spec.layers.map(({ type }, i) => GROWTH[type](spec, i + 1, wide?.[i] ?? null));
  const ratio = Object.fromEntries(
    KINDS.map((kind) => [kind, runningProducts(growth.map((g) => g[kind]))]),
  ) as Record<(typeof KINDS)[number], (number | null)[]>;
  return growth.map((g, i) => ({
    layer: i + 1,
    ratio: {
      priceTanner: ratio.priceTanner[i]!,
      priceTannerSharp: ratio.priceTannerSharp[i]!,
      lower: ratio.lower[i]!,
      exact: ratio.exact[i]!,
      upper: ratio.upper[i]!,
      approximate: ratio.approximate[i]!,
    },
    growth: g,
  }));
}
