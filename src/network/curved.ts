/**
 * Activations that do not consist of straight pieces: phi, phi' and phi'' in double precision, the twins of
 * `assembly/curved.ts`. All keep the digits of their tails.
 */
import { cos, erf, erfc, exp, sin, tanh } from '../numeric/functions.ts';
import { expm1, log1p } from '../numeric/near-zero.ts';

/** phi, phi' and phi'' at a point. */
export interface Taylor {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

export type Curve = (h: number) => Taylor;

// tanh' = 1 / cosh², written so that it keeps its digits where tanh is 1 to rounding.
export const tanhCurve: Curve = (h) => {
  const value = tanh(h);
  const decay = exp(-2 * Math.abs(h));
  const first = (4 * decay) / (1 + decay) / (1 + decay);
  return { value, first, second: -2 * value * first };
};

export const erfCurve: Curve = (h) => {
  const first = (2 / Math.sqrt(Math.PI)) * exp(-h * h);
  return { value: erf(h), first, second: -2 * h * first };
};

export const sinCurve: Curve = (h) => {
  const value = sin(h);
  return { value, first: cos(h), second: -value };
};

/** 1 / (1 + e^(-h)). */
export const sigmoidCurve: Curve = (h) => {
  const w = exp(-Math.abs(h));
  const first = w / (1 + w) / (1 + w);
  return { value: (h < 0 ? w : 1) / (1 + w), first, second: -first * tanh(h / 2) };
};

/** h g(h) of a gate g: its derivatives are g + h g' and 2 g' + h g''. */
function gated(gate: Curve): Curve {
  return (h) => {
    const g = gate(h);
    return { value: h * g.value, first: g.value + h * g.first, second: 2 * g.first + h * g.second };
  };
}

/** The gate at a function u of h, by the chain rule. */
function inside(gate: Curve, u: Curve): Curve {
  return (h) => {
    const x = u(h);
    const g = gate(x.value);
    return {
      value: g.value,
      first: g.first * x.first,
      second: g.second * x.first * x.first + g.first * x.second,
    };
  };
}

/** h / (1 + e^(-beta h)). */
export const swishCurve = (beta: number): Curve =>
  gated(inside(sigmoidCurve, (h) => ({ value: beta * h, first: beta, second: 0 })));

/** h times the standard normal distribution function. */
export const geluCurve: Curve = gated((h) => {
  const first = exp((-h * h) / 2) / Math.sqrt(2 * Math.PI);
  return { value: erfc(-h / Math.SQRT2) / 2, first, second: -h * first };
});

/** Beyond this |h| the gate is 0 or 1; its argument, a cube, stays in range. */
const REACH = 100;
const [ROOT, CUBIC] = [2 * Math.sqrt(2 / Math.PI), 0.044715];

/** h (1 + tanh u) / 2, u = sqrt(2/pi) (h + 0.044715 h³): the approximation of GELU that many models use. */
export const geluTanhCurve: Curve = gated(
  inside(sigmoidCurve, (h) => {
    const x = Math.max(-REACH, Math.min(REACH, h));
    return {
      value: ROOT * x * (1 + CUBIC * x * x),
      first: ROOT * (1 + 3 * CUBIC * x * x),
      second: 6 * ROOT * CUBIC * x,
    };
  }),
);

/** h tanh ln(1 + e^h); with e^h = t / s the gate is t (t + 2 s) / (t² + 2 t s + 2 s²). */
export const mishCurve: Curve = gated((h) => {
  const w = exp(-Math.abs(h));
  const [t, s] = h < 0 ? [w, 1] : [1, w];
  const below = t * (t + 2 * s) + 2 * s * s;
  const first = (4 * t * (t + s) * s * s) / below / below;
  const turn = 2 * s * s * (s + t) - t * t * (3 * s + 2 * t);
  return { value: (t * (t + 2 * s)) / below, first, second: (first * turn) / (s + t) / below };
});

/** h min(max(h + 3, 0), 6) / 6; at its kinks, ±3, with the slopes of outside. */
export const hardSwishCurve: Curve = gated((h) => ({
  value: (Math.min(3, Math.max(-3, h)) + 3) / 6,
  first: Math.abs(h) < 3 ? 1 / 6 : 0,
  second: 0,
}));

/** ln(1 + e^h). */
export const softplusCurve: Curve = (h) => {
  const slope = sigmoidCurve(h);
  return {
    value: Math.max(h, 0) + log1p(exp(-Math.abs(h))),
    first: slope.value,
    second: slope.first,
  };
};

/** `above` h for h > 0 and `below` scale (e^(h / scale) - 1) for the others. */
export const exponentialUnit =
  (above: number, below: number, scale: number): Curve =>
  (h) => {
    if (h > 0) return { value: above * h, first: above, second: 0 };
    const first = below * exp(h / scale);
    return { value: below * scale * expm1(h / scale), first, second: first / scale };
  };

/** The constants of SELU (Klambauer et al., arXiv 1706.02515), its slopes above and just below 0. */
export const SELU = { above: 1.0507009873554805, below: 1.7580993408473766 } as const;

/** max(h, 0)². */
export const squaredReluCurve: Curve = (h) =>
  h > 0 ? { value: h * h, first: 2 * h, second: 2 } : { value: 0, first: 0, second: 0 };
