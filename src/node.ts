/**
 * expressivity/node: everything of `expressivity`, and in Node all cores, files and run folders. docs/node.md
 * describes it.
 * @module
 */

export type { Panel } from './draw/chart.ts';
export * from './index.ts';
export {
  type DigitOptions,
  type Digits,
  digitVectors,
  type EndpointOptions,
  endpointVectors,
  readDigits,
  readNetwork,
  readVectors,
} from './node/files/index.ts';
export { defaultThreads, type PoolOptions, poolExecutor, WorkerError } from './node/pool.ts';
export { readExperimentFile as readExperiment } from './node/read-experiment.ts';
export type { PlannedRunOptions, RunOptions } from './node/run.ts';
export { type RunFolderOptions, writeRunFolder } from './node/run-folder.ts';
export { runTrajectory, type TrajectoryRunOptions } from './node/run-trajectory.ts';
export { type SvgOptions, trajectorySvg } from './node/svg.ts';
export { resultTable, type TableOptions } from './node/table.ts';
export { poolGradients } from './node/training-pool.ts';
