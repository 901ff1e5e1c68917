export { resultCsv } from './csv.ts';
export type {
  CellResult,
  InputCurve,
  LayerResult,
  MeasuredCell,
  Parameters,
  ResultDocument,
} from './document.ts';
export { RESULT_SCHEMA, resultDocument } from './document.ts';
