import { basename } from 'node:path';
import { echoPath } from '../experiment/index.ts';

/** The assumptions about a network file, at least one, as a note. */
export function assumedNote(path: string, assumed: readonly string[]): string {
  return `${echoPath(basename(path))}: ${assumed.join('; ')}.`;
}
