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
  const isConv = layer.type === 'conv2d';
  const channels = isConv ? layer.inputShape[2] : before.width;
  const pixels = fanIn / channels;
  const seen = isConv
    ? entriesSeen(before, layer, places, fanIn)
    : Int32Array.from({ length: fanIn }, (_, index) => placeOf(before, index));
  /** Where the pixels of every patch lie, in bytes from a sample's first number on. */
  const offsets = area(
    places * pixels,
    Int32Array.from({ length: places * pixels }, (_, pixel) => {
      const first = seen[pixel * channels]!;
      return first < 0 ? -1 : 4 * first;
    }),
  );
  const [from, slopes] = [before.places * before.columns, places * columns];
  /** Samples at hand at once. */
  const some = Math.min(BLOCK, Math.max(1, Math.floor(ROWS / places)));
  const most = some * places;
  /** A row for every place, and turned: a row for every entry of a patch. `gatherPixels` writes past the end. */
  const patches = area(roomFor(most) * fanIn + 4);
  const turned = area(roomFor(fanIn) * most);
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

  function gather(first: number, samples: number): void {
    for (let s = 0; s < samples; s++) {
      const image = before.z.at + 4 * (first + s) * from;
      const out = patches.at + 4 * s * places * fanIn;
      kernels.gatherPixels(image, offsets.at, places * pixels, channels, out);
    }
  }

  return {
    load(parameters) {
      const at = parameters.at + 4 * shape.weights;
      kernels.turnRows(at, 4 * columns, fanIn, width, own!.at, 4 * wide);
    },
    forward(panel, h, count) {
      eachPart(count, h, (first, samples, at) => {
        gather(first, samples);
        kernels.denseRows(vectors, panel, patches.at, 4 * fanIn, fanIn, samples * places, at, 4 * columns);
      });
    },
    weightGradient(d, gradient, count) {
      const [at, length] = [shape.weights, fanIn * columns];
      gradient.of.fill(0, at, at + length);
      eachPart(count, d, (first, samples, panel) => {
        const rows = samples * places;
        gather(first, samples);
        kernels.turnRows(patches.at, 4 * fanIn, rows, fanIn, turned.at, 4 * rows);
        kernels.denseRows(vectors, panel, turned.at, 4 * rows, rows, fanIn, partial.at, 4 * columns);
        for (let i = 0; i < length; i++) gradient.of[at + i] = gradient.of[at + i]! + partial.of[i]!;
      });
    },
    back(d, count) {
      before.d!.of.fill(0, 0, count * from);
      eachPart(count, d, (first, samples, at) => {
        const rows = samples * places;
        kernels.denseRows(wide / 4, own!.at, at, 4 * columns, width, rows, byPatches!.at, 4 * wide);
        for (let row = 0; row < rows; row++) {
          const image = before.d!.at + 4 * (first + Math.floor(row / places)) * from;
          const patch = offsets.at + 4 * (row % places) * pixels;
          kernels.addPixels(byPatches!.at + 4 * row * wide, patch, pixels, channels, image);
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
