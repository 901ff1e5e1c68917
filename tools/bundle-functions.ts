/**
 * Writes the functions of @stdlib that the package uses as TypeScript modules, so that they bring neither
 * packages nor `eval` along (docs/decisions/0040-no-code-from-text.md). Run by `npm run build:functions`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { AT_HALF, FACTORIAL, NOT_REACHED, NOT_TAKEN } from './student-t.ts';

const PACKAGES = 'node_modules/@stdlib';
const FOLDER = 'src/numeric/generated';
/** Files that are inside and their notices, for `tools/bundle-dist.ts` to collect the licences. */
const INSIDE = 'build/functions.json';

const ELEMENTARY = ['acos', 'asin', 'atan2', 'cos', 'erf', 'erfc', 'exp', 'gammaln', 'ln', 'sin', 'tanh'];

/**
 * Modules with their exports and the packages that these come from. Workers need no quantile, which is twice
 * the rest.
 */
const MODULES: Readonly<Record<string, readonly (readonly [name: string, from: string])[]>> = {
  elementary: ELEMENTARY.map((name) => [name, `math-base-special-${name}`]),
  quantile: [['tQuantile', 'stats-base-dists-t-quantile']],
};

/**
 * Stand-ins: features that every engine with SIMD has, for which @stdlib probes (once by `eval`), the order
 * of bytes in WebAssembly's memory, what the language has, and a silent logger.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  '@stdlib/math-base-special-factorial': FACTORIAL,
  '@stdlib/array-float64': 'Float64Array',
  '@stdlib/array-uint8': 'Uint8Array',
  '@stdlib/array-uint16': 'Uint16Array',
  '@stdlib/array-uint32': 'Uint32Array',
  '@stdlib/assert-has-generator-support': '() => true',
  '@stdlib/assert-is-little-endian': 'true',
  '@stdlib/math-base-special-max': 'Math.max',
  '@stdlib/math-base-special-min': 'Math.min',
  debug: '() => () => {}',
};

/** Package and file, in a path. */
const PART = /@stdlib\/([\w-]+)\/lib\/([\w/]+)\.js/;

/**
 * @stdlib as ECMAScript modules, of which unused parts are left out. `elementary`: where elementary functions
 * are, if they have a module.
 */
const stdlib = (elementary: string | null): Plugin => ({
  name: 'stdlib',
  setup(bundle) {
    bundle.onResolve({ filter: /^/ }, ({ path, resolveDir }) => {
      if (path === elementary) return { path, external: true };
      if (Object.hasOwn(STAND_INS, path)) return standIn(path, `export default ${STAND_INS[path]};`);
      const file = fileOf(path, resolveDir);
      const [, name, part] = PART.exec(file) ?? [];
      if (name === undefined) return null;
      const half = AT_HALF[`${name}/${part}`];
      if (half !== undefined) return standIn(name, half, dirname(file));
      if (NOT_REACHED[name]?.includes(part!))
        return standIn('not reached', "export default () => { throw new Error('tQuantile: not reached'); };");
      const shared = ELEMENTARY.find((one) => `math-base-special-${one}` === name && part === 'main');
      if (shared !== undefined && elementary !== null)
        return standIn(shared, `export { ${shared} as default } from '${elementary}';`);
      return { path: file, sideEffects: false };
    });
    bundle.onLoad({ filter: /^/, namespace: 'stand-in' }, ({ pluginData }) => pluginData);
    bundle.onLoad({ filter: /\/@stdlib\/.*\.js$/ }, ({ path }) => {
      const [, name, part] = PART.exec(path)!;
      return {
        contents: asModule(withoutBranches(readFileSync(path, 'utf8'), NOT_TAKEN[`${name}/${part}`])),
      };
    });
  },
});

function standIn(path: string, contents: string, resolveDir?: string) {
  return { path, pluginData: { contents, resolveDir }, namespace: 'stand-in', sideEffects: false };
}

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

function withoutBranches(text: string, branches: (typeof NOT_TAKEN)[string] = []): string {
  return branches.reduce((left, [start, end]) => {
    const from = left.indexOf(start);
    const to = left.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`expected ${start} … ${end} in a file of @stdlib, got none`);
    return left.slice(0, from) + left.slice(to);
  }, text);
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

interface Bundle {
  readonly code: string;
  readonly notices: string;
  readonly inputs: readonly string[];
}

async function bundle(exported: (typeof MODULES)[string], elementary: string | null): Promise<Bundle> {
  const lines = exported.map(([name, from]) => `export { default as ${name} } from '@stdlib/${from}';`);
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
    plugins: [stdlib(elementary)],
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const inputs = Object.keys(metafile.inputs).filter((path) => path.startsWith(PACKAGES));
  return { code: text('.js'), notices: text('.LEGAL.txt'), inputs };
}

mkdirSync(FOLDER, { recursive: true });
const inside = new Set<string>();
const notices: string[] = [];
for (const [name, exported] of Object.entries(MODULES)) {
  const made = await bundle(exported, name === 'elementary' ? null : './elementary.ts');
  const forbidden = /^.*\b(?:require|eval|Function|exports)\b *[.(=].*$/m.exec(made.code);
  if (forbidden) throw new Error(`${name}: expected neither eval nor require, got ${forbidden[0]}`);
  const head =
    '// @ts-nocheck\n// Made by tools/bundle-functions.ts. Do not edit.\n/*! From @stdlib; licences: LICENSES.txt of expressivity. */\n';
  writeFileSync(`${FOLDER}/${name}.ts`, head + made.code);
  for (const input of made.inputs) inside.add(input);
  notices.push(made.notices);
  console.log(`functions: ${name}, ${made.code.length} bytes`);
}
mkdirSync('build', { recursive: true });
writeFileSync(INSIDE, JSON.stringify({ files: [...inside], notices: notices.join('\n') }));
