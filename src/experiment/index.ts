export { cut, echo, echoPath, InputError, printable } from '../input/errors.ts';
export { type CellParameters, type CellPlan, expandCells, requireOneCell, withInputDim } from './cells.ts';
export { ExperimentError } from './errors.ts';
export {
  CURVE_KINDS,
  type CurveKind,
  EXPERIMENT_SCHEMA,
  type Experiment,
  SWEEPABLE,
  type Sweep,
  sweepSize,
  sweepValues,
} from './experiment.ts';
export { DEFAULTS, type Field } from './fields.ts';
export {
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
export { formatActivation, LAW_SYNTAX, parseActivation, parseLaw, readActivation } from './names.ts';
export { parseNumberList, readNumber } from './numbers.ts';
export { parseExperiment } from './parse.ts';
export { type ExperimentInput, experimentJsonSchema, experimentSchema } from './schema.ts';
