import { expect, test, vi } from 'vitest';
import { withPngs } from '../../src/node/picture-files.ts';
import { printPixels } from '../../src/node/png.ts';

const svg = (width: number, height: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"/>`;

test('print has 300 pixels to the inch, a very long picture fewer', () => {
  expect(printPixels(svg(700, 400))).toBe(2100);
  expect(printPixels(svg(330, 1200))).toBe(990);
  const pixels = printPixels(svg(700, 17_000));
  expect(pixels).toBeLessThan(2100);
  expect((pixels * pixels * 17_000) / 700).toBeLessThanOrEqual(4e7);
});

test('each picture that is one string gets a PNG of its name, the others are as they were', async () => {
  const pieces = [svg(10, 10)];
  const files = await withPngs({ 'a.svg': svg(10, 20), 'a.json': '{}', 'b.svg': pieces });
  expect(Object.keys(files)).toEqual(['a.svg', 'a.png', 'a.json', 'b.svg']);
  const png = Buffer.from(files['a.png'] as Uint8Array);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([30, 60]);
  expect(files['b.svg']).toBe(pieces);
});

test('a PNG that cannot be drawn is warned of, and the rest is kept', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const broken = `${svg(10, 10)}<`;
  const files = await withPngs({ 'a.svg': broken, 'a.csv': '1' });
  expect(files).toEqual({ 'a.svg': broken, 'a.csv': '1' });
  expect(warned.mock.calls.map(([message]) => message)).toEqual([
    expect.stringMatching(/^a\.png: left out, for it could not be drawn \(/),
  ]);
  warned.mockRestore();
});

test('an interrupt ends it', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  await expect(withPngs({ 'a.svg': svg(10, 10) }, signal)).rejects.toThrow('stop');
});
