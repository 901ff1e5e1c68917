/**
 * Wrong calls of what the package exports: each is answered, or refused in one line of our words.
 * `wrong-arguments.test.ts` tries some with a fixed seed, `npx tsx test/library/fuzz-run.ts COUNT SEED` all
 * and as many of two wrong values as it is told.
 */
import { type Call, FACE } from './calls.ts';
import { faultOf, shownWrongs, type Wrong, withWrongs } from './wrong.ts';

/** How the call ends. */
export async function ended(name: string, { call }: Call, args: readonly unknown[]) {
  const run = (call ?? FACE[name]) as (...args: readonly unknown[]) => unknown;
  try {
    return { value: await run(...args) };
  } catch (error) {
    return { error };
  }
}

/** What is wrong with how these calls end. */
export async function faultsOf(
  name: string,
  call: Call,
  calls: Iterable<readonly Wrong[]>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const wrongs of calls) {
    const fault = faultOf(await ended(name, call, withWrongs(call.args, wrongs)));
    if (fault !== null) faults.push(`${name}: ${shownWrongs(wrongs)}: ${fault}`);
  }
  return faults;
}
