/**
 * Makes one file each of the command and of its workers in dist/node, and pieces of what they load later,
 * with the packages that they use inside (docs/decisions/0032-command-in-one-piece.md). Drawing, and code in
 * dist/packages, are loaded from the library.
 */
import { posix, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { entries } from './dist-files.ts';

const FOLDER = 'dist/node';
/** Large, and loaded late. */
const OF_LIBRARY = /^dist\/(packages\/[\w-]+|node\/svg)\.js$/;

const fromLibrary: Plugin = {
  name: 'from-library',
  setup(bundle) {
    bundle.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = posix.normalize(relative('.', resolve(resolveDir, path)).replaceAll('\\', '/'));
      if (!OF_LIBRARY.test(file)) return null;
      const fromFolder = posix.relative(FOLDER, file);
      return { path: fromFolder.startsWith('.') ? fromFolder : `./${fromFolder}`, external: true };
    });
  },
};

/** Returns the files that are inside. */
export async function bundleCommand(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: entries().programs.filter((file) => file.startsWith(`${FOLDER}/`)),
    outdir: FOLDER,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // One has workers and the other native code, both in files of their own.
    external: ['piscina', '@resvg/resvg-js', 'bullmq', 'ioredis'],
    plugins: [fromLibrary],
    // CommonJS packages ask for Node's modules.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}
