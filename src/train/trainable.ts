/** Which networks training takes. */
import { valueFault } from '../input/faults.ts';
import {
  type AnyGivenLayer,
  type AnyGivenNetwork,
  checkAnyNetwork,
  type GivenResidual,
} from '../network/index.ts';

/** A layer that derivatives go through. */
export type TrainableLayer = Exclude<AnyGivenLayer, GivenResidual>;

/** A network of such layers. */
export interface TrainableNetwork extends AnyGivenNetwork {
  readonly layers: readonly TrainableLayer[];
}

/**
 * @throws TypeError, RangeError for an invalid network, one with residual blocks or pads of its own, and one
 * whose last layer is no dense one.
 */
export function checkTrainable(network: AnyGivenNetwork): asserts network is TrainableNetwork {
  checkAnyNetwork(network);
  const { length } = network.layers;
  network.layers.forEach((layer, l) => {
    const at = `layer ${l + 1}`;
    if (layer.type === 'residual')
      throw valueFault(`${at}, type`, 'dense, a convolution, a pool or maxout', layer.type);
    if (layer.type === 'dense' || layer.type === 'maxout') return;
    if (layer.pads !== undefined || (layer.type !== 'conv2d' && layer.padding !== 'none'))
      throw valueFault(
        at,
        'a pool without pads, or a convolution whose pads are half a kernel',
        'other pads',
      );
  });
  const { type } = network.layers[length - 1]!;
  if (type !== 'dense') throw valueFault(`layer ${length}, type`, 'dense, of the last layer', type);
}

/** @throws RangeError where no layer with weights is left to train. */
export function requireUnfrozen(
  { layers }: AnyGivenNetwork,
  freeze: readonly number[],
  name = 'freeze',
): void {
  if (layers.some((layer, l) => 'weights' in layer && !freeze.includes(l + 1))) return;
  throw valueFault(name, 'a layer that is left to train', `all ${layers.length}`);
}
