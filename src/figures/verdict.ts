/** Checks as columns of text. */
import { formatNumber } from '../result/format.ts';
import { column, type TableColumn } from '../result/table.ts';
import type { Check, Range } from './checks.ts';

/**
 * One row per check: what, measured, predicted, difference and band in standard errors where something is
 * random, pass or fail.
 */
export function verdictColumns(checks: readonly Check[]): TableColumn[] {
  return [
    column('check', 0, checks, ({ what }) => what, 'left'),
    column('measured', 0, checks, measured),
    column('predicted', 0, checks, ({ predicted }) => predictedText(predicted)),
    column('difference', 1, checks, difference),
    column('allowed', 1, checks, allowed),
    column('verdict', 0, checks, ({ pass }) => (pass ? 'pass' : 'FAIL')),
  ];
}

/** What the columns mean. */
export const VERDICT_LEGEND = '±: one standard error (s.e.) of the mean over networks.';

/** `37 of 37 checks pass`. */
export function verdictSummary(checks: readonly Check[]): string {
  const passed = checks.filter(({ pass }) => pass).length;
  return `${passed} of ${checks.length} check${checks.length === 1 ? ' passes' : 's pass'}`;
}

function measured({ measured, standardError }: Check): string {
  if (standardError === 0) return compact(measured);
  return `${formatNumber(measured, 5)} ± ${formatNumber(standardError, 2)}`;
}

function predictedText(predicted: number | Range): string {
  if (typeof predicted === 'number') return compact(predicted);
  const { low, high } = predicted;
  if (high === null) return `≥ ${low === null ? '−∞' : compact(low)}`;
  return low === null ? `≤ ${compact(high)}` : `${compact(low)} … ${compact(high)}`;
}

function difference({ difference, standardError, predicted }: Check): string {
  if (difference === 0 && typeof predicted !== 'number') return 'inside';
  if (standardError > 0) return `${(difference / standardError).toFixed(2)} s.e.`;
  return formatNumber(difference, 2);
}

function allowed({ band, tolerance, standardError }: Check): string {
  const parts = [
    ...(standardError > 0 ? [`${band.toFixed(2)} s.e.`] : []),
    ...(tolerance > 0 || standardError === 0 ? [formatNumber(tolerance, 2)] : []),
  ];
  return `±${parts.join(' + ')}`;
}

/** Whole numbers as they are: counts. */
function compact(x: number): string {
  return Number.isInteger(x) && Math.abs(x) < 1e15 ? String(x) : formatNumber(x, 5);
}
