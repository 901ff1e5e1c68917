/** Pools and maxout over blocks of samples: means, or largest values, of patches or groups of inputs. */
import { BLOCK, type Images, placeOf, type ReserveArea } from './areas.ts';
import { entriesSeen } from './patch-inputs.ts';
import type { PoolShape } from './shape.ts';

/** A layer without weights: from the images before it to its own, and derivatives back. */
export interface Pool extends Images {
  forward(count: number): void;
  /** The derivative by z of the layer before, in its `d`: in place of what was there. */
  back(count: number): void;
}

export function poolOf(area: ReserveArea, before: Images, shape: PoolShape): Pool {
  const { layer, places, width } = shape;
  const seen = inputsSeen(before, shape);
  const [from, to] = [before.places * before.columns, places * width];
  /** Inputs of each number that comes out. */
  const size = seen.length / to;
  const [z, d] = [area(BLOCK * to), area(BLOCK * to)];
  const images = { places, width, columns: width, z, d };

  /** Calls with each number that comes out, and where its first input stands in `seen`. */
  function each(count: number, call: (out: number, first: number, sample: number) => void): void {
    for (let s = 0, out = 0; s < count; s++)
      for (let first = 0; first < seen.length; first += size, out++) call(out, first, s * from);
  }

  if (layer.type === 'avg-pool') {
    const share = 1 / size;
    return {
      ...images,
      forward(count) {
        each(count, (out, first, sample) => {
          let sum = 0;
          for (let k = 0; k < size; k++) sum += before.z.of[sample + seen[first + k]!]!;
          z.of[out] = share * sum;
        });
      },
      back(count) {
        const slopes = before.d!.of.fill(0, 0, count * from);
        each(count, (out, first, sample) => {
          for (let k = 0; k < size; k++) {
            const at = sample + seen[first + k]!;
            slopes[at] = slopes[at]! + share * d.of[out]!;
          }
        });
      },
    };
  }
  /** Of each largest value, which number before it is. */
  const largest = new Int32Array(BLOCK * to);
  return {
    ...images,
    forward(count) {
      each(count, (out, first, sample) => {
        let best = sample + seen[first]!;
        for (let k = 1; k < size; k++) {
          const at = sample + seen[first + k]!;
          if (before.z.of[at]! > before.z.of[best]!) best = at;
        }
        largest[out] = best;
        z.of[out] = before.z.of[best]!;
      });
    },
    back(count) {
      const slopes = before.d!.of.fill(0, 0, count * from);
      for (let out = 0; out < count * to; out++) slopes[largest[out]!] = slopes[largest[out]!]! + d.of[out]!;
    },
  };
}

/** For each number that comes out, where its inputs lie from the sample's first number on. */
function inputsSeen(before: Images, { layer, places, width }: PoolShape): Int32Array {
  if (layer.type === 'maxout')
    return Int32Array.from({ length: width * layer.pieces }, (_, input) => placeOf(before, input));
  const pixels = layer.kernel ** 2;
  const seen = entriesSeen(before, layer, places, pixels * width);
  return seen.map((_, index) => {
    const [out, pixel] = [Math.floor(index / pixels), index % pixels];
    return seen[(Math.floor(out / width) * pixels + pixel) * width + (out % width)]!;
  });
}
