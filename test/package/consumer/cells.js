/** `node cells.js EXPERIMENTS`: a JSON array of experiments in, an array with the JSON text of each one's cells out. */
import { runTrajectory } from 'expressivity/node';

const cells = [];
for (const experiment of JSON.parse(process.argv[2]))
  cells.push(JSON.stringify((await runTrajectory(experiment, { threads: 2 })).cells));
process.stdout.write(JSON.stringify(cells));
