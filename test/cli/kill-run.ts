/** `npx tsx test/cli/kill-run.ts KILLS SEED`: kills small runs at random times and goes on with them. */
import { killAndResume } from './kills.ts';

const [kills = 1000, seed = 1] = process.argv.slice(2).map(Number);
const onKill = (done: number, finished: number) => {
  if (done % 50 === 0) console.log(`${done} kills, ${finished} runs finished`);
};
const { killed, finished, faults } = await killAndResume({ kills, seed, onKill });
console.log(`${killed} kills, ${finished} runs finished, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
