/** Is the built package what its sources say? */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that a build reads. */
const SOURCES = [
  'assembly',
  'asconfig.json',
  'package.json',
  'src',
  'tools',
  'tsconfig.build.json',
  'tsconfig.json',
  'web',
];
/** What a build writes last. */
const LAST = 'dist/page/index.html';

/**
 * True where there is no build, or a source is younger than it. A folder is as young as its last addition or
 * removal.
 */
export function isStale(root: string): boolean {
  if (!existsSync(join(root, LAST))) return true;
  const built = statSync(join(root, LAST)).mtimeMs;
  return SOURCES.some((source) => youngest(join(root, source)) > built);
}

function youngest(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => youngest(join(path, name))));
}
