/**
 * Functions that engines may round as they like, from @stdlib, which rounds the same in all of them
 * (docs/decisions/0006-transcendental-functions.md, 0040-no-code-from-text.md). Domains are those of IEEE
 * 754: NaN outside.
 */
import * as made from './generated/elementary.ts';

type Real = (x: number) => number;

export const acos: Real = made.acos;
export const asin: Real = made.asin;
export const atan2: (y: number, x: number) => number = made.atan2;
export const cos: Real = made.cos;
/** Error function, 2/√π times the integral of exp(−t²) from 0 to x. */
export const erf: Real = made.erf;
/** 1 − erf x, without cancellation. */
export const erfc: Real = made.erfc;
export const exp: Real = made.exp;
/** Natural logarithm of |Γ(x)|. */
export const gammaln: Real = made.gammaln;
/** Natural logarithm. */
export const ln: Real = made.ln;
export const sin: Real = made.sin;
export const tanh: Real = made.tanh;
