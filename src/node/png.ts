/** SVG to PNG. */
import { createRequire } from 'node:module';
import type { ResvgRenderOptions } from '@resvg/resvg-js';

/** Arimo has the metrics of Arial and Helvetica, which our pictures ask for, and the Greek and mathematics that they use. */
const FACES = ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'];

/**
 * Renders a picture at a width in pixels. Text is set in a font of our own, whatever fonts the machine has: the same picture everywhere.
 */
export async function pngOf(svg: string, width: number): Promise<Uint8Array> {
  // A native module: loaded where it is needed only.
  const { Resvg } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const font = {
    loadSystemFonts: false,
    fontFiles: FACES.map((face) => resolve(`@expo-google-fonts/arimo/${face}`)),
    defaultFontFamily: 'Arimo',
    sansSerifFamily: 'Arimo',
  };
  const options: ResvgRenderOptions = { fitTo: { mode: 'width', value: width }, font };
  return new Resvg(svg, options).render().asPng();
}
