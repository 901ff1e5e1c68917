/**
 * Makes one file each of the command, the worker and the renderer in dist/node, and pieces of what they load later, with the packages that they use inside
 * (docs/decisions/0032-command-in-one-piece.md). The library's modules stay as they are. Their licences go along in LICENSES.txt.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

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

/** Folders of the packages of which something is inside. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
);
/** Packages that name their licence without bringing its text, and another of the same authors or licence that has it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '@assemblyscript/loader': 'node_modules/assemblyscript/LICENSE',
  boolbase: 'node_modules/picocolors/LICENSE',
};

/** The text of a package's licence. Where it is another's, the copyright line is the package's own author. */
function licenceText(folder: string, { name, author }: { name: string; author?: string }): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
  if (files.length > 0)
    return files.map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim()).join('\n\n');
  const text = readFileSync(ELSEWHERE[name] ?? `${folder}/LICENSE`, 'utf8').trim();
  return text.replace(/^Copyright \(c\).*$/m, `Copyright (c) ${author}`);
}

/** Packages by the text of their licence, which many share. */
const byText = new Map<string, string[]>();
for (const folder of [...packages].sort()) {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const { name, version, license } = manifest;
  const text = licenceText(folder, manifest);
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
}
const sections = [...byText].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
writeFileSync(`${FOLDER}/LICENSES.txt`, `${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
