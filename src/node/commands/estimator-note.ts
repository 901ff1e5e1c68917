import type { Plan, PlannedCell } from '../../ensemble/plan.ts';
import { piecesOf } from '../../network/index.ts';
import { parameterOf, sweptParameters } from '../../result/sweep.ts';

/** The most reasons that the line names; a sweep may have one a cell. */
const MOST_REASONS = 3;

/**
 * One line that names the estimators and says why, where cells of a sweep differ in them or `auto` did not
 * choose exact images that exist; else nothing.
 */
export function estimatorNote({ cells }: Pick<Plan, 'cells'>): string {
  const estimators = [...new Set(cells.map(({ estimator }) => estimator))];
  if (estimators.length === 1 && cells.every(({ notExact }) => notExact === null)) return '';
  const swept = sweptParameters(cells);
  const reasons = cells.flatMap((cell) => {
    const reason = reasonOf(cell);
    const where = swept.map((name) => `${name} ${parameterOf(cell, name)}`).join(', ');
    return reason === null ? [] : [where === '' ? reason : `${where}: ${reason}`];
  });
  const unnamed = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more cells` : '';
  return `Estimator: ${countsOf(cells, estimators)} (${reasons.slice(0, MOST_REASONS).join('; ')}${unnamed}).\n`;
}

function countsOf(cells: Plan['cells'], estimators: readonly string[]): string {
  if (estimators.length === 1) return estimators[0]!;
  const counts = estimators.map(
    (name) => `${name} in ${cells.filter(({ estimator }) => estimator === name).length}`,
  );
  return `${counts.join(', ')} of ${cells.length} cells`;
}

/** Why a cell is not measured exactly; null where it is, or where no activation could be. */
function reasonOf({ estimator, notExact, network }: PlannedCell): string | null {
  if (estimator === 'exact') return null;
  if (notExact !== null) return notExact;
  const bent = network.layers.find(({ activation }) => piecesOf(activation) === null);
  return bent === undefined ? null : `${bent.activation.name} has no linear pieces`;
}
