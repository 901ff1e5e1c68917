import { checkParameters } from '../experiment/cells.ts';
import {
  checkList,
  checkPlain,
  checkText,
  integerIn,
  isFloat64Array,
  wrongKind,
  wrongValue,
} from '../input/check.ts';
import type { CellCurve, LayerCurve } from './curve.ts';

/** What `curveImages` returns. @throws TypeError, RangeError */
export function checkCurves(curves: readonly CellCurve[]): void {
  checkList('curves', curves, 1);
  for (let i = 0; i < curves.length; i++) {
    const [name, cell] = [`curves[${i}]`, curves[i]!];
    checkPlain(name, cell, ['parameters', 'network', 'samples', 'curve', 'layers']);
    checkParameters(`${name}.parameters`, cell.parameters);
    integerIn(0, 2 ** 32 - 1, `${name}.network`, cell.network);
    integerIn(2, Number.MAX_SAFE_INTEGER, `${name}.samples`, cell.samples);
    checkText(`${name}.curve`, cell.curve);
    checkList(`${name}.layers`, cell.layers, 1);
    for (let l = 0; l < cell.layers.length; l++)
      checkLayer(`${name}.layers[${l}]`, cell.layers[l]!, cell.samples);
  }
}

function checkLayer(name: string, layer: LayerCurve, samples: number): void {
  checkPlain(name, layer, ['layer', 'width', 'points', 'principal']);
  const { layer: number, width, points, principal } = layer;
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}.layer`, number);
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}.width`, width);
  // Left out, they are empty.
  if (!isFloat64Array(points) || points.length > 0) checkLength(`${name}.points`, points, samples * width);
  checkPlain(`${name}.principal`, principal, ['shares', 'projections', 'count']);
  const { shares, projections, count } = principal;
  integerIn(0, width, `${name}.principal.count`, count);
  checkLength(`${name}.principal.projections`, projections, samples * count);
  if (!isFloat64Array(shares)) wrongKind(`${name}.principal.shares`, 'a Float64Array', shares);
}

function checkLength(name: string, values: unknown, length: number): void {
  if (!isFloat64Array(values)) wrongKind(name, 'a Float64Array', values);
  if (values.length !== length) wrongValue(name, `${length} numbers`, values.length);
}
