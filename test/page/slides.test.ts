/** The recipe of docs/recipes/slides.md: the page in a frame of a slide, from static files. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fencedBlocks, readDocument } from '../docs/markdown.ts';
import { chromiumMissing, launchChromium } from '../package/chromium.ts';
import { shipped } from './open.ts';

describe.skipIf(chromiumMissing !== null)('a slide', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it('shows the picture in its frame, without the controls that it hides', async () => {
    const [slide] = fencedBlocks(readDocument('docs/recipes/slides.md')).filter(
      ({ language }) => language === 'html',
    );
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.context().route('http://localhost/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      if (!path.startsWith('/page/')) return route.fulfill({ contentType: 'text/html', body: slide!.text });
      return route.fulfill({ path: join(shipped(), path.slice('/page/'.length)) });
    });
    await page.goto('http://localhost/slide.html');
    const frame = page.frames().find((one) => one.parentFrame() !== null)!;
    await frame.waitForFunction(() => document.documentElement.dataset.picture === 'tangle');
    for (const gone of ['header', 'footer', '.panel', '.downloads', 'table'])
      expect(await frame.locator(gone).count(), gone).toBe(0);
    // A slide has no scroll bar.
    const { content, room } = await frame.evaluate(() => ({
      content: document.documentElement.scrollHeight,
      room: innerHeight,
    }));
    expect(content).toBeLessThanOrEqual(room);
    expect(new URLSearchParams(new URL(frame.url()).hash.slice(1)).get('sigmaW')).toBe('2.5');
    expect(complaints).toEqual([]);
  });
});
