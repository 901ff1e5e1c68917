/** Characters that are written at once. */
const SIZE = 1 << 16;

/** The same text in fewer, longer pieces. */
export function* longer(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < SIZE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
