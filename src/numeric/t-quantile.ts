/** A module of its own, because it is large, and workers do not need it. */
import * as made from './generated/quantile.ts';

/** Quantile of Student's t with `degrees` > 0 degrees of freedom at the probability p in [0, 1]; NaN elsewhere. From @stdlib. */
export const tQuantile: (p: number, degrees: number) => number = made.tQuantile;
