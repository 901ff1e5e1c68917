import { measureTrajectory } from 'expressivity';

globalThis.measureCells = async (experiment) => JSON.stringify((await measureTrajectory(experiment)).cells);
