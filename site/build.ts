/** `npm run docs`: builds the documentation site into out/site, static files for any host. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vitepress';
import { root } from './pages.ts';
import { writeSource } from './source.ts';

await writeSource(join(root, 'out/site-source'));
await build(join(root, 'site'));
cpSync(join(root, 'dist/page'), join(root, 'out/site/play'), { recursive: true });
