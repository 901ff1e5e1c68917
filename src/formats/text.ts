/**
 * The text of a file in UTF-8, without a byte order mark.
 * @throws RangeError whose message is what there is instead, in a few words.
 */
export function textOf(bytes: Uint8Array): string {
  // UTF-16 has a byte order mark or, for every ASCII character, a zero byte.
  const [first, second] = bytes;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || bytes.includes(0)) throw new RangeError('text in UTF-16 or no text; UTF-8 is read');
  return new TextDecoder().decode(bytes);
}
