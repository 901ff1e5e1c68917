import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { kernelBytes } from '../../src/kernels/index.ts';
import { unpack } from '../../src/kernels/packed.ts';
import { pack } from '../../tools/pack.ts';

const CASES = {
  none: [],
  'every byte once': Array.from({ length: 256 }, (_, i) => i),
  'every byte, in uneven numbers': Array.from({ length: 5000 }, (_, i) => (i * i + (i >> 3)) % 256),
};

describe('packed bytes', () => {
  it.each(Object.entries(CASES))('come back: %s', (_, list) => {
    const bytes = Uint8Array.from(list);
    expect(unpack(pack(bytes))).toEqual(bytes);
  });
  it('need no escape in a string', () => {
    const { text } = pack(Uint8Array.from(CASES['every byte once']));
    expect(text).toMatch(/^[ -~]+$/);
    expect(JSON.stringify(text)).toBe(`"${text}"`);
    expect(text).not.toMatch(/['`$]/);
  });
  it('compress as well as the kernels themselves, where base64 takes 40 % more', async () => {
    const bytes = await kernelBytes('simd128');
    const size = (data: string | Uint8Array) => gzipSync(data).length;
    expect(size(pack(bytes).text)).toBeLessThan(1.01 * size(bytes));
    expect(size(Buffer.from(bytes).toString('base64'))).toBeGreaterThan(1.35 * size(bytes));
  });
});
