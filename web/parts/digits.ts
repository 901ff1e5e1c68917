/** The sample of real digits that ships with the package, loaded when it is asked for first. */
import { signal } from '@preact/signals';

const PIXELS = 784;
const HEADER = 16;
const pixels = signal<Uint8Array | null>(null);
/** A digit is one object, so that jobs see that it is the same. */
const made = new Map<string, Float64Array>();
let asked: Promise<void> | undefined;

/** Loads the digits unless they are there. */
export function loadDigits(): Promise<void> {
  asked ??= (async () => {
    const url = new URL('../../data/mnist-sample-images-idx3-ubyte.gz', import.meta.url);
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    // Some servers unpack what ends in gz.
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    pixels.value = packed ? await unpacked(bytes) : bytes;
  })().catch(() => {
    asked = undefined;
  });
  return asked;
}

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The first digits of these classes, `3,8`, pixels divided by 255 as `--endpoints mnist:3,8` has them: digit i of
 * the sample has class i mod 10. `null` without classes, and until they are there.
 */
export function digits(classes: string | null): readonly Float64Array[] | null {
  if (classes === null) return null;
  const all = pixels.value;
  if (all === null) {
    void loadDigits();
    return null;
  }
  return classes.split(',').map((name) => {
    const start = HEADER + PIXELS * Number(name);
    const digit =
      made.get(name) ?? Float64Array.from(all.subarray(start, start + PIXELS), (byte) => byte / 255);
    made.set(name, digit);
    return digit;
  });
}
