/** The check of result documents: users read them from files, and change them. */
import { type EstimatedStat, METHODS, type Stat } from '../ensemble/types.ts';
import { checkParameters } from '../experiment/cells.ts';
import { ESTIMATORS, LAG_MEASURES, SCALAR_MEASURES } from '../experiment/measures.ts';
import { parseExperiment } from '../experiment/parse.ts';
import {
  atLeast,
  checkList,
  checkPlain,
  integerIn,
  isPlain,
  oneOf,
  wrongKind,
  wrongNumber,
  wrongValue,
} from '../input/check.ts';
import { DRAWS } from '../measure/draw-rule.ts';
import {
  type CellResult,
  type LagStat,
  type LayerResult,
  RESULT_SCHEMA,
  type ResultDocument,
} from './document.ts';
import { isValidResult, validResult } from './valid.ts';

/**
 * What every public function that shows a result does first; of one that was just measured, nothing. @throws
 * TypeError, RangeError
 */
export function checkCells(result: Pick<ResultDocument, 'cells'>): void {
  checkPlain('result', result);
  if (isValidResult(result)) return;
  checkList('cells', result.cells, 1);
  for (let i = 0; i < result.cells.length; i++) checkCell(`cells[${i}]`, result.cells[i]!);
}

/** The same of the whole document. @throws InputError, TypeError, RangeError */
export function checkResult(result: ResultDocument): void {
  checkPlain('result', result);
  if (isValidResult(result)) return;
  oneOf([RESULT_SCHEMA], 'schema', result.schema);
  parseExperiment(result.experiment);
  checkPlain('provenance', result.provenance);
  checkJson('result', result);
  checkCells(result);
  validResult(result);
}

/** A document is what JSON can say: users may have put more into it. */
function checkJson(name: string, value: unknown, levels = 20): void {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  const list = Array.isArray(value);
  if ((!list && !isPlain(value)) || levels === 0) wrongKind(name, 'what JSON can say', value);
  for (const [field, inner] of Object.entries(value))
    checkJson(list ? `${name}[${field}]` : `${name}.${field}`, inner, levels - 1);
}

function checkCell(name: string, cell: CellResult): void {
  checkPlain(name, cell);
  checkParameters(`${name}.parameters`, cell.parameters);
  oneOf(ESTIMATORS, `${name}.estimator`, cell.estimator);
  oneOf(DRAWS, `${name}.draw`, cell.draw);
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}.networks`, cell.networks);
  checkPlain(`${name}.input`, cell.input);
  for (const field of ['length', 'angle', 'dim'] as const)
    atLeast(0, `${name}.input.${field}`, cell.input[field]);
  checkEstimated(`${name}.meanGrowth`, cell.meanGrowth);
  if (cell.totalTransitions !== null) checkStat(`${name}.totalTransitions`, cell.totalTransitions);
  checkList(`${name}.layers`, cell.layers, 1);
  for (let l = 0; l < cell.layers.length; l++) checkLayer(`${name}.layers[${l}]`, cell.layers[l]!);
}

function checkLayer(name: string, layer: LayerResult): void {
  checkPlain(name, layer);
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}.layer`, layer.layer);
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}.width`, layer.width);
  for (const field of ['length', 'preLength', 'ratio', 'growth'] as const)
    checkEstimated(`${name}.${field}`, layer[field]);
  for (const field of ['transitions', 'regions'] as const)
    if (layer[field] !== null) checkEstimated(`${name}.${field}`, layer[field]);
  for (const field of SCALAR_MEASURES)
    if (layer[field] !== undefined) checkStat(`${name}.${field}`, layer[field]);
  for (const field of LAG_MEASURES)
    if (layer[field] !== undefined) checkLags(`${name}.${field}`, layer[field]);
  const { theory } = layer;
  checkPlain(`${name}.theory`, theory);
  for (const [field, expected] of Object.entries(THEORY))
    checkKnown(`${name}.theory.${field}`, theory[field as keyof typeof THEORY], expected);
  for (const [field, own] of Object.entries(theory))
    if (!(field in THEORY)) checkMeasure(`${name}.theory.${field}`, own);
}

function checkLags(name: string, lags: readonly LagStat[]): void {
  checkList(name, lags);
  for (let j = 0; j < lags.length; j++) {
    checkStat(`${name}[${j}]`, lags[j]);
    checkKnown(`${name}[${j}]`, lags[j], ['lag']);
  }
}

const GROWTH = ['priceTanner', 'priceTannerSharp', 'lower', 'exact', 'upper', 'approximate'] as const;

/** What stands in every layer's theory. */
const THEORY = {
  ratio: [...GROWTH, 'sampled'],
  growth: GROWTH,
  transitions: ['exact', 'sampled'],
  regions: ['exact'],
} as const;

const STAT = ['mean', 'sd', 'sem', 'median', 'q05', 'q95', 'meanLog'] as const;

function checkStat(name: string, stat: unknown): void {
  checkKnown(name, stat, STAT);
  const { ci95, n } = stat as Stat;
  atLeast(0, `${name}.n`, n);
  checkInterval(`${name}.ci95`, ci95);
}

function checkEstimated(name: string, stat: EstimatedStat): void {
  checkStat(name, stat);
  const { estimate } = stat;
  checkKnown(`${name}.estimate`, estimate, ['mean', 'sem', 'gain']);
  checkInterval(`${name}.estimate.ci95`, estimate.ci95);
  oneOf(METHODS, `${name}.estimate.method`, estimate.method);
}

function checkInterval(name: string, ci95: unknown): void {
  if (ci95 === null) return;
  if (!Array.isArray(ci95)) wrongKind(name, 'two numbers or null', ci95);
  if (ci95.length !== 2 || !ci95.every(Number.isFinite)) wrongValue(name, 'two finite numbers', ci95);
}

/** Theory of a measure: numbers, or lists of them, by names that are its own. */
function checkMeasure(name: string, theory: unknown): void {
  checkPlain(name, theory);
  for (const [field, value] of Object.entries(theory as object))
    for (const one of Array.isArray(value) ? value : [value])
      if (!isKnown(one)) wrongNumber(`${name}.${field}`, 'finite numbers or null', one);
}

/** Numbers by name, of which each may be null: not known, or not representable. */
function checkKnown(name: string, values: unknown, fields: readonly string[]): void {
  checkPlain(name, values);
  for (const field of fields) {
    const value = (values as Readonly<Record<string, unknown>>)[field];
    if (!isKnown(value)) wrongNumber(`${name}.${field}`, 'a finite number or null', value);
  }
}

function isKnown(value: unknown): boolean {
  return value === null || Number.isFinite(value);
}
