/** Mean slopes of activations whose derivatives jump, over h ~ N(center, sd²), sd > 0, in closed form. */
import { type Activation, SELU } from '../../network/index.ts';
import { exp } from '../../numeric/functions.ts';
import { normalDensity, normalTail } from '../../numeric/normal.ts';

export type About = (center: number, sd: number) => number;

/** From here on the tail of the normal distribution is its density times a continued fraction. */
const FAR = 6;

/** P(g > x) over the density at x, x ≥ `FAR`. */
function millsRatio(x: number): number {
  let below = x;
  for (let k = 30; k > 0; k--) below = x + k / below;
  return 1 / below;
}

/** E e^(h / scale) over h < 0. */
function exponentialBelow(center: number, sd: number, scale: number): number {
  const rate = sd / scale;
  const x = center / sd + rate;
  if (x > FAR) return normalDensity(center / sd) * millsRatio(x);
  return exp((x - rate / 2) * rate) * normalTail(x);
}

const unit =
  (above: number, below: number, scale: number): About =>
  (center, sd) =>
    above * normalTail(-center / sd) + below * exponentialBelow(center, sd, scale);

/** 0, then (2 h + 3) / 6 between -3 and 3, then 1. */
const hardSwish: About = (center, sd) => {
  const [low, high] = [(-3 - center) / sd, (3 - center) / sd];
  const inside = low > 0 ? normalTail(low) - normalTail(high) : normalTail(-high) - normalTail(-low);
  const line = (2 * center + 3) * inside + 2 * sd * (normalDensity(low) - normalDensity(high));
  return normalTail(high) + line / 6;
};

/** 2 max(h, 0). */
const twiceRelu: About = (center, sd) =>
  2 * (center * normalTail(-center / sd) + sd * normalDensity(center / sd));

/** The closed form of an activation whose derivatives jump, and the scale on which it bends between them. */
export function meanSlopeOf(activation: Activation): { readonly scale: number; readonly about: About } {
  switch (activation.name) {
    case 'elu':
      return { scale: 1, about: unit(1, 1, 1) };
    case 'celu': {
      const { scale } = activation;
      return { scale, about: unit(1, 1, scale) };
    }
    case 'selu':
      return { scale: 1, about: unit(SELU.above, SELU.below, 1) };
    case 'hard-swish':
      return { scale: 1, about: hardSwish };
    case 'squared-relu':
      return { scale: 1, about: twiceRelu };
    default:
      throw new Error(`mean slopes of ${activation.name} are not known`);
  }
}
