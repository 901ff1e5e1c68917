/**
 * Lays the command into the Python package, with all that it needs beside Node, and writes the Python modules
 * that are made of the package: its version, and `trajectory` with the fields of an experiment. Run by `npm run
 * build:python`, after everything else is built (docs/decisions/0082-python-package.md).
 */
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entries, named, packageOf, reached } from './dist-files.ts';
import { trajectoryModule } from './python-trajectory.ts';

const PACKAGE = 'python/src/expressivity';
const COMMAND = join(PACKAGE, '_command');

/** What the command may import: laid beside it, or only asked for by runs over a queue. */
const PACKAGES: ReadonlySet<string> = new Set(['piscina', 'zod', '@resvg/resvg-js', 'bullmq', 'ioredis']);

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const schema = JSON.parse(readFileSync('dist/experiment.schema.json', 'utf8'));

// Setuptools would pack what an older build has left.
for (const path of [COMMAND, 'python/build']) rmSync(path, { recursive: true, force: true });
const lay = (from: string, to = from) => cpSync(from, join(COMMAND, to), { recursive: true });

const programs = entries().programs.filter((file) => file.startsWith('dist/node/'));
for (const file of reached(programs, '.js')) {
  const missing = named(file).packages.filter((name) => !PACKAGES.has(packageOf(name)));
  if (missing.length > 0)
    throw new Error(`${file}: expected packages of the wheel, got ${missing.join(', ')}`);
  lay(file);
}
for (const path of ['dist/page', 'dist/experiment.schema.json', 'dist/LICENSES.txt']) lay(path);
for (const path of ['data', 'package.json', 'LICENSE', 'CITATION.cff']) lay(path);

const code = (folder: string) =>
  cpSync(folder, join(COMMAND, folder), {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || /\.(m?js|json)$/.test(path),
  });
for (const name of ['piscina', 'zod'])
  for (const file of ['package.json', 'LICENSE']) lay(`node_modules/${name}/${file}`);
for (const folder of ['piscina/dist', 'zod/mini', 'zod/v4']) code(`node_modules/${folder}`);
const FONT = 'node_modules/@expo-google-fonts/arimo';
const FACES = ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'];
for (const file of [...FACES, 'package.json', 'LICENSE', 'LICENSE_FONT']) lay(`${FONT}/${file}`);

const RENDERER = 'node_modules/@resvg/resvg-js';
lay('python/resvg-js', RENDERER);
lay(`${RENDERER}/LICENSE`);
for (const file of ['index.mjs', 'index_bg.wasm', 'package.json'])
  lay(`node_modules/@resvg/resvg-wasm/${file}`, `${RENDERER}/wasm/${file}`);

cpSync('LICENSE', 'python/LICENSE');
writeFileSync(join(PACKAGE, '_version.py'), `__version__ = "${manifest.version}"\n`);
writeFileSync(join(PACKAGE, '_trajectory.py'), trajectoryModule(schema));
