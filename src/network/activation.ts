/**
 * Every activation: one record each, from which its syntax, its pieces or derivatives and its number in the
 * kernels follow.
 */
import { listed } from '../input/check.ts';
import {
  type Curve,
  erfCurve,
  exponentialUnit,
  geluCurve,
  geluTanhCurve,
  hardSwishCurve,
  mishCurve,
  SELU,
  sigmoidCurve,
  sinCurve,
  softplusCurve,
  squaredReluCurve,
  swishCurve,
  tanhCurve,
} from './curved.ts';
import type { Pieces } from './pieces.ts';

/** Activations whose slope is continuous, and which are not straight. */
export type SmoothActivation =
  | {
      readonly name:
        | 'tanh'
        | 'erf'
        | 'sin'
        | 'sigmoid'
        | 'gelu'
        | 'gelu-tanh'
        | 'silu'
        | 'mish'
        | 'softplus'
        | 'elu'
        | 'squared-relu';
    }
  /** `h / (1 + e^(-beta h))`. */
  | { readonly name: 'swish'; readonly beta: number }
  /** `h` for h > 0, `scale * (e^(h / scale) - 1)` otherwise. */
  | { readonly name: 'celu'; readonly scale: number };

/** Activations that bend between kinks. */
export type BentActivation = { readonly name: 'selu' | 'hard-swish' };

/** Activations that consist of straight pieces. */
export type PiecewiseActivation =
  | { readonly name: 'relu' | 'abs' | 'linear' | 'hard-tanh' }
  /** `h` for h > 0, `slope * h` otherwise. */
  | { readonly name: 'leaky-relu'; readonly slope: number }
  /** `max(h - threshold, 0)`. */
  | { readonly name: 'shifted-relu'; readonly threshold: number }
  /** `min(max(h - threshold, 0), height)`. */
  | { readonly name: 'clipped-relu'; readonly threshold: number; readonly height: number }
  /** `h - threshold` above the threshold, `h + threshold` below its negative, 0 between. */
  | { readonly name: 'soft-threshold'; readonly threshold: number };

/** Activation of a layer. */
export type Activation = PiecewiseActivation | SmoothActivation | BentActivation;

export type ActivationName = Activation['name'];
type Of<N extends ActivationName> = Extract<Activation, { readonly name: N }>;

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
  /** Whether phi(c h) = c² phi(h) for every c > 0. */
  readonly squares?: true;
  /** Thresholds and slopes of a piecewise-linear phi, else null. */
  readonly pieces: ((activation: A) => Pieces) | null;
  /** phi and two derivatives of what has no pieces, or none that meet at an angle; else null. */
  readonly curve: ((activation: A) => Curve) | null;
  /** Where phi' or phi'' of a curve jumps, in rising order. */
  readonly jumps?: readonly number[];
  /** Whether phi' jumps somewhere. */
  readonly kinked: boolean;
  /** Whether values stay below a bound of order one. */
  readonly bounded?: true;
  readonly kernel: (activation: A) => ActivationCode;
}

/**
 * Keeps activations well inside the range of the kernels' single precision, which rescale after each layer.
 */
const STEEPEST = 100;
const ANY_SLOPE = [-STEEPEST, STEEPEST] as const;
const MODERATE = [1 / STEEPEST, STEEPEST] as const;

const code = (number: number, first = 0, second = 0) => ({ code: number, first, second });
/** Rises with slope 1 from 0 at `from` to `to`. */
const ramp = (from: number, to: number): Pieces => ({
  thresholds: to === Number.POSITIVE_INFINITY ? [from] : [from, to],
  slopes: to === Number.POSITIVE_INFINITY ? [0, 1] : [0, 1, 0],
  value: (h) => Math.min(Math.max(h, from), to) - from,
});
const noParameters = { parameters: [] } as const;
const homogeneous = { homogeneous: true, curve: null, kinked: true } as const;
const piecewise = { homogeneous: false, curve: null, kinked: true } as const;
const curved = { homogeneous: false, pieces: null, kinked: false } as const;
const plain = { ...noParameters, ...curved } as const;

