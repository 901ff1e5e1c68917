/** The products of the kernels beside a loop in double precision. */
import type { PanelLayout } from '../src/kernels/layout.ts';
import { checkClose } from './check.ts';
import type { Rows } from './weights.ts';

/** A group of rows as the host has it: weights, the curve as it is stored, biases. */
export interface HostLayer {
  readonly layout: PanelLayout;
  readonly points: number;
  readonly width: number;
  readonly rows: number;
  readonly host: Rows;
  readonly input: Float32Array;
  readonly bias: Float32Array;
}

/**
 * W z in double precision, row by row, with the bias in column 0: a curve lies in memory as its first point
 * and its steps, and the bias moves the point alone. A sum of n products and a bias, each rounded to f32
 * twice at most, is within (n + 2) 2^-24 of the sum of absolute values (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3.1).
 *
 * @param image what the kernels left, panel-major.
 * @throws Error naming the first row that is further off.
 */
export function checkProduct(
  image: Float32Array,
  { layout, points, width, rows, host, input, bias }: HostLayer,
): void {
  const panelColumns = 4 * layout.vectors;
  const sum = new Float64Array(panelColumns);
  const size = new Float64Array(panelColumns);
  for (let row = 0; row < rows; row++) {
    const [start, end] = [host.starts[row]!, host.starts[row + 1]!];
    for (let panel = 0; panel < layout.panels; panel++) {
      sum.fill(0);
      size.fill(0);
      if (panel === 0) {
        sum[0] = bias[row]!;
        size[0] = Math.abs(bias[row]!);
      }
      for (let i = start; i < end; i++) {
        const w = host.values[i]!;
        const from = (panel * width + host.columns[i]!) * panelColumns;
        for (let c = 0; c < panelColumns; c++) {
          const term = w * input[from + c]!;
          sum[c] = sum[c]! + term;
          size[c] = size[c]! + Math.abs(term);
        }
      }
      const at = (panel * rows + row) * panelColumns;
      const used = Math.min(panelColumns, points - panel * panelColumns);
      const bound = (end - start + 2) * 2 ** -24;
      const product = image.subarray(at, at + used);
      checkClose(`product, row ${row}`, product, sum.subarray(0, used), (c) => bound * size[c]!);
    }
  }
}
