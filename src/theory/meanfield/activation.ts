import type { ActivationInput } from '../../network/index.ts';

/**
 * An activation given by its functions. Expectations are taken by quadrature: to about 1e-11 for an analytic
 * phi that varies on a scale of 1 or more, to about 1e-8 for one that is so between the kinks it lists. Kinks
 * that are found and not listed are refused.
 */
export interface OwnActivation {
  /** phi(h); finite for every h, and so are its derivatives. */
  readonly value: (h: number) => number;
  readonly derivative: (h: number) => number;
  readonly secondDerivative: (h: number) => number;
  /** Where a derivative jumps, as that of ReLU does at 0; phi itself is continuous. Default none. */
  readonly kinks?: readonly number[];
  /** Whether phi(-h) = -phi(h); saves half of the work, and makes correlation 0 exact. Default false. */
  readonly odd?: boolean;
  /**
   * sup phi - inf phi, where phi is monotone and bounded: what Theorem 1 of Poole et al. needs. Default: not
   * known.
   */
  readonly range?: number;
}

/**
 * Every activation that mean-field theory takes: those of networks, the text `maxout:k`, whose units take the
 * largest of k pre-activations, and functions of the user's own.
 */
export type TheoryActivation = ActivationInput | OwnActivation;
