/**
 * Results that need no check: those just measured, and those checked before. Apart from the check, which most
 * pages never need.
 */
import type { ResultDocument } from './document.ts';

/** What is changed in one afterwards is not seen. */
const valid = new WeakSet<object>();

export function validResult<R extends ResultDocument>(result: R): R {
  valid.add(result);
  return result;
}

export function isValidResult(result: object): boolean {
  return valid.has(result);
}
