/**
 * `npx tsx test/node/fuzz-run.ts RUNS SEED`: RUNS damaged files of each kind, by default 100,000, from a
 * seed, by default of the clock.
 */
import { fuzz, TARGETS } from './fuzz.ts';

const [runs = 100_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
for (const [name, target] of Object.entries(TARGETS)) {
  await fuzz(target, runs, seed);
  console.log(`${name}: ${runs} files, seed ${seed}`);
}
