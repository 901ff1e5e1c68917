export { BlockMeasurer } from './block.ts';
export { type Compute, computePlainly } from './compute.ts';
export { countNetworks, ensembleLooks, type Look, runEnsemble } from './ensemble.ts';
export { best, plainEstimate } from './estimate.ts';
export {
  checkExecutor,
  checkOpening,
  type Executor,
  type ExecutorOptions,
  type OpenExecutor,
  type Task,
} from './executor.ts';
export { inlineExecutor } from './inline.ts';
export { type NamedInputs, type PlanInputs, type Vertices, withNames } from './inputs.ts';
export { InterruptedError } from './interrupted.ts';
export { checkEnsembleOptions, type EnsembleOptions, type Progress } from './options.ts';
export { mostTasks, type Plan, type PlannedCell, planExperiment, type Run } from './plan.ts';
export { measureRanges, type Ranges } from './ranges.ts';
export { layersOf, type RecordLayers } from './record-layers.ts';
export { rescaled } from './rescale.ts';
export { limitedTo, shardNetworks, shardRanges } from './shards.ts';
export { statistic } from './statistic.ts';
export { type Estimate, type EstimateMethod, METHODS, type ScaledColumn, type Stat } from './types.ts';
