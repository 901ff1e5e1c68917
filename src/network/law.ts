/** What laws and masks of weights there are, and which of them go together. */
import type { LayerType } from './layer.ts';
import type { Law, Mask, MatrixLaw, Weighted } from './network.ts';

export const LAWS = [
  'gaussian',
  'uniform',
  'discrete',
  'truncated-normal',
  'student',
  'orthogonal',
  'low-rank',
] as const satisfies readonly Law['kind'][];

/** Degrees of freedom of Student's t that are taken: below 1 the largest variates leave single precision. */
export const NU_RANGE = [1, 1e6] as const;
/** Ranks, and sizes of groups and blocks of masks, up to these are taken. */
export const [MOST_RANK, MOST_BLOCK] = [1_000_000, 4096];

/** Whether entries depend on each other: the matrix is drawn as a whole. */
export function isMatrixLaw(law: Law): law is MatrixLaw {
  return law.kind === 'orthogonal' || law.kind === 'low-rank';
}

/** Whether kept weights of a row or of neighbouring rows depend on each other. */
export function isStructured(mask: Mask | undefined): boolean {
  return mask !== undefined && mask.kind !== 'bernoulli';
}

/**
 * What is wrong with the weights of a layer taken together; null where nothing is. Rows of convolutions, which
 * many places share, have independent entries.
 */
export function problemOfWeights({
  type = 'dense',
  weights,
  density,
  mask,
}: Pick<Weighted, 'weights' | 'density' | 'mask'> & { readonly type?: LayerType }): {
  readonly field: 'weights' | 'density' | 'mask';
  readonly expected: string;
  readonly got: string | number;
} | null {
  if (type !== 'dense' && isMatrixLaw(weights))
    return { field: 'weights', expected: `a law of single entries for ${type}`, got: weights.kind };
  if (type !== 'dense' && isStructured(mask))
    return { field: 'mask', expected: `bernoulli for ${type}`, got: mask!.kind };
  if (isMatrixLaw(weights)) {
    if (density !== 1) return { field: 'density', expected: `1 with ${weights.kind} weights`, got: density };
    if (isStructured(mask))
      return { field: 'mask', expected: `none with ${weights.kind} weights`, got: mask!.kind };
  }
  if (mask?.kind === 'group' && density !== mask.keep / mask.of) {
    const { keep, of } = mask;
    return { field: 'density', expected: `${keep / of} with the mask ${keep}:${of}`, got: density };
  }
  return null;
}

/** Outside this range the variance of a set, which its rescaling needs, could leave the range of a double. */
const [SMALLEST, LARGEST] = [1e-100, 1e100];

/** Why values are no finite symmetric set; null where they are. */
export function problemOfSet(values: readonly number[]): string | null {
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) return `value ${bad + 1} is not a number`;
  if (values.includes(0)) return '0 is not a kept weight; zeros belong to the density';
  const extreme = values.find((v) => Math.abs(v) < SMALLEST || Math.abs(v) > LARGEST);
  if (extreme !== undefined) return `${extreme} is not between ${SMALLEST} and ${LARGEST} in absolute value`;
  const seen = new Set(values);
  if (seen.size < values.length) return 'a value is listed twice';
  const lonely = values.find((v) => !seen.has(-v));
  return lonely === undefined ? null : `${lonely} has no counterpart ${-lonely}`;
}
