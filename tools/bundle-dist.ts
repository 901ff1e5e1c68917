/**
 * After the compiler: packages go inside the library and the command, files that neither reaches go, and the
 * licences of all packages of which something is in dist come along in LICENSES.txt. Run by `npm run
 * build:dist`.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { bundleCommand } from './bundle-command.ts';
import { bundleLater } from './bundle-later.ts';
import { bundleLibrary } from './bundle-library.ts';
import { entries, INSTALLED, named, packageOf, reached } from './dist-files.ts';
import { licences } from './licences.ts';
import { markPure } from './mark-pure.ts';

const { faces, types, programs } = entries();
for (const file of reached(faces, '.js')) writeFileSync(file, markPure(readFileSync(file, 'utf8')));
await bundleLater();
const inputs = [...(await bundleLibrary()), ...(await bundleCommand())];

const declarations = reached(types, '.d.ts');
for (const file of declarations) {
  const foreign = named(file).packages.filter((name) => !INSTALLED.has(packageOf(name)));
  if (foreign.length > 0)
    throw new Error(`${file}: expected types of installed packages, got ${foreign.join(', ')}`);
}
const kept = new Set([...reached([...faces, ...programs], '.js'), ...declarations]);
for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const path = posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name);
  if (/\.(js|d\.ts)$/.test(path) && !kept.has(path)) rmSync(path);
}

const functions = JSON.parse(readFileSync('build/functions.json', 'utf8')) as {
  files: string[];
  notices: string;
};
writeFileSync('dist/LICENSES.txt', licences([...inputs, ...functions.files], functions.notices));
