/** Variates in double precision for the few numbers that are not drawn inside a kernel (random endpoints). */
import { cos, ln, sin } from '../numeric/functions.ts';
import type { Stream } from './stream.ts';

/**
 * Uniform on [0, 1), a multiple of 2^-53: the top 27 bits of one output of the stream, then the top 26 of the
 * next.
 */
export function uniform01(stream: Stream): number {
  const high = stream.next() >>> 5;
  const low = stream.next() >>> 6;
  return (high * 2 ** 26 + low) * 2 ** -53;
}

/**
 * `n` independent N(0, 1) variates by Box & Muller (1958), two for every two uniforms; an odd last one leaves
 * its partner unused. The first of the two uniforms is used as 1 - u, which is never 0.
 */
export function normals(stream: Stream, n: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * ln(1 - uniform01(stream)));
    const angle = 2 * Math.PI * uniform01(stream);
    out[i] = radius * cos(angle);
    if (i + 1 < n) out[i + 1] = radius * sin(angle);
  }
  return out;
}
