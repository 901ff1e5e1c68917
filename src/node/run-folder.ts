import { type ResultDocument, resultCsv } from '../report/index.ts';
import type { SvgOptions } from './svg.ts';
import { json, writeFiles } from './write.ts';

/**
 * Writes `experiment.json`, `result.json`, `result.csv` and `trajectory.svg` into the folder, each whole or not at all.
 * Returns the paths.
 */
export async function writeRunFolder(
  folder: string,
  result: ResultDocument,
  options: SvgOptions = {},
): Promise<string[]> {
  // Drawing is slow to load: only where something is drawn.
  const { trajectorySvg } = await import('./svg.ts');
  return writeFiles(folder, {
    'experiment.json': json(result.experiment),
    'result.json': json(result),
    'result.csv': resultCsv(result),
    'trajectory.svg': trajectorySvg(result, options),
  });
}
