import { basename } from 'node:path';
import { echoPath } from '../experiment/index.ts';

/** One line that says what was assumed of a network file; nothing where nothing was. */
export function assumedNote(path: string, assumed: readonly string[]): string {
  return assumed.length === 0 ? '' : `${echoPath(basename(path))}: ${assumed.join('; ')}.\n`;
}
