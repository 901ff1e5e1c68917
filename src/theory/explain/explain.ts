import { nearestName } from '../../experiment/nearest-name.ts';
import { echo } from '../../input/errors.ts';
import { InputError } from '../../input/faults.ts';
import { growth } from './growth.ts';
import { meanField } from './mean-field.ts';
import { regions } from './regions.ts';
import { transitions } from './transitions.ts';
import type { Explanation, ExplanationFamily } from './types.ts';

/** Every bound and formula of the package, family by family. */
export const explanations: readonly ExplanationFamily[] = [growth, regions, transitions, meanField];

/**
 * What the bound or formula `name` says, what it assumes, where it comes from and where it is loose.
 * @throws InputError that names the nearest name, for a name that is none.
 */
export function explain(name: string): Explanation {
  const all = explanations.flatMap(({ entries }) => entries);
  const found = all.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const names = all.map((entry) => entry.name);
  const nearest = typeof name === 'string' ? nearestName(name, names) : null;
  const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
  throw new InputError('explain', `the name of a bound or formula${hint}`, echo(name));
}
