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
  ScalarMeasure,
} from './document.ts';
export { RESULT_SCHEMA, resultDocument } from './document.ts';
