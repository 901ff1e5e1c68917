/** A PNG beside every picture. */
import { pngApart, printPixels } from './png.ts';
import type { Content } from './write.ts';

/**
 * The files, and for each `NAME.svg` that is one string a `NAME.png` of it, 300 pixels to the inch. A PNG
 * that cannot be made is warned of and left out: it holds nothing that the others do not hold. The environment
 * variable EXPRESSIVITY_PNG=no leaves all of them out, for programs that never look at them.
 * @throws the reason of `signal`.
 */
export async function withPngs<Files extends Readonly<Record<string, Content>>>(
  files: Files,
  signal: AbortSignal = new AbortController().signal,
): Promise<Record<string, Content>> {
  if (process.env.EXPRESSIVITY_PNG === 'no') return files;
  const all: Record<string, Content> = {};
  for (const [name, content] of Object.entries(files)) {
    all[name] = content;
    if (!name.endsWith('.svg') || typeof content !== 'string') continue;
    const png = name.replace(/svg$/, 'png');
    try {
      all[png] = await pngApart(content, printPixels(content), signal);
    } catch (error) {
      signal.throwIfAborted();
      process.emitWarning(`${png}: left out, for it could not be drawn (${(error as Error).message})`);
    }
  }
  return all;
}
