/** Unpacks deflate streams to sizes that are known beforehand, and no further. */
import { createGunzip, createInflateRaw } from 'node:zlib';
import { shownBytes } from './limits.ts';

/** Deflate makes at most this many bytes out of one. */
const MOST_RATIO = 1032;
const CHUNK = 2 ** 18;

export type Packing = 'gzip' | 'raw';

/**
 * The `size` bytes that `packed` holds. Memory is taken for them only where so few bytes can hold as many.
 * @throws RangeError saying in one line what is wrong: there are fewer or more, or the stream is damaged.
 */
export async function inflated(packed: Uint8Array, packing: Packing, size: number): Promise<Uint8Array> {
  if (size > MOST_RATIO * packed.length)
    throw new RangeError(`it claims ${shownBytes(size)}, more than ${shownBytes(packed.length)} can hold`);
  const out = new Uint8Array(size);
  const length = await inflateInto(out, packed, packing, size + 1);
  if (length < size) throw new RangeError(`truncated: ${shownBytes(length)} unpacked of ${shownBytes(size)}`);
  if (length > size) throw new RangeError(`too long: more than ${shownBytes(size)} unpacked`);
  return out;
}

/**
 * The first `size` bytes that `packed` holds, fewer where it ends before. @throws RangeError for a damaged
 * stream.
 */
export async function inflatedStart(packed: Uint8Array, packing: Packing, size: number): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  return out.subarray(0, await inflateInto(out, packed, packing, size));
}

/** Fills `out` and counts the bytes that came, up to `enough`. */
async function inflateInto(
  out: Uint8Array,
  packed: Uint8Array,
  packing: Packing,
  enough: number,
): Promise<number> {
  const stream =
    packing === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createInflateRaw({ chunkSize: CHUNK });
  let length = 0;
  try {
    stream.end(packed);
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (length < out.length) out.set(chunk.subarray(0, out.length - length), length);
      length += chunk.length;
      if (length >= enough) break;
    }
  } catch (error) {
    const cut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    throw new RangeError(
      cut ? 'truncated: its compressed data end early' : 'its compressed data are damaged',
    );
  }
  return length;
}
