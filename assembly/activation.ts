import { smooth } from './smooth';

/** Activations by number, as in `src/kernels/abi.ts`; from 3 on those of `smooth.ts`. */
export const RELU: i32 = 0;
/** max(h, 0) + slope min(h, 0): leaky ReLU, and with slope -1 and 1 the absolute value and the identity. */
export const LEAKY: i32 = 1;
/** Hard tanh: min(max(h, -1), 1). */
export const CLIP: i32 = 2;

export function activate(activation: i32, slope: f32, h: f32): f32 {
  if (activation === RELU) return max<f32>(0, h);
  if (activation === LEAKY) return max<f32>(0, h) + slope * min<f32>(0, h);
  if (activation === CLIP) return min<f32>(1, max<f32>(-1, h));
  return f32x4.extract_lane(smooth(activation, 0, f32x4.splat(h)), 0);
}
