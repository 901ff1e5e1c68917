/** SVG to PNG. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { ResvgRenderOptions } from '@resvg/resvg-js';
import { UNITS_PER_INCH } from '../draw/picture/units.ts';

/**
 * Arimo has the metrics of Arial and Helvetica, which our pictures ask for, and the Greek and mathematics
 * that they use.
 */
const FACES = ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'];

/**
 * Renders a picture at a width in pixels. Text is set in a font of our own, whatever fonts the machine has:
 * the same picture everywhere.
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

/** Pixels to the inch. */
const PRINT = 300;
/** What a PNG may hold without taking hundreds of megabytes while it is drawn. */
const MOST_PIXELS = 4e7;

/** Width in pixels that print wants for a picture; of a very long one less. */
export function printPixels(svg: string): number {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number) as [
    number,
    number,
    number,
  ];
  const wanted = (PRINT * width) / UNITS_PER_INCH;
  return Math.max(1, Math.floor(Math.min(wanted, Math.sqrt((MOST_PIXELS * width) / height))));
}

/**
 * The same in a process of its own: native code holds its thread for a minute where the picture is large.
 * @throws the reason of `signal`.
 */
export function pngApart(svg: string, width: number, signal: AbortSignal): Promise<Uint8Array> {
  const fromSource = import.meta.url.endsWith('.ts');
  const program = new URL(fromSource ? './render-png.ts' : './render-png.js', import.meta.url);
  const loader = () => createRequire(import.meta.url).resolve('tsx');
  const words = [...(fromSource ? ['--import', loader()] : []), fileURLToPath(program), String(width)];
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      words,
      { encoding: 'buffer', maxBuffer: Number.POSITIVE_INFINITY, signal },
      (error, png, complaint) => {
        if (error === null) resolve(png);
        else reject(signal.aborted ? error : new Error(`png: expected ${width} pixels, got ${complaint}`));
      },
    );
    // If it ends before it has read everything, its exit tells why.
    child.stdin!.on('error', () => {}).end(svg);
  });
}