/** A number as f32 and its reciprocal, so that the kernels' two agree. */
const withReciprocal = (x: number) => [Math.fround(x), Math.fround(1 / Math.fround(x))] as const;

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
    curve: () => (h) => ({ value: h, first: 1, second: 0 }),
    kinked: false,
    kernel: () => code(1, 1),
  },
  'hard-tanh': {
    ...noParameters,
    ...piecewise,
    pieces: () => ({
      thresholds: [-1, 1],
      slopes: [0, 1, 0],
      value: (h) => Math.min(1, Math.max(-1, h)),
    }),
    bounded: true,
    kernel: () => code(2, -1, 1),
  },
  tanh: { ...plain, curve: () => tanhCurve, bounded: true, kernel: () => code(3) },
  erf: { ...plain, curve: () => erfCurve, bounded: true, kernel: () => code(4) },
  sin: { ...plain, curve: () => sinCurve, bounded: true, kernel: () => code(5) },
  'shifted-relu': {
    parameters: [{ field: 'threshold', symbol: 'tau', range: [-1e6, 1e6] }],
    ...piecewise,
    pieces: ({ threshold }) => ramp(threshold, Number.POSITIVE_INFINITY),
    kernel: ({ threshold }) => code(6, threshold, Number.POSITIVE_INFINITY),
  },
  'clipped-relu': {
    parameters: [
      { field: 'threshold', symbol: 'tau', range: [-1e6, 1e6] },
      { field: 'height', symbol: 'm', range: [1e-6, 1e6] },
    ],
    ...piecewise,
    pieces: ({ threshold, height }) => ramp(threshold, threshold + height),
    bounded: true,
    kernel: ({ threshold, height }) => code(6, threshold, threshold + height),
  },
  elu: {
    ...plain,
    curve: () => exponentialUnit(1, 1, 1),
    jumps: [0],
    kernel: () => code(14, 1, 1),
  },
  selu: {
    ...plain,
    curve: () => exponentialUnit(SELU.above, SELU.below, 1),
    jumps: [0],
    kinked: true,
    kernel: () => code(15),
  },
  celu: {
    parameters: [{ field: 'scale', symbol: 'a', range: MODERATE }],
    ...curved,
    curve: ({ scale }) => exponentialUnit(1, 1, scale),
    jumps: [0],
    kernel: ({ scale }) => code(14, ...withReciprocal(scale)),
  },
  gelu: { ...plain, curve: () => geluCurve, kernel: () => code(9) },
  'gelu-tanh': { ...plain, curve: () => geluTanhCurve, kernel: () => code(10) },
  silu: { ...plain, curve: () => swishCurve(1), kernel: () => code(8, 1) },
  swish: {
    parameters: [{ field: 'beta', symbol: 'beta', range: MODERATE }],
    ...curved,
    curve: ({ beta }) => swishCurve(beta),
    kernel: ({ beta }) => code(8, beta),
  },
  softplus: { ...plain, curve: () => softplusCurve, kernel: () => code(13) },
  sigmoid: { ...plain, curve: () => sigmoidCurve, bounded: true, kernel: () => code(7) },
  mish: { ...plain, curve: () => mishCurve, kernel: () => code(11) },
  'hard-swish': {
    ...plain,
    curve: () => hardSwishCurve,
    jumps: [-3, 3],
    kinked: true,
    kernel: () => code(12),
  },
  'squared-relu': {
    ...plain,
    squares: true,
    curve: () => squaredReluCurve,
    jumps: [0],
    kernel: () => code(16),
  },
  'soft-threshold': {
    parameters: [{ field: 'threshold', symbol: 'tau', range: [1e-6, 1e6] }],
    ...piecewise,
    pieces: ({ threshold }) => ({
      thresholds: [-threshold, threshold],
      slopes: [1, 0, 1],
      value: (h) => h - Math.min(threshold, Math.max(-threshold, h)),
    }),
    kernel: ({ threshold }) => code(17, -threshold, threshold),
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
  ACTIVATION_NAMES.filter((name) => !ACTIVATIONS[name].kinked).map(activationSyntax),
);

/** Its record, with the parameters of this one at hand. */
function recordOf(activation: Activation): ActivationRecord<Activation> {
  return ACTIVATIONS[activation.name] as ActivationRecord<Activation>;
}

/** Whether phi(c h) = c phi(h) for every c > 0. */
export function isHomogeneous(activation: Activation): boolean {
  return recordOf(activation).homogeneous;
}

/** The d for which phi(c h) = c^d phi(h) for every c > 0; 0 where there is none. */
export function degreeOf(activation: Activation): 0 | 1 | 2 {
  const { homogeneous, squares } = recordOf(activation);
  return homogeneous ? 1 : squares ? 2 : 0;
}

/** Whether the slope of phi jumps somewhere; else it is smooth. */
export function hasKinks(activation: Activation): boolean {
  return recordOf(activation).kinked;
}

/** Whether values stay below a bound of order one. */
export function isBounded(activation: Activation): boolean {
  return recordOf(activation).bounded === true;
}

/** The pieces of a piecewise-linear activation, `null` for the others. */
export function piecesOf(activation: Activation): Pieces | null {
  return recordOf(activation).pieces?.(activation) ?? null;
}

/** Value and two derivatives of a smooth activation, `null` for those with kinks. */
export function taylorOf(activation: Activation): Curve | null {
  const { curve, kinked } = recordOf(activation);
  return kinked ? null : curve!(activation);
}

/** What is known of an activation without straight pieces. */
export interface Curved {
  readonly at: Curve;
  /** Where phi' or phi'' jumps, in rising order. */
  readonly jumps: readonly number[];
  /** Whether phi' does. */
  readonly kinked: boolean;
}

/** Value and two derivatives of an activation without straight pieces, `null` for the others. */
export function curvedOf(activation: Activation): Curved | null {
  const { pieces, curve, jumps = [], kinked } = recordOf(activation);
  return pieces === null ? { at: curve!(activation), jumps, kinked } : null;
}

/** phi itself, in double precision. */
export function phiOf(activation: Activation): (h: number) => number {
  const { pieces, curve } = recordOf(activation);
  if (pieces !== null) return pieces(activation).value;
  const at = curve!(activation);
  return (h) => at(h).value;
}

/** Number and parameters in the kernels. */
export function activationCode(activation: Activation): ActivationCode {
  return recordOf(activation).kernel(activation);
}
