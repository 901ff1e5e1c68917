import type { CellParameters } from '../experiment/cells.ts';
import type { Plan } from './plan.ts';

type Parameters = Record<string, string | number | undefined>;

/**
 * For each run of a plan, the parameters by which its cells differ from those of other runs: those that take
 * several values in the plan, and one value in all cells of the run.
 */
export function runParameters({ cells, runs }: Pick<Plan, 'cells' | 'runs'>): CellParameters[] {
  const all: Parameters = { ...cells[0]?.parameters };
  const ofRuns = runs.map((): Parameters | null => null);
  for (const { parameters, run } of cells) {
    keepCommon(all, parameters);
    ofRuns[run] ??= { ...parameters };
    keepCommon(ofRuns[run], parameters);
  }
  const isSwept = (name: string) => all[name] === undefined;
  return ofRuns.map((shared) =>
    Object.fromEntries(
      Object.entries(shared ?? {}).filter(([name, value]) => isSwept(name) && value !== undefined),
    ),
  );
}

/** Sets to `undefined` what differs in `parameters`. */
function keepCommon(common: Parameters, parameters: CellParameters): void {
  for (const [name, value] of Object.entries(parameters))
    if (common[name] !== value) common[name] = undefined;
}
