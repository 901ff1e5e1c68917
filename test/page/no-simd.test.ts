/** The page in a browser without what it needs: Chromium without SSE 4.1 has no SIMD in WebAssembly. */
import { expect, it } from 'vitest';
import { servePage } from '../../src/node/page-server.ts';
import { chromiumMissing, launchChromium } from '../package/chromium.ts';
import { settled, shipped } from './open.ts';

const SENTENCE =
  'This browser cannot run the core of this page, which needs WebAssembly with SIMD: Chrome 91, Firefox 89, Safari 16.4 and later have it.';

it.skipIf(chromiumMissing !== null || process.arch !== 'x64').each([
  ['without SIMD', '--no-enable-sse4-1', ['phase', 'regions']],
  // Without a compiler of JavaScript either: its theory takes half a minute.
  ['without WebAssembly', '--jitless', []],
] as const)('a browser %s says so in one sentence, and draws the rest', async (_, flag, others) => {
  const server = await servePage(shipped(), 0);
  const browser = await launchChromium(flag);
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    for (const view of ['tangle', 'growth']) {
      await page.goto(`${server.url}#view=${view}`);
      await page.reload();
      await expect
        .poll(() => page.locator('[role=alert]').allTextContents(), { message: view })
        .toEqual([SENTENCE]);
      expect(await page.locator('main canvas, main .chart svg').count(), view).toBe(0);
    }
    // Theory and exact slices are plain JavaScript.
    for (const view of others) {
      await page.goto(`${server.url}#view=${view}`);
      await settled(page, view);
      expect(await page.locator('[role=alert]').count(), view).toBe(0);
    }
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await server.close();
  }
});
