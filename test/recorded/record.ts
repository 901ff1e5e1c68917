/**
 * Writes the cells of the recorded experiments into a folder: `record.ts DIR`; with `--accept` also their
 * digests into the tree.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf, digest } from './cells.ts';
import { EXPERIMENTS } from './experiments.ts';

const [dir, ...words] = process.argv.slice(2);
if (dir === undefined) throw new Error('expected a folder: record.ts DIR [--accept]');
mkdirSync(dir, { recursive: true });
const digests: Record<string, string> = {};
for (const [name, experiment] of Object.entries(EXPERIMENTS)) {
  const cells = await cellsOf(experiment);
  writeFileSync(join(dir, `${name}.json`), `${JSON.stringify(JSON.parse(cells), null, 1)}\n`);
  digests[name] = digest(cells);
}
if (words.includes('--accept')) {
  writeFileSync(new URL('digests.json', import.meta.url), `${JSON.stringify(digests, null, 2)}\n`);
}
