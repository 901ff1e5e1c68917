/**
 * Makes one file each of the command and of the worker in dist/node, and pieces of what they load later, with the packages that they use inside
 * (docs/decisions/0017-start-up.md). The library's modules stay as they are. Their licences go along in LICENSES.txt.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const FOLDER = 'dist/node';

const { metafile } = await build({
  entryPoints: [`${FOLDER}/cli.js`, `${FOLDER}/worker.js`],
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

/** Folders of the packages of which something is inside. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
);
/** Packages by the text of their licence, which many share. */
const byText = new Map<string, string[]>();
for (const folder of [...packages].sort()) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  const text = files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim()).join('\n\n');
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
}
const sections = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
writeFileSync(`${FOLDER}/LICENSES.txt`, `${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
