export { cut, echo, echoPath, printable } from '../input/errors.ts';
export { type Fault, type FaultParts, InputError } from '../input/faults.ts';
export { readNumber } from '../input/numbers.ts';
export { formatActivation, readActivation } from '../network/index.ts';
export { type CellParameters, type CellPlan, expandCells, requireOneCell, withInputDim } from './cells.ts';
export { ExperimentError } from './errors.ts';
export {
  type BatchFields,
  CURVE_KINDS,
  type CurveKind,
  EXPERIMENT_SCHEMA,
  type Experiment,
  type ExperimentSchema,
  SWEEPABLE,
  type Sweep,
  sweepSize,
  sweepValues,
} from './experiment.ts';
export { DEFAULTS, type Field } from './fields.ts';
export { INIT_NAMES, INITS, type InitName } from './init.ts';
export type {
  AvgPoolInput,
  BatchNormInput,
  BranchFields,
  BranchInput,
  Conv2dInput,
  DenseInput,
  ExperimentInput,
  FlattenInput,
  LayerFields,
  LayerInput,
  MaxoutInput,
  MaxPoolInput,
  NormFields,
  NormInput,
  PointNormInput,
  PoolInput,
  ResidualInput,
  WeightedInput,
} from './input.ts';
export { experimentJsonSchema } from './json-schema.ts';
export { MEANINGS } from './meanings.ts';
export {
  ASKED_MEASURES,
  COUNTED_MEASURES,
  type Estimator,
  entriesOf,
  isScaled,
  LAGS,
  MEASURE_NAMES,
  MEASURES,
  type MeasureName,
  measureProblem,
  numbersOf,
} from './measures.ts';
export {
  BIAS_LAW_SYNTAX,
  DENSE_ACTIVATION_SYNTAX,
  denseActivationText,
  LAW_SYNTAX,
  MASK_SYNTAX,
  parseActivation,
  parseLaw,
} from './names.ts';
export { parseNumberList } from './numbers.ts';
export { parseExperiment } from './parse.ts';
export { experimentSchema } from './schema.ts';
export {
  askedMeasures,
  asksLengthsAlone,
  autoTakesTangents,
  curveSamples,
  tangentPoints,
} from './tangents-alone.ts';
