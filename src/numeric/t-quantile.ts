/** A module of its own, because it is large, and workers do not need it. */
import * as made from './generated/quantile.ts';

/**
 * Quantile of Student's t. It is @stdlib's to the last bit, without what other arguments need: `degrees` is a
 * positive integer, p from 0.975 to 1 − 2⁻⁵²; within 6e-16 of the true value, relatively.
 */
export const tQuantile: (p: number, degrees: number) => number = made.tQuantile;
