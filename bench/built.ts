/** The built package, as its users run it: whole experiments are timed on dist/, not on the sources. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('..', import.meta.url);
const DIST = new URL('dist/', ROOT);

/** Path of the command line's script. */
export const CLI = fileURLToPath(new URL('node/cli.js', DIST));

/** What whole experiments are timed with: two of these are no part of the package's face. */
export type Library = typeof import('../src/node.ts') &
  Pick<typeof import('../src/ensemble/index.ts'), 'planExperiment'> &
  Pick<typeof import('../src/run/plan.ts'), 'runPlan'>;

/** That from dist/. @throws Error if the package is not built; warns where it is older than its sources. */
export async function built(): Promise<Library> {
  requireBuilt();
  const [face, ensemble, run] = await Promise.all(
    ['node.js', 'ensemble/index.js', 'run/plan.js'].map((file) => import(new URL(file, DIST).href)),
  );
  return { ...face, planExperiment: ensemble.planExperiment, runPlan: run.runPlan };
}

let warned = false;

/** @throws Error if the package is not built; warns once where it is older than its sources. */
export function requireBuilt(): void {
  if (!existsSync(CLI))
    throw new Error('dist: expected the built package, got nothing there; run npm run build');
  const oldest = statSync(new URL('version.js', DIST)).mtimeMs;
  if (!warned && newest(new URL('src/', ROOT)) > oldest) {
    process.stderr.write('dist: older than src, whose changes are not in these times; run npm run build\n');
    warned = true;
  }
}

function newest(folder: URL): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}
