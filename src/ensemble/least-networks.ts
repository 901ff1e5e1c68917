import { hasChords, hasEnergies, stretches } from '../measure/energies.ts';
import type { Subject } from '../measure/subject.ts';
import { productLayers } from './growth-moments.ts';

/** Standard normal quantile of a 95 % interval. */
const Z = 1.96;

/**
 * Fewest networks that an interval of ± `untilRelativeCi` is believed of: as many as it takes, by theory,
 * where the curve is a short segment, whose length varies most. An interval that is narrower before has met
 * networks that are too much alike. Known for homogeneous activations, to leading order in 1/width: a
 * segment's length varies by v/4 in a layer whose energy has variance v, and by v^2/32 less its control.
 */
export function leastNetworks(subject: Subject, untilRelativeCi: number): number {
  const { network, given } = subject;
  if (given !== undefined) return 0;
  const controlled = hasEnergies(subject);
  const layers = stretches(network, hasChords(subject));
  // Errors of a product of growths add up; those of lengths grow with the lengths.
  const product = controlled && productLayers(layers) === layers.length;
  let [variation, square] = [0, 1];
  for (const { length } of layers) {
    if (length === null) return 0;
    const before = product ? 1 : square;
    square = before / length.share ** 2;
    const part = (Math.min(length.variance / 8, 1) * length.variance) / 4;
    variation += controlled ? square * part : square - before;
  }
  return Math.ceil(variation * (Z / untilRelativeCi) ** 2);
}
