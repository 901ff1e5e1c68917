/** Pools over blocks of samples: means, or largest values, of patches. */
import { BLOCK, type Images, type ReserveArea } from './areas.ts';
import { entriesSeen } from './patch-inputs.ts';
import type { PoolShape } from './shape.ts';

/** A layer without weights: from the images before it to its own, and derivatives back. */
export interface Pool extends Images {
  forward(count: number): void;
  /** The derivative by z of the layer before, in its `d`: in place of what was there. */
  back(count: number): void;
}

export function poolOf(area: ReserveArea, before: Images, { layer, places, width }: PoolShape): Pool {
  const pixels = layer.kernel ** 2;
  const seen = entriesSeen(before, layer, places, pixels * width);
  const [from, to] = [before.places * before.columns, places * width];
  const [z, d] = [area(BLOCK * to), area(BLOCK * to)];
  /** Of each largest value, which number before it is. */
  const largest = new Int32Array(layer.type === 'max-pool' ? BLOCK * to : 0);
  const share = 1 / pixels;

  /** Calls with each number that comes out, and where the first number of its patch stands in `seen`. */
  function each(count: number, call: (out: number, first: number, sample: number) => void): void {
    for (let s = 0, out = 0; s < count; s++)
      for (let place = 0; place < places; place++)
        for (let c = 0; c < width; c++, out++) call(out, place * pixels * width + c, s * from);
  }

  const images = { places, width, columns: width, z, d };
  if (layer.type === 'max-pool')
    return {
      ...images,
      forward(count) {
        each(count, (out, first, sample) => {
          let best = sample + seen[first]!;
          for (let k = 1; k < pixels; k++) {
            const at = sample + seen[first + k * width]!;
            if (before.z.of[at]! > before.z.of[best]!) best = at;
          }
          largest[out] = best;
          z.of[out] = before.z.of[best]!;
        });
      },
      back(count) {
        const slopes = before.d!.of.fill(0, 0, count * from);
        for (let out = 0; out < count * to; out++)
          slopes[largest[out]!] = slopes[largest[out]!]! + d.of[out]!;
      },
    };
  return {
    ...images,
    forward(count) {
      each(count, (out, first, sample) => {
        let sum = 0;
        for (let k = 0; k < pixels; k++) sum += before.z.of[sample + seen[first + k * width]!]!;
        z.of[out] = share * sum;
      });
    },
    back(count) {
      const slopes = before.d!.of.fill(0, 0, count * from);
      each(count, (out, first, sample) => {
        for (let k = 0; k < pixels; k++) {
          const at = sample + seen[first + k * width]!;
          slopes[at] = slopes[at]! + share * d.of[out]!;
        }
      });
    },
  };
}
