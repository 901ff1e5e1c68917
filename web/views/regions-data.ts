/** The picture of a slice as plain data. */
import { ofPattern, type Palette } from '../draw/colours.ts';
import type { Picture, Shape } from '../draw/shapes.ts';
import type { Table } from '../parts/files.ts';
import type { State } from '../state/fields.ts';
import type { NetworkFile, RegionsInput, RegionsResult } from '../workers/messages.ts';

export const SIDE = 560;

export function regionsInput(
  state: State,
  digits: readonly Float64Array[] | null,
  file: NetworkFile | null,
): RegionsInput | null {
  const { cutWidth, cutDepth, density, weights, sigmaW, sigmaB, activation, seed, x, y, zoom } = state;
  const wantsDigits = state.plane === 'digits' && file === null;
  if (wantsDigits && digits === null) return null;
  const network = { width: cutWidth, depth: cutDepth, density, weights, sigmaW, sigmaB, activation, seed };
  return { network, file, points: wantsDigits ? digits : null, x, y, zoom };
}

/** Points of the plane as points of the picture, y upwards. */
export function placed(values: ArrayLike<number>, [x0, x1, y0, y1]: RegionsResult['window']): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i += 2) {
    out[i] = (SIDE * (values[i]! - x0)) / (x1 - x0);
    out[i + 1] = (SIDE * (y1 - values[i + 1]!)) / (y1 - y0);
  }
  return out;
}

/** Segments of two points each as one line with a gap behind each of them. */
function broken(segments: Float64Array): Float64Array {
  const out = new Float64Array(1.5 * segments.length).fill(Number.NaN);
  for (let i = 0; i < segments.length; i += 4) out.set(segments.subarray(i, i + 4), 1.5 * i);
  return out;
}

/** Cells coloured by their pattern, and the boundaries of layers 1 … `layer`, deeper ones thinner. */
export function regionsPicture(result: RegionsResult | null, layer: number, palette: Palette): Picture {
  const shapes: Shape[] = [];
  if (result !== null) {
    const { window, layers, ends, patterns } = result;
    // Cells are those of the whole network: above shallower layers they would show lines that are not drawn.
    if (layer >= layers.length) {
      const vertices = placed(result.vertices, window);
      for (let i = 0; i < ends.length; i++)
        shapes.push({
          kind: 'path',
          points: vertices.subarray(i === 0 ? 0 : ends[i - 1]!, ends[i]!),
          closed: true,
          fill: ofPattern(patterns[i]!, palette.dark),
        });
    }
    for (const [l, { boundaries }] of layers.slice(0, layer).entries()) {
      const share = layers.length === 1 ? 0 : l / (layers.length - 1);
      const stroke = share < 0.34 ? palette.ink : share < 0.67 ? palette.measured : palette.exact;
      shapes.push({ kind: 'path', points: broken(placed(boundaries, window)), stroke, width: 1.8 - share });
    }
    for (const mark of result.marks) {
      const [x, y] = placed(mark, window);
      shapes.push({ kind: 'dot', x: x!, y: y!, r: 5, fill: '#d62828', stroke: '#ffffff' });
    }
  }
  return { width: SIDE, height: SIDE, background: palette.background, shapes };
}

/** The cell that holds a point of the plane; -1 outside. */
export function cellAt({ vertices, ends }: RegionsResult, px: number, py: number): number {
  for (let i = 0; i < ends.length; i++) {
    const [from, to] = [i === 0 ? 0 : ends[i - 1]!, ends[i]!];
    let inside = true;
    for (let k = from; k < to && inside; k += 2) {
      const next = k + 2 < to ? k + 2 : from;
      const [ax, ay, bx, by] = [vertices[k]!, vertices[k + 1]!, vertices[next]!, vertices[next + 1]!];
      inside = (bx - ax) * (py - ay) - (by - ay) * (px - ax) >= 0;
    }
    if (inside) return i;
  }
  return -1;
}

export function regionsTable(result: RegionsResult | null): Table {
  return {
    columns: ['layer', 'width', 'regions', 'boundaryLength'],
    rows: (result?.layers ?? []).map(({ width, regions, boundaryLength }, l) => [
      l + 1,
      width,
      regions,
      boundaryLength,
    ]),
  };
}
