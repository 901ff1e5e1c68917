/**
 * Writes the functions of @stdlib that the package uses as TypeScript modules, so that they bring neither packages nor `eval`
 * along (docs/decisions/0040-no-code-from-text.md). Run by `npm run build:functions`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const PACKAGES = 'node_modules/@stdlib';
const FOLDER = 'src/numeric/generated';
/** Files that are inside and their notices, for `tools/bundle-dist.ts` to collect the licences. */
const INSIDE = 'build/functions.json';

const ELEMENTARY = ['acos', 'asin', 'atan2', 'cos', 'erf', 'erfc', 'exp', 'gammaln', 'ln', 'sin', 'tanh'];

/** Modules with their exports and the packages that these come from. Workers need no quantile, which is twice the rest. */
const MODULES: Readonly<Record<string, readonly (readonly [name: string, from: string])[]>> = {
  elementary: ELEMENTARY.map((name) => [name, `math-base-special-${name}`]),
  quantile: [['tQuantile', 'stats-base-dists-t-quantile']],
};

/**
 * Student's t is the incomplete beta function with a = degrees / 2 and b = 1/2. The quantile at a probability from 0.975 to
 * 1 − 2⁻⁵², of a positive integer number of degrees, never reaches these parts of @stdlib: files of packages. In their place stands a function that throws.
 */
const NOT_REACHED: Readonly<Record<string, readonly string[]>> = {
  'math-base-special-beta': ['main'],
  'math-base-special-betainc': ['main'],
  'math-base-special-erfcinv': ['rational_p1q1', 'rational_p2q2', 'rational_p5q5'],
  'math-base-special-gamma': ['main'],
  'math-base-special-kernel-betainc': [
    'binomial_ccdf',
    'full_igamma_prefix',
    'ibeta_fraction2',
    'rising_factorial_ratio',
  ],
  'math-base-special-kernel-betaincinv': ['inverse_students_t_body_series', 'temme1', 'temme2', 'temme3'],
  'math-base-special-pow': ['x_is_zero', 'y_is_huge', 'y_is_infinite'],
  'math-base-tools-sum-series': ['basic'],
};

/** What files of packages come to for b = 1/2. Test: `test/numeric/functions.test.ts`, to the last bit. */
const AT_HALF: Readonly<Record<string, string>> = {
  // Γ(z + 1/2) / Γ(z)
  'math-base-special-gamma-delta-ratio/main': "export { default } from './gamma_delta_ratio_lanczos.js';",
  // Γ(1/2, x) / Γ(1/2), and its derivative times x
  'math-base-special-gammainc/main': `
    import erfc from '@stdlib/math-base-special-erfc';
    export default (x) => erfc(Math.sqrt(x));`,
  'math-base-special-kernel-betainc/regularized_gamma_prefix': `
    import exp from '@stdlib/math-base-special-exp';
    import pow from '@stdlib/math-base-special-pow';
    export default (half, x) => pow(x, half) * exp(-x) / ${Math.sqrt(Math.PI)};`,
};

/** @stdlib has the doubles of its factorials in a table, 3 kB; these are as many as are asked for. */
const FACTORIAL = `/* @__PURE__ */ ((table, product) => (n) => {
  for (let i = table.length; i <= n; i++) table.push(Number(product *= BigInt(i)));
  return table[n];
})([1], 1n)`;

/**
 * Stand-ins: features that every engine with SIMD has, for which @stdlib probes (once by `eval`), the order of bytes in WebAssembly's memory,
 * what the language has, and a silent logger.
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

/** @stdlib as ECMAScript modules, of which unused parts are left out. `elementary`: where elementary functions are, if they have a module. */
const stdlib = (elementary: string | null): Plugin => ({
  name: 'stdlib',
  setup(bundle) {
    bundle.onResolve({ filter: /^/ }, ({ path, resolveDir }) => {
      if (path === elementary) return { path, external: true };
      if (Object.hasOwn(STAND_INS, path)) return standIn(path, `export default ${STAND_INS[path]};`);
      const file = fileOf(path, resolveDir);
      const [, name, part] = /@stdlib\/([\w-]+)\/lib\/([\w/]+)\.js/.exec(file) ?? [];
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
    bundle.onLoad({ filter: /\/@stdlib\/.*\.js$/ }, ({ path }) => ({
      contents: asModule(readFileSync(path, 'utf8')),
    }));
  },
});

function standIn(path: string, contents: string, resolveDir?: string) {
  return { path, pluginData: { contents, resolveDir }, namespace: 'stand-in', sideEffects: false };
}

/** The main file of a package is the function. The index attaches others to it, which need a hundred more packages. */
function fileOf(path: string, resolveDir: string): string {
  const [, name, file] = /^@stdlib\/([\w-]+)(\/.+)?$/.exec(path) ?? [];
  if (name === undefined) return resolve(resolveDir, path);
  const main = existsSync(`${PACKAGES}/${name}/lib/main.js`) ? '/lib/main.js' : '/lib/index.js';
  return resolve(`${PACKAGES}/${name}${file ?? main}`);
}

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
