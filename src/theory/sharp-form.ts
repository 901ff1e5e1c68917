import type { Law } from '../network/index.ts';
import { linearFormConstant, mean, relativeSizes } from '../network/law-constants.ts';
import { characteristicConstant } from './sharp-constant.ts';

const sharp = new WeakMap<Law, number>();

/**
 * A larger M for the same E|w.u| >= M |u| at standard deviation 1, by characteristic functions
 * (`characteristicConstant`, docs/theory.md). Gaussian and uniform sqrt(2/pi), the largest possible. Finite
 * set: the larger of that minimum and Price & Tanner's own constant, which is the largest possible for ±c.
 * Other laws: that constant.
 */
export function sharpFormConstant(law: Law): number | null {
  if (law.kind === 'uniform') return Math.sqrt(2 / Math.PI);
  if (law.kind !== 'discrete') return linearFormConstant(law);
  const known = sharp.get(law);
  if (known !== undefined) return known;
  const sizes = relativeSizes(law.values);
  const rms = Math.sqrt(mean(sizes.map((v) => v * v)));
  const positive = sizes.filter((_, i) => law.values[i]! > 0).map((v) => v / rms);
  const constant = Math.max(linearFormConstant(law)!, characteristicConstant(positive));
  sharp.set(law, constant);
  return constant;
}
