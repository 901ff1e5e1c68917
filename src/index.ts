/**
 * expressivity, the browser-safe face: experiments, curves, kernels, ensembles, theory and reports, without Node.
 * @module
 */
export {
  type Curve,
  type CurveKind,
  curve,
  curveAngle,
  curveLength,
  curveMeanSquare,
  endpoints,
  samplePoints,
} from './curve/index.ts';
export {
  type EnsembleOptions,
  type Executor,
  InterruptedError,
  inlineExecutor,
  type Plan,
  type PlannedCell,
  type Progress,
  planExperiment,
  type Run,
  runEnsemble,
  type Stat,
  type Task,
  type Vertices,
} from './ensemble/index.ts';
export {
  type Activation,
  type Experiment,
  ExperimentError,
  type ExperimentInput,
  experimentJsonSchema,
  InputError,
  type Law,
  type NetworkSpec,
  parseActivation,
  parseExperiment,
  parseLaw,
  type Scaling,
} from './experiment/index.ts';
export {
  Arena,
  compileKernels,
  type Kernels,
  type KernelsName,
  KernelsUnavailableError,
  kernelBuilds,
  loadKernels,
  supportsKernels,
} from './kernels/index.ts';
export { type LengthRecord, type Subject, Workspace } from './measure/index.ts';
export {
  type CellResult,
  type LayerResult,
  type ResultDocument,
  resultCsv,
} from './report/index.ts';
export {
  type GrowthTheory,
  growthTheory,
  type LayerTheory,
  polylineLoss,
  raghuScalingLaw,
} from './theory/index.ts';
export { measureTrajectory, runPlan, type TrajectoryOptions } from './trajectory.ts';
export { version } from './version.ts';
