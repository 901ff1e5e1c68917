/**
 * `npx tsx test/library/fuzz-run.ts COUNT SEED`: of every exported function all calls with one wrong value,
 * and COUNT with two, by default 2000, from a seed, by default of the clock.
 */
import fc from 'fast-check';
import { CALLS, DEPTH } from './calls.ts';
import { faultsOf } from './fuzz.ts';
import { wrongsOf } from './wrong.ts';

const [count = 2000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
for (const [name, call] of Object.entries(CALLS)) {
  const wrongs = wrongsOf(call.args, DEPTH);
  if (wrongs.length === 0) continue;
  const one = fc.constantFrom(...wrongs);
  const pairs = fc.sample(fc.tuple(one, one), { numRuns: count, seed });
  const faults = await faultsOf(name, call, [...wrongs.map((wrong) => [wrong]), ...pairs]);
  console.log([`${name}: ${wrongs.length + pairs.length} calls, seed ${seed}`, ...faults].join('\n  '));
  if (faults.length > 0) process.exitCode = 1;
}
