/** The order in which an epoch takes the samples. */
import { NO_NETWORK } from '../random/definition.ts';
import { openStream, PURPOSE, streamKey, uniform01 } from '../random/index.ts';

/** A permutation of 0 … count - 1 (Fisher & Yates), from a stream of its own for every epoch of a seed. */
export function sampleOrder(seed: number, epoch: number, count: number): Uint32Array<ArrayBuffer> {
  const stream = openStream(streamKey([seed, NO_NETWORK, epoch, PURPOSE.order, 0]));
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform01(stream) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
