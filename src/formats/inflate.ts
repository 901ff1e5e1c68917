/**
 * Unpacks deflate streams to sizes that are known beforehand, and no further; by what browsers and Node share.
 */
import { shownBytes } from './limits.ts';

/** Deflate makes at most this many bytes out of one. */
const MOST_RATIO = 1032;
/** Bytes that are unpacked at once, and room that is taken before the first of them. */
const CHUNK = 2 ** 16;

export type Packing = 'gzip' | 'deflate-raw';

/**
 * The `size` bytes that `packed` holds. Memory grows with the bytes that come, to `size` at most.
 * @throws RangeError saying in one line what is wrong: there are fewer or more, or the stream is damaged.
 */
export async function inflated(packed: Uint8Array, packing: Packing, size: number): Promise<Uint8Array> {
  if (size > MOST_RATIO * packed.length)
    throw new RangeError(`it claims ${shownBytes(size)}, more than ${shownBytes(packed.length)} can hold`);
  const { out, length } = await inflate(packed, packing, size, size + 1);
  if (length < size) throw new RangeError(`truncated: ${shownBytes(length)} unpacked of ${shownBytes(size)}`);
  if (length > size) throw new RangeError(`too long: more than ${shownBytes(size)} unpacked`);
  return out;
}

/**
 * The first `size` bytes that `packed` holds, fewer where it ends before. @throws RangeError for a damaged
 * stream.
 */
export async function inflatedStart(packed: Uint8Array, packing: Packing, size: number): Promise<Uint8Array> {
  return (await inflate(packed, packing, size, size)).out;
}

/** The first `most` bytes, and the number of those that came, counted up to `enough`. */
async function inflate(packed: Uint8Array, packing: Packing, most: number, enough: number) {
  let out = new Uint8Array(Math.min(most, Math.max(CHUNK, packed.length)));
  let length = 0;
  let at = 0;
  const source = new ReadableStream<BufferSource>({
    pull(controller) {
      if (at >= packed.length) return controller.close();
      controller.enqueue(packed.slice(at, at + CHUNK));
      at += CHUNK;
    },
  });
  const reader = source.pipeThrough(new DecompressionStream(packing)).getReader();
  try {
    while (length < enough) {
      const { value: chunk } = await reader.read();
      if (chunk === undefined) break;
      const end = Math.min(most, length + chunk.length);
      if (end > out.length) out = grown(out, Math.min(most, Math.max(end, 2 * out.length)));
      if (length < end) out.set(chunk.subarray(0, end - length), length);
      length += chunk.length;
    }
    if (length >= enough) await reader.cancel();
  } catch (error) {
    const cut = (error as { readonly code?: unknown }).code === 'Z_BUF_ERROR';
    throw new RangeError(
      cut ? 'truncated: its compressed data end early' : 'its compressed data are damaged or end early',
      { cause: error },
    );
  }
  return { out: out.subarray(0, Math.min(most, length)), length };
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(length);
  more.set(bytes);
  return more;
}
