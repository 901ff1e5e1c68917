import { checkNetwork, type GivenNetwork } from '../network/index.ts';
import { networkArrays } from './network-names.ts';
import { joined, npzPieces } from './npz-write.ts';

/**
 * The network as a compressed `.npz` file in double precision: `layer1.weight` with a row for every neuron,
 * `layer1.bias`, `layer2.weight`, …, for `numpy.load`. It does not contain the activations.
 *
 * @throws TypeError, RangeError for an invalid network.
 */
export async function networkNpz(network: GivenNetwork): Promise<Uint8Array> {
  checkNetwork(network);
  const pieces: Uint8Array[] = [];
  for await (const piece of npzPieces(networkArrays(network))) pieces.push(piece);
  return joined(pieces);
}
