/**
 * Writes the functions of @stdlib that the package uses as TypeScript modules, so that they bring neither packages nor `eval`
 * along (docs/decisions/0040-no-code-from-text.md). Run by `npm run build:functions`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

const PACKAGES = 'node_modules/@stdlib';
const FOLDER = 'src/numeric/generated';
/** Files that are inside, for `tools/bundle-command.ts` to collect their licences. */
const INPUTS = 'build/functions.json';

/** Modules with their exports and the packages that these come from. Workers need no quantile, whose code is five times the rest. */
const MODULES: Readonly<Record<string, readonly (readonly [name: string, from: string])[]>> = {
  elementary: ['acos', 'asin', 'atan2', 'cos', 'erf', 'erfc', 'exp', 'gammaln', 'ln', 'sin', 'tanh'].map(
    (name) => [name, `math-base-special-${name}`],
  ),
  quantile: [['tQuantile', 'stats-base-dists-t-quantile']],
};

/** Stand-ins: features that every engine with SIMD has, for which @stdlib probes (once by `eval`), and a silent logger. */
const STAND_INS: Readonly<Record<string, string>> = {
  '@stdlib/array-float64': 'Float64Array',
  '@stdlib/array-uint8': 'Uint8Array',
  '@stdlib/array-uint16': 'Uint16Array',
  '@stdlib/array-uint32': 'Uint32Array',
  '@stdlib/assert-has-generator-support': '() => true',
  debug: '() => () => {}',
};

/** @stdlib as ECMAScript modules, of which unused parts are left out. */
const stdlib: Plugin = {
  name: 'stdlib',
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, ({ path }) => {
      if (Object.hasOwn(STAND_INS, path)) return { path, namespace: 'stand-in', sideEffects: false };
      const [, name, file] = /^@stdlib\/([\w-]+)(\/.+)?$/.exec(path) ?? [];
      if (name === undefined) return null;
      // The main file is the function. The index attaches others to it, which need a hundred more packages.
      const main = existsSync(`${PACKAGES}/${name}/lib/main.js`) ? '/lib/main.js' : '/lib/index.js';
      return { path: `${process.cwd()}/${PACKAGES}/${name}${file ?? main}`, sideEffects: false };
    });
    bundle.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({
      contents: `export default ${STAND_INS[path]};`,
    }));
    bundle.onLoad({ filter: /\/@stdlib\/.*\.js$/ }, ({ path }) => ({
      contents: asModule(readFileSync(path, 'utf8')),
    }));
  },
};

/**
 * The files of @stdlib are all written in one way: lines of `var x = require( 'y' );`, and `module.exports = z;` at the end. An index
 * attaches `assign` to the main function; it has a file of its own.
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

async function bundle(exported: (typeof MODULES)[string]): Promise<{ code: string; inputs: string[] }> {
  const lines = exported.map(([name, from]) => `export { default as ${name} } from '@stdlib/${from}';`);
  const { outputFiles, metafile } = await build({
    stdin: { contents: lines.join('\n'), resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    // Notices of the code that @stdlib's is made from go along.
    legalComments: 'eof',
    plugins: [stdlib],
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  return { code: outputFiles[0]!.text, inputs: Object.keys(metafile.inputs) };
}

mkdirSync(FOLDER, { recursive: true });
const all = new Set<string>();
for (const [name, exported] of Object.entries(MODULES)) {
  const { code, inputs } = await bundle(exported);
  const forbidden = /^.*\b(?:require|eval|Function|exports)\b *[.(=].*$/m.exec(code);
  if (forbidden) throw new Error(`${name}: expected neither eval nor require, got ${forbidden[0]}`);
  const head = '// @ts-nocheck\n// Made by tools/bundle-functions.ts from @stdlib. Do not edit.\n';
  writeFileSync(`${FOLDER}/${name}.ts`, head + code);
  for (const input of inputs) all.add(input);
  console.log(`functions: ${name}, ${code.length} bytes`);
}
mkdirSync('build', { recursive: true });
writeFileSync(INPUTS, JSON.stringify([...all]));
