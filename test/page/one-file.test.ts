/** The page as one file, opened from a folder: no server, no network. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing, launchChromium } from '../package/chromium.ts';
import { settled } from './open.ts';

describe.skipIf(chromiumMissing !== null)('the page as one file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-one-file-'));
  beforeAll(async () => {
    const configFile = fileURLToPath(new URL('../../web/one-file.config.ts', import.meta.url));
    await build({ configFile, logLevel: 'error', build: { outDir: folder } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('draws every view from a folder, and asks for nothing', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => requests.push(request.url()));
      const url = pathToFileURL(join(folder, 'expressivity.html')).href;
      for (const view of ['tangle', 'growth', 'phase', 'regions', 'numbers']) {
        await page.goto(`${url}#view=${view}`);
        await page.reload();
        await settled(page, view);
        expect(await page.locator('.error').count(), view).toBe(0);
      }
      expect(complaints).toEqual([]);
      expect(requests.filter((asked) => !/^(?:file|blob|data):/.test(asked))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
