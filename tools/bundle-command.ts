/**
 * Makes one file each of the command and of the worker in dist/node, and pieces of what they load later, with the packages that they use inside
 * (docs/decisions/0032-command-in-one-piece.md).
 * The library's modules stay as they are. Licences of all packages of which something is in dist go along in LICENSES.txt.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { licences } from './licences.ts';

const FOLDER = 'dist/node';

const { metafile } = await build({
  entryPoints: ['cli', 'worker', 'render-png'].map((name) => `${FOLDER}/${name}.js`),
  outdir: FOLDER,
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // One has workers and the other native code, both in files of their own.
  external: ['piscina', '@resvg/resvg-js'],
  // CommonJS packages ask for Node's modules.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});

const functions = JSON.parse(readFileSync('build/functions.json', 'utf8')) as string[];
writeFileSync('dist/LICENSES.txt', licences([...Object.keys(metafile.inputs), ...functions]));
