/**
 * What defines a network, beside the distribution of its entries: which random numbers its entries are drawn
 * from. Whoever changes anything here, in the files named here or in the kernels that follow them changes
 * everybody's results.
 *
 * - Rows are drawn in blocks of `BLOCK_ROWS`, each from streams of its own: one for the mask, one for the
 *   values, one for biases.
 * - A stream has a name of integers, which `networkStream` puts in order; their hash is its key, and what
 *   comes from a key stands in `stream.ts`. Endpoints of experiments and random vectors of figures have names
 *   that no network has (`endpointStream`).
 * - Below `COMPARE_FROM` a mask is drawn by gaps, from there on entry by entry: `kernels/reference/mask.ts`
 *   and `gaps.ts`.
 * - Masks with a structure and matrices that are drawn as a whole are defined in double precision, in
 *   `measure/structured-mask.ts` and `measure/matrix-law.ts`; the second factor of a low-rank matrix has
 *   streams of its own (`PURPOSE.factor`).
 * - How numbers of a stream become values stands in `kernels/reference/variates.ts`, for random endpoints in
 *   `variates.ts`.
 *
 * `test/random/definition.test.ts` holds the constants of the AssemblyScript to these.
 */

/**
 * Rows that share one stream: a multiple of every tile height; 48 rows of 784 weights stay in a second-level
 * cache.
 */
export const BLOCK_ROWS = 48;

/** Below this density masks skip geometrically; from it on they compare. */
export const COMPARE_FROM = 0.5;

/** Purpose of a network's stream: part of its name, so that masks do not depend on values. */
export const PURPOSE = { mask: 0, value: 1, bias: 2, endpoint: 3, sample: 4, order: 5, factor: 6 } as const;
/** What a stream is for, as a number. */
export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/** Takes the place of a network's number in the names of endpoint streams; no network has it. */
export const NO_NETWORK = 2 ** 32;

/** From this row on no endpoint of an experiment is drawn: the random vectors of figures are. */
export const FIRST_FREE_ROW = 2;

/** Lanes of a stream, which take turns. */
export const LANES = 8;

/**
 * Outputs of a lane that are dropped: steps after which every bit of the seed has reached every bit of an
 * sfc32 state.
 */
export const WARM_UP = 15;

/** The odd integer nearest 2^64 / golden ratio: splitmix64's increment. */
export const GOLDEN_GAMMA = 0x9e3779b97f4a7c15n;
