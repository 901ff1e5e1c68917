export { BlockMeasurer } from './block.ts';
export { type EnsembleOptions, type Progress, runEnsemble } from './ensemble.ts';
export type { Executor, Task } from './executor.ts';
export { inlineExecutor } from './inline.ts';
export { InterruptedError } from './interrupted.ts';
export { type Plan, type PlannedCell, planExperiment, type Run } from './plan.ts';
export { rescaleRecord } from './rescale.ts';
export type { ScaledColumn, Stat } from './types.ts';
export { type Vertices, withVertices } from './vertices.ts';
