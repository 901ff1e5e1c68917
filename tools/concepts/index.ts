/** Draws the pictures of docs/concepts.md: `tsx tools/concepts/index.ts FOLDER`. Seconds of one core. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawConcepts } from './draw.ts';

const folder = process.argv[2] ?? 'docs/figures/concepts';
mkdirSync(folder, { recursive: true });
for (const [name, svg] of Object.entries(await drawConcepts()))
  writeFileSync(join(folder, `${name}.svg`), svg);
