/**
 * Patches of an image go into a layer, a row for every place: the product of a dense layer with as many samples
 * as there are places. A dense layer behind an image has one place, whose patch is all of it.
 */
import type { Arena } from '../kernels/arena.ts';
import { type Patched, storePatch } from '../network/index.ts';
import { type Area, BLOCK, type Images, placeOf, type ReserveArea } from './areas.ts';
import type { LayerInputs } from './layer-inputs.ts';
import { roomFor, vectorsOf, type WeightedShape } from './shape.ts';

/** Rows of patches at hand at once, so that they stay in the cache; at least those of one sample. */
const ROWS = 512;

export function patchInputs(
  { kernels }: Arena,
  area: ReserveArea,
  before: Images,
  shape: WeightedShape,
): LayerInputs {
  const { fanIn, places, width, columns, vectors, layer } = shape;
  const seen =
    layer.type === 'conv2d'
      ? entriesSeen(before, layer, places, fanIn)
      : Int32Array.from({ length: fanIn }, (_, index) => placeOf(before, index));
  const turned = Int32Array.from(seen, (_, at) => seen[(at % places) * fanIn + Math.floor(at / places)]!);
  const [from, slopes] = [before.places * before.columns, places * columns];
  /** Samples at hand at once. */
  const some = Math.min(BLOCK, Math.max(1, Math.floor(ROWS / places)));
  const most = some * places;
  /** A row for every place, or for every entry of a patch. */
  const patches = area(Math.max(roomFor(most) * fanIn, roomFor(fanIn) * most));
  const partial = area(roomFor(fanIn) * columns);
  const wide = 4 * vectorsOf(fanIn);
  /** W itself, and derivatives by the entries of patches. */
  const own = before.d === null ? null : area(width * wide);
  const byPatches = before.d === null ? null : area(roomFor(most) * wide);

  /** Calls with the samples at hand: the first one, how many, and the address of their rows. */
  function eachPart(count: number, rows: Area, call: (first: number, samples: number, at: number) => void) {
    for (let first = 0; first < count; first += some)
      call(first, Math.min(some, count - first), rows.at + 4 * first * slopes);
  }

  return {
    load(parameters) {
      for (let j = 0; j < fanIn; j++)
        for (let i = 0; i < width; i++) own!.of[i * wide + j] = parameters[shape.weights + j * columns + i]!;
    },
    forward(panel, h, count) {
      eachPart(count, h, (first, samples, at) => {
        for (let s = 0; s < samples; s++)
          gather(before.z.of, (first + s) * from, seen, patches.of, s * seen.length);
        kernels.denseRows(vectors, panel, patches.at, 4 * fanIn, fanIn, samples * places, at, 4 * columns);
      });
    },
    weightGradient(d, gradient, count) {
      const [at, length] = [shape.weights, fanIn * columns];
      gradient.of.fill(0, at, at + length);
      eachPart(count, d, (first, samples, panel) => {
        const rows = samples * places;
        for (let j = 0; j < fanIn; j++) {
          const own = turned.subarray(j * places, (j + 1) * places);
          for (let s = 0; s < samples; s++)
            gather(before.z.of, (first + s) * from, own, patches.of, j * rows + s * places);
        }
        kernels.denseRows(vectors, panel, patches.at, 4 * rows, rows, fanIn, partial.at, 4 * columns);
        for (let i = 0; i < length; i++) gradient.of[at + i] = gradient.of[at + i]! + partial.of[i]!;
      });
    },
    back(d, count) {
      const to = before.d!.of.fill(0, 0, count * from);
      eachPart(count, d, (first, samples, at) => {
        const rows = samples * places;
        kernels.denseRows(wide / 4, own!.at, at, 4 * columns, width, rows, byPatches!.at, 4 * wide);
        for (let row = 0; row < rows; row++) {
          const sample = first + Math.floor(row / places);
          const entries = seen.subarray((row % places) * fanIn, ((row % places) + 1) * fanIn);
          scatter(byPatches!.of, row * wide, entries, to, sample * from);
        }
      });
    },
  };
}

/**
 * For each place and each entry of its patch, where the number that it sees lies from the sample's first one
 * on; -1 for a zero beyond the edge.
 */
export function entriesSeen(before: Images, patched: Patched, places: number, entries: number): Int32Array {
  const seen = new Int32Array(places * entries);
  for (let place = 0; place < places; place++)
    storePatch(patched, place, seen.subarray(place * entries, (place + 1) * entries));
  return seen.map((index) => (index < 0 ? -1 : placeOf(before, index)));
}

function gather(of: Float32Array, from: number, seen: Int32Array, to: Float32Array, at: number): void {
  for (let k = 0; k < seen.length; k++) {
    const index = seen[k]!;
    to[at + k] = index < 0 ? 0 : of[from + index]!;
  }
}

function scatter(of: Float32Array, from: number, seen: Int32Array, to: Float32Array, at: number): void {
  for (let k = 0; k < seen.length; k++) {
    const index = seen[k]!;
    if (index >= 0) to[at + index] = to[at + index]! + of[from + k]!;
  }
}
