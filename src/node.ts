/**
 * expressivity in Node: everything of the browser-safe face, and the worker pool, files and run folders.
 * @module
 */

export type { ChartOptions, Panel } from './draw/chart.ts';
export * from './index.ts';
export {
  type Digits,
  digitVectors,
  type EndpointOptions,
  endpointVectors,
  readDigits,
  readNetwork,
  readVectors,
} from './node/files/index.ts';
export { defaultThreads, type PoolExecutor, poolExecutor, WorkerError } from './node/pool.ts';
export { readExperiment } from './node/read-experiment.ts';
export { type RunOptions, runTrajectory } from './node/run.ts';
export { type RunFolderOptions, writeRunFolder } from './node/run-folder.ts';
export { type SvgOptions, trajectorySvg } from './node/svg.ts';
export { resultTable, type TableOptions } from './node/table.ts';
