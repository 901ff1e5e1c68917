import {
  checkList,
  checkNumbers,
  checkPlain,
  checkText,
  ifGiven,
  integerIn,
  wrongNumber,
  wrongValue,
} from '../input/check.ts';
import type { ExactSlice } from '../regions/index.ts';
import { requireWindow } from '../regions/plane.ts';
import type { SliceSvgOptions } from './slice-svg.ts';

/**
 * What a picture shows of a slice; a slice that was read from JSON has arrays of another kind. @throws
 * TypeError, RangeError
 */
export function checkSlice(slice: ExactSlice): void {
  checkPlain('slice', slice);
  requireWindow(slice.window);
  checkList('layers', slice.layers, 1);
  for (let l = 0; l < slice.layers.length; l++) {
    checkPlain(`layers[${l}]`, slice.layers[l]);
    checkTuples(`layers[${l}].boundaries`, slice.layers[l]!.boundaries, 4);
  }
  checkList('cells', slice.cells);
  for (let i = 0; i < slice.cells.length; i++) {
    const cell = slice.cells[i]!;
    checkPlain(`cells[${i}]`, cell);
    integerIn(0, Number.MAX_SAFE_INTEGER, `cells[${i}].pattern`, cell.pattern);
    checkTuples(`cells[${i}].vertices`, cell.vertices, 2);
  }
}

function checkTuples(name: string, values: unknown, size: number): void {
  checkNumbers(name, values);
  if (values.length % size !== 0) wrongValue(name, `${size} numbers a piece`, values.length);
}

/** @throws TypeError, RangeError */
export function checkSliceOptions(options: SliceSvgOptions): void {
  checkPlain('options', options, ['title', 'marks', 'caption']);
  const { title, caption, marks = [] } = options;
  ifGiven(checkText, 'title', title);
  ifGiven(checkText, 'caption', caption);
  checkList('marks', marks);
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!;
    checkPlain(`marks[${i}]`, mark, ['x', 'y', 'label']);
    for (const axis of ['x', 'y'] as const)
      if (!Number.isFinite(mark[axis])) wrongNumber(`marks[${i}].${axis}`, 'a finite number', mark[axis]);
    checkText(`marks[${i}].label`, mark.label);
  }
}
