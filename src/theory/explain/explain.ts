import { nearestName } from '../../experiment/nearest-name.ts';
import { echo } from '../../input/errors.ts';
import { InputError } from '../../input/faults.ts';
import { growth } from './growth.ts';
import { meanField } from './mean-field.ts';
import { ALIASES, quantities } from './quantities.ts';
import { regions } from './regions.ts';
import { transitions } from './transitions.ts';
import type { Explanation, ExplanationFamily } from './types.ts';

/** Every bound, formula and measured quantity of the package, family by family. */
export const explanations: readonly ExplanationFamily[] = [
  quantities,
  growth,
  regions,
  transitions,
  meanField,
];

/**
 * Statement, assumptions, source and looseness of the bound, formula or quantity `name`. Headings of tables,
 * such as `Price–Tanner`, are names too.
 * @throws InputError for an unknown name; it names the nearest one.
 */
export function explain(name: string): Explanation {
  const all = explanations.flatMap(({ entries }) => entries);
  const found = typeof name === 'string' ? all.find((entry) => isMeant(entry.name, name)) : undefined;
  if (found !== undefined) return found;
  const names = all.map((entry) => entry.name);
  const nearest = typeof name === 'string' ? nearestName(name, names) : null;
  const hint = nearest === null ? '' : ` (did you mean ${nearest}?)`;
  throw new InputError('explain', `the name of a bound, formula or quantity${hint}`, echo(name));
}

/** Whether a word of a table means the entry of this name: `mean growth` is `meanGrowth`. */
function isMeant(name: string, word: string): boolean {
  const alias = Object.hasOwn(ALIASES, word.toLowerCase()) ? ALIASES[word.toLowerCase()]! : word;
  return plain(name) === plain(alias);
}

const plain = (word: string) => word.toLowerCase().replace(/[ –-]/g, '');
