/** Results of a training: its document and its tables. */
import { csvFormatRow } from 'd3-dsv';
import { csvPieces } from '../../result/csv.ts';
import type { CellResult } from '../../result/index.ts';
import type { Evaluation } from '../../train/index.ts';
import type { MeasuredCurve } from './curves.ts';

export const TRAINING_SCHEMA = 'expressivity/training@1';

/** The network at a step. */
export interface TrainingRow {
  readonly step: number;
  readonly epoch: number;
  /** Mean loss of the batches since the row before; `null` in the first. */
  readonly loss: number | null;
  /** On the test digits. */
  readonly test: Evaluation;
  readonly curves: readonly MeasuredCurve[];
}

/** Loss and accuracy, a line a measured step. */
export function trainingCsv(rows: readonly TrainingRow[]): string {
  const lines = rows.map(({ step, epoch, loss, test }) => [
    step,
    epoch,
    loss ?? '',
    test.loss,
    test.accuracy,
  ]);
  return [['step', 'epoch', 'loss', 'testLoss', 'testAccuracy'], ...lines]
    .map((line) => `${csvFormatRow(line.map(String))}\n`)
    .join('');
}

/** The tidy table of a result, with columns for the step and the curve before its own. */
export function* measuresCsv(rows: readonly TrainingRow[]): Generator<string> {
  let headed = false;
  for (const { step, curves } of rows) {
    for (const { endpoints, input, layers } of curves) {
      const cell = {
        parameters: {},
        networks: 1,
        input,
        layers,
        meanGrowth: null,
        totalTransitions: null,
      } as unknown as CellResult;
      const [head, ...lines] = csvPieces({ cells: [cell] });
      if (!headed) yield `step,endpoints,${head}`;
      headed = true;
      for (const line of lines) yield `${csvFormatRow([String(step), endpoints])},${line}`;
    }
  }
}

/** For people: a line a measured step. */
export function trainingTable(rows: readonly TrainingRow[]): string {
  const lines = rows.map(({ step, epoch, loss, test, curves }) => [
    String(step),
    String(epoch),
    loss === null ? '' : loss.toPrecision(4),
    test.accuracy!.toFixed(4),
    ...curves.map(({ layers }) => layers.at(-1)!.ratio.mean?.toPrecision(4) ?? ''),
  ]);
  const names = rows[0]!.curves.map(({ endpoints }) => `ratio of ${endpoints}`);
  const all = [['step', 'epoch', 'loss', 'test accuracy', ...names], ...lines];
  const widths = all[0]!.map((_, c) => Math.max(...all.map((line) => line[c]!.length)));
  return all.map((line) => `${line.map((word, c) => word.padStart(widths[c]!)).join('  ')}\n`).join('');
}
