/**
 * A process of its own, which a signal can end at any time: an SVG file from standard input, as a PNG of so
 * many pixels to standard output.
 */
import { text } from 'node:stream/consumers';
import { pngOf } from './png.ts';

process.stdout.write(await pngOf(await text(process.stdin), Number(process.argv[2])));
