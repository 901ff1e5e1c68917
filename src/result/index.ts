export type { LagMeasure, ScalarMeasure } from '../experiment/measures.ts';
export { resultCsv } from './csv.ts';
export type {
  CellResult,
  EstimatedStat,
  InputCurve,
  LagStat,
  LayerResult,
  LayerResultTheory,
  MeasuredCell,
  Provenance,
  ResultDocument,
  SampledTheory,
} from './document.ts';
export { RESULT_SCHEMA, resultDocument } from './document.ts';
