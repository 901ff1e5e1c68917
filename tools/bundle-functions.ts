/**
 * Writes the functions of @stdlib that the package uses as a TypeScript module, so that they bring neither
 * packages nor `eval` along (docs/decisions/0040-no-code-from-text.md). Run by `npm run build:functions`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const PACKAGES = 'node_modules/@stdlib';
const FOLDER = 'src/numeric/generated';
const MODULE = `${FOLDER}/elementary.ts`;
/** Files that are inside and their notices, for `tools/bundle-dist.ts` to collect the licences. */
const INSIDE = 'build/functions.json';

const NAMES = ['acos', 'asin', 'atan2', 'cos', 'erf', 'erfc', 'exp', 'gammaln', 'ln', 'sin', 'tanh'];

/** Stand-ins: arrays that every engine has, for which @stdlib probes, and the order of bytes in WebAssembly's memory. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@stdlib/array-float64': 'Float64Array',
  '@stdlib/array-uint32': 'Uint32Array',
  '@stdlib/assert-is-little-endian': 'true',
};

/** @stdlib as ECMAScript modules, of which unused parts are left out. */
const stdlib: Plugin = {
  name: 'stdlib',
  setup(bundle) {
    bundle.onResolve({ filter: /^/ }, ({ path, resolveDir }) => {
      if (Object.hasOwn(STAND_INS, path))
        return { path, namespace: 'stand-in', pluginData: STAND_INS[path], sideEffects: false };
      return { path: firstLike(fileOf(path, resolveDir)), sideEffects: false };
    });
    bundle.onLoad({ filter: /^/, namespace: 'stand-in' }, ({ pluginData }) => ({
      contents: `export default ${pluginData};`,
    }));
    bundle.onLoad({ filter: /\/@stdlib\/.*\.js$/ }, ({ path }) => ({
      contents: asModule(readFileSync(path, 'utf8')),
    }));
  },
};

/**
 * The first of the files whose code is the same, notices aside: `erf` and `erfc` have the same polynomials.
 */
function firstLike(file: string): string {
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  // Code that names files beside it depends on its place.
  if (/require\( '\.\.?\//.test(code)) return file;
  if (!firsts.has(code)) firsts.set(code, file);
  return firsts.get(code)!;
}
const firsts = new Map<string, string>();

/**
 * The main file of a package is the function. The index attaches others to it, which need a hundred more
 * packages.
 */
function fileOf(path: string, resolveDir: string): string {
  const [, name, file] = /^@stdlib\/([\w-]+)(\/.+)?$/.exec(path) ?? [];
  if (name === undefined) return resolve(resolveDir, path);
  const main = existsSync(`${PACKAGES}/${name}/lib/main.js`) ? '/lib/main.js' : '/lib/index.js';
  return resolve(`${PACKAGES}/${name}${file ?? main}`);
}

/**
 * The files of @stdlib are all written in one way: lines of `var x = require( 'y' );`, and `module.exports =
 * z;` at the end. An index attaches `assign` to the main function; it has a file of its own.
 */
function asModule(text: string): string {
  return text
    .replace(/^var (\w+) = require\( '([^']+)' \)(\.assign)?;/gm, (_, name, from, assign) => {
      const assigned = assign !== undefined || new RegExp(`\\b${name}\\.assign\\(`).test(text);
      return `import ${name} from '${from}${assigned ? '/lib/assign.js' : ''}';`;
    })
    .replace(/(\w+)\.assign\(/g, '$1(')
    .replace(/^module\.exports = (\w+);/gm, 'export default $1;');
}

const lines = NAMES.map((name) => `export { default as ${name} } from '@stdlib/math-base-special-${name}';`);
const { outputFiles, metafile } = await build({
  stdin: { contents: lines.join('\n'), resolveDir: process.cwd() },
  bundle: true,
  outdir: '.',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  minifySyntax: true,
  // Notices of the code that @stdlib's is made from.
  legalComments: 'external',
  plugins: [stdlib],
  write: false,
  metafile: true,
  logLevel: 'warning',
});
const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
const code = text('.js');
const forbidden = /^.*\b(?:require|eval|Function|exports)\b *[.(=].*$/m.exec(code);
if (forbidden) throw new Error(`expected neither eval nor require, got ${forbidden[0]}`);
const head =
  '// @ts-nocheck\n// Made by tools/bundle-functions.ts. Do not edit.\n/*! From @stdlib; licences: LICENSES.txt of expressivity. */\n';
mkdirSync(FOLDER, { recursive: true });
writeFileSync(MODULE, head + code);
console.log(`functions: ${code.length} bytes`);
const files = Object.keys(metafile.inputs).filter((path) => path.startsWith(PACKAGES));
mkdirSync('build', { recursive: true });
writeFileSync(INSIDE, JSON.stringify({ files, notices: text('.LEGAL.txt') }));
