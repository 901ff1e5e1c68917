/**
 * Once for all tests of the package: builds it where the build is older than the sources, packs it, and
 * installs the tarball in an empty project, as a user would.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { isStale } from './built.ts';
import { chromiumMissing, chromiumRequired } from './chromium.ts';
import { mustRun, run } from './run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the packed package. */
    readonly tarball: string;
    /** The project that it is installed in: a copy of test/package/consumer. */
    readonly consumer: string;
    /** What npm said on standard error while it installed the package there. */
    readonly installMessages: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  if (isStale(root)) {
    console.log('The build is older than its sources: npm run build');
    mustRun(root, 'npm', 'run', 'build');
  }

  const folder = mkdtempSync(join(tmpdir(), 'expressivity-package-'));
  mustRun(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder)[0]!);
  const consumer = join(folder, 'consumer');
  cpSync(fileURLToPath(new URL('./consumer', import.meta.url)), consumer, { recursive: true });
  const install = run(consumer, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball);
  if (install.status !== 0) throw new Error(`npm install: exit code ${install.status}\n${install.stderr}`);

  provide('tarball', tarball);
  provide('consumer', consumer);
  provide('installMessages', install.stderr);
  if (chromiumMissing && !chromiumRequired) console.warn(`Browser tests are skipped: ${chromiumMissing}.`);
  return () => rmSync(folder, { recursive: true, force: true });
}
