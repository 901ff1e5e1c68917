export { resultCsv } from './csv.ts';
export type {
  CellResult,
  InputCurve,
  LayerResult,
  MeasuredCell,
  Parameters,
  ResultDocument,
} from './result.ts';
export { RESULT_SCHEMA, resultDocument } from './result.ts';
export { type SliceSvgOptions, sliceSvg } from './slice-svg.ts';
