/** Where patches of an image lie. */
import type { Patched } from './layer.ts';
import { paddingBefore, patchedShape } from './layer-facts.ts';

/**
 * For each entry of a patch at a place, pixel by pixel, the input that it sees, -1 for a zero beyond the edge;
 * places are counted row by row.
 */
export function storePatch(patches: Patched, place: number, out: Int32Array): void {
  const { inputShape, kernel, stride, padding } = patches;
  const [height, width, channels] = inputShape;
  const [, across] = patchedShape(patches, 1);
  const before = paddingBefore(patches);
  const top = Math.floor(place / across) * stride - before;
  const left = (place % across) * stride - before;
  let at = 0;
  for (let ky = 0; ky < kernel; ky++) {
    const y = inside(top + ky, height, padding);
    for (let kx = 0; kx < kernel; kx++) {
      const x = inside(left + kx, width, padding);
      const first = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) out[at++] = y < 0 || x < 0 ? -1 : first + c;
    }
  }
}

/** The row or column that a patch sees there; -1 for zeros. */
function inside(at: number, size: number, padding: Patched['padding']): number {
  if (at >= 0 && at < size) return at;
  return padding === 'circular' ? ((at % size) + size) % size : -1;
}
