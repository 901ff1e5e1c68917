/**
 * Puts the development packages that the library uses inside its modules
 * (docs/decisions/0050-few-packages.md). A module stays a file of its own, so that a bundler leaves out
 * unused ones, and an error class is the same for the library and the command. Code that several modules
 * share lies in dist/packages.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';
import { entries, INSTALLED, named, packageOf, reached } from './dist-files.ts';

/**
 * The library's own modules stay where they are. Linkedom tries to load a drawing package that it does not
 * need.
 */
const ownModules: Plugin = {
  name: 'own-modules',
  setup(bundle) {
    bundle.onResolve({ filter: /^\./ }, ({ path, kind, importer }) =>
      kind === 'entry-point' || importer.includes('/node_modules/') ? null : { path, external: true },
    );
  },
};

/** Returns the files that are inside. */
export async function bundleLibrary(): Promise<string[]> {
  const { faces } = entries();
  const inBrowsers = reached(
    faces.filter((file) => file !== NODE_FACE),
    '.js',
  );
  const others = [...reached([NODE_FACE], '.js')].filter((file) => !inBrowsers.has(file));
  // Apart: what CommonJS packages need of Node, if it is there, stays out of pages.
  return [...(await bundled([...inBrowsers])), ...(await bundled(others))];
}

/** The face that is for Node alone. */
const NODE_FACE = 'dist/node.js';

async function bundled(files: readonly string[]): Promise<string[]> {
  const users = files.filter((file) => named(file).packages.some((name) => !INSTALLED.has(packageOf(name))));
  const { metafile, outputFiles } = await build({
    entryPoints: users,
    outbase: 'dist',
    outdir: 'dist',
    chunkNames: 'packages/[name]-[hash]',
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    external: [...INSTALLED, 'node:*'],
    alias: { canvas: 'linkedom/commonjs/canvas-shim.cjs' },
    plugins: [ownModules],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  mkdirSync('dist/packages', { recursive: true });
  // A module that shares nothing but the order of evaluation with a piece need not load it: pieces do nothing
  // by themselves.
  for (const { path, text } of outputFiles)
    writeFileSync(path, text.replace(/^import "[./]*packages\/[^"]+";\n/gm, ''));
  return Object.keys(metafile.inputs);
}
