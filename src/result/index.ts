export type { EstimatedStat } from '../ensemble/types.ts';
export type { LagMeasure, ScalarMeasure } from '../experiment/measures.ts';
export { resultCsv } from './csv.ts';
export type {
  CellResult,
  InputCurve,
  LagStat,
  LayerResult,
  LayerResultTheory,
  MeasuredCell,
  Provenance,
  ResultDocument,
  ResultSchema,
  SampledTheory,
} from './document.ts';
export { RESULT_SCHEMA, resultDocument } from './document.ts';
