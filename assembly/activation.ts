import { curve } from './curved';

/**
 * Activations by number, as in `src/kernels/abi.ts`, each with up to two parameters; all others stand in
 * `curved.ts`.
 */
export const RELU: i32 = 0;
/** max(h, 0) + first min(h, 0): leaky ReLU, and with first = -1 and 1 the absolute value and the identity. */
export const LEAKY: i32 = 1;
/** min(max(h, first), second): hard tanh. */
export const CLIP: i32 = 2;
/**
 * The same less first, so that it begins at 0: shifted ReLU, whose second is infinite, and its clipped form.
 */
export const RAMP: i32 = 6;
/** h less min(max(h, first), second): soft threshold. */
export const SHRINK: i32 = 17;

export function activate(activation: i32, first: f32, second: f32, h: f32): f32 {
  if (activation === RELU) return max<f32>(0, h);
  if (activation === LEAKY) return max<f32>(0, h) + first * min<f32>(0, h);
  if (activation === CLIP) return min<f32>(second, max<f32>(first, h));
  if (activation === RAMP) return min<f32>(second, max<f32>(first, h)) - first;
  if (activation === SHRINK) return h - min<f32>(second, max<f32>(first, h));
  return f32x4.extract_lane(curve(activation, f32x4.splat(first), f32x4.splat(second), 0, f32x4.splat(h)), 0);
}
