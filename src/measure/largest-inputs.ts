/** The largest value of every patch or group of a layer's inputs: which input it is, and how it moves. */
import { type MaxoutLayer, type MaxPoolLayer, storePatch } from '../network/index.ts';
import type { PointMap } from './point-layers.ts';
import type { Scales } from './scale.ts';

/** Layers whose outputs are the largest of some inputs each. */
export type LargestLayer = MaxPoolLayer | MaxoutLayer;

/** The inputs that each output of a layer is the largest of: those of output i from entry `i * size` on. */
export interface Windows {
  readonly size: number;
  readonly inputs: Int32Array;
}

const MADE = new WeakMap<LargestLayer, Windows>();

/** The windows of a layer; made once. */
export function windowsOf(layer: LargestLayer): Windows {
  const known = MADE.get(layer);
  if (known !== undefined) return known;
  const windows = layer.type === 'maxout' ? groupsOf(layer) : patchesOf(layer);
  MADE.set(layer, windows);
  return windows;
}

/** Inputs that follow one another. */
function groupsOf({ width, pieces }: MaxoutLayer): Windows {
  return { size: pieces, inputs: Int32Array.from({ length: width * pieces }, (_, input) => input) };
}

/** Patches of an image, channel by channel. */
function patchesOf(layer: MaxPoolLayer): Windows {
  const { width, kernel, inputShape } = layer;
  const channels = inputShape[2];
  const size = kernel * kernel;
  const patch = new Int32Array(size * channels);
  const inputs = new Int32Array(width * size);
  for (let place = 0; place < width / channels; place++) {
    storePatch(layer, place, patch);
    // Beyond the edge stands an input that is there anyway.
    const first = patch.findIndex((input) => input >= 0);
    const inside = patch.subarray(first, first + channels);
    for (let c = 0; c < channels; c++)
      for (let k = 0; k < size; k++) {
        const input = patch[k * channels + c]!;
        inputs[(place * channels + c) * size + k] = input < 0 ? inside[c]! : input;
      }
  }
  return { size, inputs };
}

/** For each output the input that is the largest of its window; the first of several. */
export function largestInputs({ size, inputs }: Windows, z: Float64Array, out: Int32Array): void {
  for (let i = 0, at = 0; at < inputs.length; i++, at += size) {
    let best = inputs[at]!;
    for (let k = 1; k < size; k++) if (z[inputs[at + k]!]! > z[best]!) best = inputs[at + k]!;
    out[i] = best;
  }
}

/** Scales stay what they are. */
export function largestOfWindows(layer: LargestLayer, next: Scales): PointMap {
  const windows = windowsOf(layer);
  const [from, to] = [new Int32Array(layer.width), new Int32Array(layer.width)];
  return {
    next,
    value: (z, out) => {
      largestInputs(windows, z, to);
      for (let i = 0; i < to.length; i++) out[i] = z[to[i]!]!;
    },
    step: (before, z, step, unit, out) => {
      largestInputs(windows, before, from);
      largestInputs(windows, z, to);
      for (let i = 0; i < to.length; i++) {
        const [a, b] = [from[i]!, to[i]!];
        // Where another one is the largest now: its step, and by how much it was smaller.
        out[i] = step[b]! + (a === b ? 0 : (before[b]! - before[a]!) / unit);
      }
    },
    tangent: (z, tangent, _, out) => {
      largestInputs(windows, z, to);
      for (let i = 0; i < to.length; i++) out[i] = tangent[to[i]!]!;
    },
  };
}
