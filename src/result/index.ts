export { resultCsv } from './csv.ts';
export type {
  CellResult,
  InputCurve,
  LayerResult,
  MeasuredCell,
  Provenance,
  ResultDocument,
} from './document.ts';
export { RESULT_SCHEMA, resultDocument } from './document.ts';
