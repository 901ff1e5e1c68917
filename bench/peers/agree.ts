/** Whether two samples of networks measured the same thing. */
import type { ResultDocument } from '../../src/index.ts';
import type { PeerRun } from './peer.ts';

/**
 * Standard errors: with 32 networks of ours or more, equal means differ by more less than once in 10,000
 * comparisons.
 */
const LIMIT = 5;

/**
 * The largest difference over layers between a peer's mean ratio and ours, in standard errors of that
 * difference, our standard deviation taken for both.
 * @throws Error if it is above 5.
 */
export function agreement(
  name: string,
  peer: Pick<PeerRun, 'networks' | 'ratios'>,
  ours: ResultDocument['cells'][number],
): number {
  const { networks, layers } = ours;
  if (layers.length !== peer.ratios.length) {
    throw new Error(`${name}: expected ${layers.length} layers, got ${peer.ratios.length}`);
  }
  const factor = Math.sqrt(1 / networks + 1 / peer.networks);
  const errors = layers.map(({ ratio }, l) => Math.abs(peer.ratios[l]! - ratio.mean!) / (ratio.sd! * factor));
  const largest = Math.max(...errors);
  // Written so that NaN fails.
  if (!(largest <= LIMIT)) {
    throw new Error(
      `${name}: expected lengths within ${LIMIT} standard errors of ours, got ${largest.toFixed(1)}`,
    );
  }
  return largest;
}
