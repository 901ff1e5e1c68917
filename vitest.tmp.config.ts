import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['test/page/**/*.test.ts'], provide: { consumer: '/tmp/w/hEcons' } as never, testTimeout: 120000, hookTimeout: 60000, pool: 'forks' } });
