/** Activations of given networks, in double precision: their pieces where they are piecewise linear, their derivatives where smooth. */

import { type Activation, parseActivation } from '../experiment/index.ts';
import { cos, erf, exp, sin, tanh } from '../numeric/functions.ts';

/** Activations that a given network may have: those of experiments. */
export type GivenActivation = Activation;

/** phi, phi' and phi'' at a point. */
export interface Taylor {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/** Value and two derivatives of a smooth activation, `null` for those with kinks. */
export function smoothOf({ name }: GivenActivation): ((h: number) => Taylor) | null {
  switch (name) {
    case 'linear':
      return (h) => ({ value: h, first: 1, second: 0 });
    case 'tanh':
      return tanhTaylor;
    case 'erf':
      return erfTaylor;
    case 'sin':
      return sinTaylor;
    default:
      return null;
  }
}

/** Value and two derivatives of a smooth activation. @throws RangeError for one with kinks. */
export function requireTaylor(activation: GivenActivation): (h: number) => Taylor {
  const taylor = smoothOf(activation);
  if (taylor !== null) return taylor;
  throw new RangeError(
    `activation: expected a smooth one (tanh, erf, sin or linear), got ${activation.name}`,
  );
}

/** tanh' = 1 / cosh², written so that it keeps its digits where tanh is 1 to rounding. */
function tanhTaylor(h: number): Taylor {
  const value = tanh(h);
  const decay = exp(-2 * Math.abs(h));
  const first = (4 * decay) / (1 + decay) / (1 + decay);
  return { value, first, second: -2 * value * first };
}

function erfTaylor(h: number): Taylor {
  const first = (2 / Math.sqrt(Math.PI)) * exp(-h * h);
  return { value: erf(h), first, second: -2 * h * first };
}

function sinTaylor(h: number): Taylor {
  const value = sin(h);
  return { value, first: cos(h), second: -value };
}

/** Reads the name of an activation, as `parseActivation` does. @throws TypeError, RangeError saying what is wrong. */
export function parseGivenActivation(text: string): GivenActivation {
  return parseActivation(text);
}
