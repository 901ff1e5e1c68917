import { echo } from '../../experiment/errors.ts';
import { ACTIVATION_SYNTAX, parseActivation } from '../../experiment/names.ts';
import type { Activation } from '../../network/index.ts';

/** Smooth activations that mean-field theory knows by name. */
export interface SmoothActivation {
  readonly name: 'tanh' | 'erf' | 'sin';
}

/**
 * An activation given by its functions. Expectations are taken by quadrature, so they are as good as the functions are
 * smooth: about 1e-11 for an analytic phi that varies on a scale of 1 or more, a few digits for one with kinks.
 */
export interface OwnActivation {
  /** phi(h); finite for every h, and so are its derivatives. */
  readonly value: (h: number) => number;
  readonly derivative: (h: number) => number;
  readonly secondDerivative: (h: number) => number;
  /** Whether phi(-h) = -phi(h); saves half of the work, and makes correlation 0 exact. Default false. */
  readonly odd?: boolean;
  /** sup phi - inf phi, where phi is monotone and bounded: what Theorem 1 of Poole et al. needs. Default: not known. */
  readonly range?: number;
}

/** Every activation that mean-field theory takes: those of networks, tanh, erf, sin, and functions of the user's own. */
export type TheoryActivation = Activation | SmoothActivation | OwnActivation;

const SMOOTH = ['tanh', 'erf', 'sin'] as const;

export const THEORY_ACTIVATION_SYNTAX = 'relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf or sin';

/** Reads the name of an activation of mean-field theory. @throws RangeError naming what is wrong. */
export function parseTheoryActivation(text: string): Exclude<TheoryActivation, OwnActivation> {
  const smooth = SMOOTH.find((name) => name === text);
  if (smooth !== undefined) return { name: smooth };
  try {
    return parseActivation(text);
  } catch (error) {
    // A slope that cannot be read has a message of its own; a name that is unknown gets the longer list.
    if (!(error as Error).message.includes(ACTIVATION_SYNTAX)) throw error;
    throw new RangeError(`expected ${THEORY_ACTIVATION_SYNTAX}, got ${echo(text)}`);
  }
}
