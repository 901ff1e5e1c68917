/** Which networks training takes. */
import { valueFault } from '../input/faults.ts';
import { type AnyGivenNetwork, checkAnyNetwork } from '../network/index.ts';

/** @throws TypeError, RangeError for what is no network, or one whose last layer is no dense one. */
export function checkTrainable(network: AnyGivenNetwork): void {
  checkAnyNetwork(network);
  const { length } = network.layers;
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
