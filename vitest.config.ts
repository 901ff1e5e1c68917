import { defineConfig } from 'vitest/config';

/** Tests of the packed package; the others need no build. */
const PACKED = ['test/package/tarball.test.ts', 'test/package/browser.test.ts'];
const shared = { testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/**/*.test.ts'], exclude: PACKED } },
      { test: { ...shared, name: 'package', include: PACKED, globalSetup: 'test/package/global-setup.ts' } },
    ],
  },
});
