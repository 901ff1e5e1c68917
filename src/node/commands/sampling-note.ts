import type { Plan } from '../../ensemble/plan.ts';
import { formatNumber } from '../../result/format.ts';
import { lengthVariation, networksNeeded } from '../../theory/growth-variance.ts';

/** Very short curves alone reach the bound, and plain means alone. */
const FEWER = 'Often far fewer are enough.';
const LESS = 'The interval that the result reports is often far narrower.';

/** Standard normal quantile of a 95 % interval. */
const Z = 1.96;

/**
 * An upper bound of a run's sampling error as a line, and the number of networks that are `needed`: for ±5 %,
 * or for the interval asked for. Null where theory has no bound.
 */
export function samplingError({
  experiment: { networks, networkFile, untilRelativeCi },
  cells,
  runs,
}: Plan): { readonly needed: number; readonly note: string } | null {
  // Given networks are all there are.
  if (networkFile !== null) return null;
  const half = untilRelativeCi ?? 0.05;
  const needed = most(cells.map(({ network }) => networksNeeded(network, half / Z)));
  const variation = most(cells.map(({ network }) => lengthVariation(network).at(-1)!.upper));
  if (needed === null || variation === null) return null;
  const percent = (x: number) => `${formatNumber(100 * x, 2)} %`;
  const counted = `${needed.toLocaleString('en-US')} network${needed === 1 ? '' : 's'}`;
  const where = cells.length > 1 ? ' in any cell' : '';
  const takes = `Worst case: ±${percent(half)} of the mean length in the last layer (95 %) takes ${counted}${where}`;
  if (networks === null) {
    const held = runs.reduce((least, { mostNetworks }) => Math.min(least, mostNetworks), Infinity);
    const until = needed > held ? `; records hold ${held.toLocaleString('en-US')}, where it ends` : '';
    return { needed, note: `${takes}${until}. ${FEWER}\n` };
  }
  const reached = percent(Z * Math.sqrt(variation / networks));
  return { needed, note: `${takes}; ${networks.toLocaleString('en-US')} leave ±${reached}. ${LESS}\n` };
}

/** The largest; null where one is not known. */
function most(values: readonly (number | null)[]): number | null {
  return values.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), 0);
}
