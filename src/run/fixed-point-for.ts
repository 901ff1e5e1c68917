import type { FixedPointRadius } from '../ensemble/inputs.ts';
import type { Experiment } from '../experiment/index.ts';

/** Theory, loaded where the radius is q* and nowhere else. */
export async function fixedPointFor({ radius }: Experiment): Promise<FixedPointRadius | undefined> {
  if (radius !== 'q*') return undefined;
  return (await import('../theory/later.ts')).fixedPointRadius;
}
