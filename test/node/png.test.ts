import { describe, expect, it } from 'vitest';
import { pngOf } from '../../src/node/png.ts';

const svg = (body: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20" font-family="Helvetica, Arial, sans-serif" font-size="10"><rect width="40" height="20" fill="white"/>${body}</svg>`;
const letters = (text: string) => pngOf(svg(`<text x="2" y="14" font-weight="bold">${text}</text>`), 80);

describe('pngOf', () => {
  it('is a PNG as wide as asked', async () => {
    const png = Buffer.from(await pngOf(svg(''), 123));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([123, 62]);
  });
  it('has every letter that pictures use, in a font of its own', async () => {
    // What a font does not have is drawn as nothing, or as its box: the same for every such letter.
    const missing = Buffer.from(await letters('\u{10300}'));
    const pictures = await Promise.all([...'Aαβγκλμξπρστχθ√≈≤≥±×−…⁰¹²³⁴⁵⁶⁷⁸⁹⁻₁₂∞Δ–'].map(letters));
    for (const picture of pictures) expect(Buffer.from(picture).equals(missing)).toBe(false);
    expect(new Set(pictures.map((picture) => Buffer.from(picture).toString('base64'))).size).toBe(
      pictures.length,
    );
  });
});
