/**
 * Every exported function refuses wrong arguments at its border: a TypeError, RangeError or InputError in our
 * words, and no NaN comes back.
 */
import { describe, expect, test } from 'vitest';
import { CALLS, DEPTH, FACE } from './calls.ts';
import { ended, faultsOf } from './fuzz.ts';
import { someWrongs } from './wrong.ts';

/** Errors that say what went wrong: a constructor that refused its arguments would hide it. */
const ERRORS = [
  'ExperimentError',
  'InputError',
  'InterruptedError',
  'KernelsUnavailableError',
  'WorkerError',
];

const functions = Object.entries(FACE)
  .filter(([, value]) => typeof value === 'function')
  .map(([name]) => name)
  .filter((name) => !ERRORS.includes(name));

test('every exported function and class has a right call', () => {
  expect(Object.keys(CALLS).sort()).toEqual(functions.sort());
});

const [COUNT, SEED] = [120, 20];

describe.each(Object.entries(CALLS))('%s', (name, call) => {
  test('is answered where it is right', async () => {
    expect(await ended(name, call, call.args)).not.toHaveProperty('error');
  });

  test('is answered or refused in our words where one value is wrong', { timeout: 600_000 }, async () => {
    const wrongs = someWrongs(call.args, DEPTH, call.count ?? COUNT, SEED);
    expect(
      await faultsOf(
        name,
        call,
        wrongs.map((wrong) => [wrong]),
      ),
    ).toEqual([]);
  });
});
