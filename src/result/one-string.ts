/**
 * @throws RangeError, in the name of the function that makes it and with what to do instead, for a text that
 * no string can hold.
 */
import { valueFault } from '../input/faults.ts';

export function oneString(name: string, pieces: Iterable<string>, instead: string): string {
  const parts = [...pieces];
  try {
    return parts.join('');
  } catch {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    throw valueFault(name, 'a text that one string can hold', `${length} characters; ${instead}`);
  }
}
