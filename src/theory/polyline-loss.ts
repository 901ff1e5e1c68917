import { atLeast, checkPlain, integerIn } from '../input/check.ts';
import {
  type Activation,
  everyLayer,
  isSelfAveraging,
  layerOf,
  type NetworkInput,
  networkOf,
} from '../network/index.ts';
import { isBent, slopesOf } from '../network/slopes.ts';
import { sin } from '../numeric/functions.ts';
import { arcsine, sincDeficit, sinMinusTcos } from '../numeric/near-zero.ts';

/**
 * Relative loss of length, 1 - polyline / arc, of the image in layer l (1 … d) of an arc sampled at `points`
 * equally spaced points, in the limit of wide layers and zero bias: 1 - sqrt(2 (1 - c_l)) / Delta, where c_0
 * = cos Delta is the cosine between neighbours and c_l follows the correlation map of the activation
 * (docs/theory.md). To first order it is l * angle / (3 pi (points - 1)) for ReLU. For a straight segment,
 * which meets the origin's rays at an angle, it is an overestimate. Depends on no scale, density or law, only
 * on the activation.
 *
 * With 1 - c = e and the angle t = acos c, one layer takes e to e (1 - delta), delta = w (sin t - t cos t) /
 * (pi e), w = (1-a)^2 / (1+a^2) for slopes 1 and a (ReLU 1, |h| 2, linear 0). The loss is summed from delta,
 * not subtracted.
 *
 * `null` where not known: with biases, low-rank weights or such without a variance, for hard-tanh, and where every length is zero.
 *
 * @param input `angle`: radians that the arc subtends at the origin, >= 0.
 * @throws TypeError, RangeError for an invalid network, and an angle, a number of points (2 …) or a layer
 * out of range.
 */
export function polylineLoss(
  network: NetworkInput,
  input: { readonly angle: number },
  points: number,
  layer: number,
): number | null {
  const spec = networkOf(network);
  checkPlain('input', input);
  atLeast(0, 'angle', input.angle);
  integerIn(2, Number.MAX_SAFE_INTEGER, 'points', points);
  integerIn(1, spec.layers.length, 'layer', layer);
  const known = everyLayer(
    spec,
    (layer) =>
      layer.type === 'dense' &&
      isSelfAveraging(layer) &&
      kinkWeight(layer.activation) !== null &&
      layer.sigmaB === 0 &&
      layer.density > 0 &&
      layer.sigmaW > 0,
  );
  if (!known) return null;

  const half = input.angle / (points - 1) / 2;
  if (half === 0) return 0;
  let loss = sincDeficit(half);
  const halfChord = sin(half);
  let e = 2 * halfChord * halfChord;
  for (let l = 1; l <= layer; l++) {
    if (e === 0) break;
    const t = 2 * arcsine(Math.sqrt(e / 2)); // acos(1 - e) would lose half of the digits of a small angle
    const weight = kinkWeight(layerOf(spec, l).activation)!;
    const delta = (weight * sinMinusTcos(t)) / (Math.PI * e);
    loss += ((1 - loss) * delta) / (1 + Math.sqrt(1 - delta));
    e *= 1 - delta;
  }
  return loss;
}

/** (1-a)^2 / (1+a^2) for slopes 1 and a: how much of the activation is kink. `null` for hard-tanh. */
function kinkWeight(activation: Activation): number | null {
  const slopes = slopesOf(activation);
  if (slopes === null) return null;
  const a = isBent(activation) ? -slopes.minor : slopes.minor;
  return ((1 - a) * (1 - a)) / (1 + a * a);
}
