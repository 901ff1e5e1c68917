import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that need the built package; the others need the kernels alone. */
const PACKAGE = [
  'test/package/tarball.test.ts',
  'test/package/weight.test.ts',
  'test/package/types.test.ts',
  'test/package/browser.test.ts',
  'test/package/python.test.ts',
  'test/package/plain-page.test.ts',
  'test/page/**/*.test.ts',
  'test/site/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/docs/readme.test.ts',
];
/** Slow statistics: measurements of many networks against theory, and the figures. */
const ACCEPTANCE = [
  'test/acceptance/**/*.test.ts',
  'test/figures/figures.test.ts',
  'test/measure/{far,depth,law}.test.ts',
  'test/random/{statistics,mask-statistics}.test.ts',
];
const shared = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  pool: 'forks',
  // Vitest itself leaves one core to itself: half of a machine of two.
  maxWorkers: availableParallelism(),
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...PACKAGE, ...ACCEPTANCE],
          // Loading the sources again for each file would take longer than many of them run.
          isolate: false,
        },
      },
      { test: { ...shared, name: 'acceptance', include: ACCEPTANCE } },
      { test: { ...shared, name: 'package', include: PACKAGE, globalSetup: 'test/package/global-setup.ts' } },
    ],
  },
});
