import { basename } from 'node:path';
import { echoPath } from '../experiment/index.ts';

/** What was assumed of a network file, which is something. */
export function assumedNote(path: string, assumed: readonly string[]): string {
  return `${echoPath(basename(path))}: ${assumed.join('; ')}.`;
}
