/**
 * Modules that a page loads only where it needs them, each in one piece with a copy of all that it imports: a
 * bundler that splits at imports would cut everything that they share with the rest in two, and load both
 * halves in every page. Classes of errors are shared, so that `instanceof` holds.
 */
import { posix } from 'node:path';
import { build, type Plugin } from 'esbuild';

const LATER = ['dist/theory/later.js', 'dist/browser/in-thread.js'];
/** Shared, with all that they import. */
const SHARED = ['dist/experiment/errors.js', 'dist/input/faults.js', 'dist/input/errors.js'];

const sharedErrors = (from: string): Plugin => ({
  name: 'shared-errors',
  setup(bundle) {
    bundle.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind === 'entry-point') return null;
      const file = posix.relative(process.cwd(), posix.join(resolveDir, path));
      if (!SHARED.includes(file)) return null;
      const relative = posix.relative(posix.dirname(from), file);
      return { path: relative.startsWith('.') ? relative : `./${relative}`, external: true };
    });
  },
});

export async function bundleLater(): Promise<void> {
  for (const file of LATER) {
    await build({
      entryPoints: [file],
      outfile: file,
      allowOverwrite: true,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      plugins: [sharedErrors(file)],
    });
  }
}
