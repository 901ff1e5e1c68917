/**
 * Every activation: one record each, from which its syntax, its pieces or derivatives and its number in the
 * kernels follow.
 */
import { listed } from '../input/check.ts';
import { cos, erf, exp, sin, tanh } from '../numeric/functions.ts';
import type { Pieces } from './pieces.ts';

/** Activations without kinks or straight pieces. */
export type SmoothActivation = { readonly name: 'tanh' | 'erf' | 'sin' };

/** Activations that consist of straight pieces. */
export type PiecewiseActivation =
  | { readonly name: 'relu' | 'abs' | 'linear' | 'hard-tanh' }
  /** `h` for h > 0, `slope * h` otherwise. */
  | { readonly name: 'leaky-relu'; readonly slope: number }
  /** `max(h - threshold, 0)`. */
  | { readonly name: 'shifted-relu'; readonly threshold: number }
  /** `min(max(h - threshold, 0), height)`. */
  | { readonly name: 'clipped-relu'; readonly threshold: number; readonly height: number };

/** What acts on the pre-activations of a layer. */
export type Activation = PiecewiseActivation | SmoothActivation;

export type ActivationName = Activation['name'];
type Of<N extends ActivationName> = Extract<Activation, { readonly name: N }>;

/** phi, phi' and phi'' at a point. */
export interface Taylor {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/**
 * A number that belongs to an activation: its field, its name in `name:a:b`, and its range, ends included.
 */
export interface ActivationParameter {
  readonly field: string;
  readonly symbol: string;
  readonly range: readonly [least: number, most: number];
}

/** Number and parameters of an activation in the kernels; see `assembly/activation.ts`. */
export interface ActivationCode {
  readonly code: number;
  readonly first: number;
  readonly second: number;
}

interface ActivationRecord<A> {
  /** In the order in which they are written. */
  readonly parameters: readonly ActivationParameter[];
  /** Whether phi(c h) = c phi(h) for every c > 0. */
  readonly homogeneous: boolean;
  /** Thresholds and slopes of a piecewise-linear phi, else null. */
  readonly pieces: ((activation: A) => Pieces) | null;
  /** phi and two derivatives where phi is smooth, else null. */
  readonly taylor: ((h: number) => Taylor) | null;
  readonly kernel: (activation: A) => ActivationCode;
}

/**
 * Keeps activations well inside the range of the kernels' single precision, which rescale after each layer.
 */
const STEEPEST = 100;
const ANY_SLOPE = [-STEEPEST, STEEPEST] as const;

const code = (number: number, first = 0, second = 0) => ({ code: number, first, second });
/** Rises with slope 1 from 0 at `from` to `to`. */
const ramp = (from: number, to: number): Pieces => ({
  thresholds: to === Number.POSITIVE_INFINITY ? [from] : [from, to],
  slopes: to === Number.POSITIVE_INFINITY ? [0, 1] : [0, 1, 0],
  value: (h) => Math.min(Math.max(h, from), to) - from,
});
const noParameters = { parameters: [] } as const;
const homogeneous = { homogeneous: true, taylor: null } as const;
const smooth = { ...noParameters, homogeneous: false, pieces: null } as const;

export const ACTIVATIONS: { readonly [N in ActivationName]: ActivationRecord<Of<N>> } = {
  relu: {
    ...noParameters,
    ...homogeneous,
    pieces: () => ({ thresholds: [0], slopes: [0, 1], value: (h) => Math.max(h, 0) }),
    kernel: () => code(0),
  },
  'leaky-relu': {
    parameters: [{ field: 'slope', symbol: 'a', range: ANY_SLOPE }],
    ...homogeneous,
    pieces: ({ slope }) => ({ thresholds: [0], slopes: [slope, 1], value: (h) => (h > 0 ? h : slope * h) }),
    kernel: ({ slope }) => code(1, slope),
  },
  abs: {
    ...noParameters,
    ...homogeneous,
    pieces: () => ({ thresholds: [0], slopes: [-1, 1], value: Math.abs }),
    kernel: () => code(1, -1),
  },
  linear: {
    ...noParameters,
    homogeneous: true,
    pieces: () => ({ thresholds: [], slopes: [1], value: (h) => h }),
    taylor: (h) => ({ value: h, first: 1, second: 0 }),
    kernel: () => code(1, 1),
  },
  'hard-tanh': {
    ...noParameters,
    homogeneous: false,
    pieces: () => ({
      thresholds: [-1, 1],
      slopes: [0, 1, 0],
      value: (h) => Math.min(1, Math.max(-1, h)),
    }),
    taylor: null,
    kernel: () => code(2, -1, 1),
  },
  tanh: {
    ...smooth,
    // tanh' = 1 / cosh², written so that it keeps its digits where tanh is 1 to rounding.
    taylor: (h) => {
      const value = tanh(h);
      const decay = exp(-2 * Math.abs(h));
      const first = (4 * decay) / (1 + decay) / (1 + decay);
      return { value, first, second: -2 * value * first };
    },
    kernel: () => code(3),
  },
  erf: {
    ...smooth,
    taylor: (h) => {
      const first = (2 / Math.sqrt(Math.PI)) * exp(-h * h);
      return { value: erf(h), first, second: -2 * h * first };
    },
    kernel: () => code(4),
  },
  sin: {
    ...smooth,
    taylor: (h) => {
      const value = sin(h);
      return { value, first: cos(h), second: -value };
    },
    kernel: () => code(5),
  },
  'shifted-relu': {
    parameters: [{ field: 'threshold', symbol: 'tau', range: [-1e6, 1e6] }],
    homogeneous: false,
    pieces: ({ threshold }) => ramp(threshold, Number.POSITIVE_INFINITY),
    taylor: null,
    kernel: ({ threshold }) => code(6, threshold, Number.POSITIVE_INFINITY),
  },
  'clipped-relu': {
    parameters: [
      { field: 'threshold', symbol: 'tau', range: [-1e6, 1e6] },
      { field: 'height', symbol: 'm', range: [1e-6, 1e6] },
    ],
    homogeneous: false,
    pieces: ({ threshold, height }) => ramp(threshold, threshold + height),
    taylor: null,
    kernel: ({ threshold, height }) => code(6, threshold, threshold + height),
  },
};

export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

export function isActivationName(name: unknown): name is ActivationName {
  return typeof name === 'string' && Object.hasOwn(ACTIVATIONS, name);
}

/** The name with the symbols of its numbers: `clipped-relu:tau:m`. */
export function activationSyntax(name: ActivationName): string {
  return [name, ...ACTIVATIONS[name].parameters.map(({ symbol }) => symbol)].join(':');
}

/**
 * `relu, leaky-relu:a, …`: every activation as it is written; those with linear pieces, and those with
 * derivatives.
 */
export const ACTIVATION_SYNTAX = listed(ACTIVATION_NAMES.map(activationSyntax));
export const PIECEWISE_SYNTAX = listed(
  ACTIVATION_NAMES.filter((name) => ACTIVATIONS[name].pieces !== null).map(activationSyntax),
);
export const SMOOTH_SYNTAX = listed(
  ACTIVATION_NAMES.filter((name) => ACTIVATIONS[name].taylor !== null).map(activationSyntax),
);

/** Its record, with the parameters of this one at hand. */
function recordOf(activation: Activation): ActivationRecord<Activation> {
  return ACTIVATIONS[activation.name] as ActivationRecord<Activation>;
}

/** Whether phi(c h) = c phi(h) for every c > 0. */
export function isHomogeneous(activation: Activation): boolean {
  return recordOf(activation).homogeneous;
}

/** Whether phi has kinks, at which neurons change from one linear piece to another; else it is smooth. */
export function hasKinks(activation: Activation): boolean {
  return recordOf(activation).taylor === null;
}

/** The pieces of a piecewise-linear activation, `null` for the others. */
export function piecesOf(activation: Activation): Pieces | null {
  return recordOf(activation).pieces?.(activation) ?? null;
}

/** Value and two derivatives of a smooth activation, `null` for those with kinks. */
export function taylorOf(activation: Activation): ((h: number) => Taylor) | null {
  return recordOf(activation).taylor;
}

/** phi itself, in double precision. */
export function phiOf(activation: Activation): (h: number) => number {
  const { pieces, taylor } = recordOf(activation);
  return pieces?.(activation).value ?? ((h) => taylor!(h).value);
}

/** Number and parameters in the kernels. */
export function activationCode(activation: Activation): ActivationCode {
  return recordOf(activation).kernel(activation);
}
