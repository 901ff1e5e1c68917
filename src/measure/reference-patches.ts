/** Layers that look at patches, written out as whole rows: twins of `PatchRows`, by plain loops. */

import { type LayerOf, type Patched, padsOf, patchedShape } from '../network/index.ts';
import type { PatchedType } from './areas/patch.ts';
import type { Rows } from './reference.ts';

/** Rows for every value that comes out; one a yield. `one`: what an entry of a layer without weights is worth. */
export function* placedRows(
  layer: LayerOf<PatchedType>,
  shared: Rows,
  inputs: number,
  one: number,
): Generator<Rows> {
  if (layer.type === 'flatten') {
    for (let i = 0; i < inputs; i++) yield oneRow(inputs, [[i, one]], 0);
    return;
  }
  const channels = layer.inputShape[2];
  for (const [place, out] of places(layer)) {
    if (layer.type === 'avg-pool') {
      const inside = place.filter((first) => first !== null);
      const share = layer.padding === 'cut' ? place.length / inside.length : 1;
      yield oneRow(
        inputs,
        inside.map((first): [number, number] => [first + out, share * one]),
        0,
      );
    } else {
      const entries: [number, number][] = [];
      place.forEach((first, k) => {
        if (first === null) return;
        for (let c = 0; c < channels; c++) entries.push([first + c, shared.weights[out]![k * channels + c]!]);
      });
      yield oneRow(inputs, entries, shared.biases[out]!);
    }
  }
}

function oneRow(inputs: number, entries: readonly [number, number][], bias: number): Rows {
  const row = new Array<number>(inputs).fill(0);
  for (const [input, weight] of entries) row[input]! += weight;
  return { weights: [row], biases: [bias] };
}

/**
 * For every value that comes out, in order: where the values of each pixel of its patch begin, row after row,
 * `null` beyond the edge; and its channel.
 */
export function* places(
  layer: Patched & { readonly channels?: number },
): Generator<[place: (number | null)[], channel: number]> {
  const { inputShape, kernel, stride, padding } = layer;
  const [height, width, channels] = inputShape;
  const [rows, columns] = patchedShape(layer, 1);
  const [above, before] = padsOf(layer);
  const { channels: out = channels } = layer;
  const pixel = (y: number, x: number): number | null => {
    if (padding === 'circular') return pixelAt(mod(y, height), mod(x, width));
    return y < 0 || x < 0 || y >= height || x >= width ? null : pixelAt(y, x);
  };
  const pixelAt = (y: number, x: number) => (y * width + x) * channels;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place: (number | null)[] = [];
      for (let ky = 0; ky < kernel; ky++)
        for (let kx = 0; kx < kernel; kx++)
          place.push(pixel(row * stride + ky - above, column * stride + kx - before));
      for (let c = 0; c < out; c++) yield [place, c];
    }
  }
}

function mod(a: number, n: number): number {
  return ((a % n) + n) % n;
}
