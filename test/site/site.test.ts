/** The documentation site, built and opened in Chromium. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figures } from '../../src/figures/index.ts';
import { documents } from '../docs/markdown.ts';
import { chromiumMissing, chromiumRequired, launchChromium } from '../package/chromium.ts';
import { buildSite, folder, type Read, readPages, resolveTarget, serveSite } from './serve.ts';

let pages: Read[];
beforeAll(() => {
  buildSite();
  pages = readPages();
});

describe('the pages', () => {
  it('are those of all documents, each with one heading', () => {
    // README.md is the way in from the repository: the site has a first page of its own.
    expect(pages.length).toBeGreaterThanOrEqual(documents.length - 1 + 3);
    expect(pages.filter(({ path, headings }) => headings !== 1 && path !== '/404.html')).toEqual([]);
  });
  it('lead to files and headings that are there', () => {
    const byPath = new Map(pages.map((page) => [page.path, page]));
    const inside = pages.flatMap(({ path, targets }) =>
      targets
        .filter((target) => !/^(https?:|data:|mailto:)/.test(target))
        .map((target) => ({ path, target })),
    );
    expect(inside.length).toBeGreaterThan(1000);
    const broken = inside.filter(({ path, target }) => {
      const { file, hash } = resolveTarget(target, path);
      if (!existsSync(join(folder, file))) return true;
      const page = byPath.get(file);
      return hash !== '' && page !== undefined && !page.ids.has(hash);
    });
    expect(broken).toEqual([]);
  });
  it('show every figure with its command, and the page under /play/', () => {
    const { targets } = pages.find(({ path }) => path === '/figures.html')!;
    for (const { id } of figures)
      expect(targets.filter((target) => target.includes(`/${id}.`))).toHaveLength(1);
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toMatch(
      /<a href="\/play\/"[^>]*target="_self"[^>]*>Open the page/,
    );
    // test/page opens it, under another path: its own files are relative to it.
    expect(existsSync(join(folder, 'play/index.html'))).toBe(true);
  });
});

/** Pictures, tables, code, formulas, the API, and a page that is not there. */
const KINDS = [
  '/index.html',
  '/page.html',
  '/install.html',
  '/theory.html',
  '/api/expressivity/node.html',
  '/404.html',
];
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  'on a desktop': { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  'on a desktop, dark': { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  'on a phone': { viewport: { width: 390, height: 800 }, colorScheme: 'light' },
  'on a phone, dark': { viewport: { width: 390, height: 800 }, colorScheme: 'dark' },
};

describe.skipIf(chromiumMissing !== null && !chromiumRequired)('in Chromium', () => {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serveSite>>;
  beforeAll(async () => {
    site = await serveSite();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function open(options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url) && !request.url().startsWith('data:'))
        complaints.push(`asks for ${request.url()}`);
    });
    return { context, page, complaints };
  }

  it('pages open without a complaint, and ask nobody else for anything', async () => {
    const { context, page, complaints } = await open({ viewport: { width: 400, height: 300 } });
    // The decisions are sixty pages of one kind: one stands for all.
    const opened = pages.filter(({ path }) => !/404|decisions\/00(?!01)/.test(path));
    expect(opened.length).toBeGreaterThan(20);
    for (const { path, title } of opened) {
      await page.goto(`${site.url}${path}`);
      expect(await page.title()).toBe(title);
      expect({ path, complaints }).toEqual({ path, complaints: [] });
    }
    await context.close();
  });

  it.each(Object.keys(LOOKS))('axe finds nothing, and no page is too wide, %s', async (look) => {
    const { context, page } = await open(LOOKS[look]!);
    // Of what axe looks at, dark and light differ in their colours alone.
    const rules = look.endsWith('dark') ? ['color-contrast'] : null;
    for (const path of KINDS) {
      await page.goto(`${site.url}${path}`);
      await page.waitForSelector('h1');
      await page.addScriptTag({ path: axe });
      const violations = await page.evaluate(async (runOnly) => {
        const { run } = (globalThis as unknown as { axe: typeof import('axe-core') }).axe;
        const found = await run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) });
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html)}`);
      }, rules);
      expect({ path, violations }).toEqual({ path, violations: [] });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ path, wide: Math.max(0, wide) }).toEqual({ path, wide: 0 });
    }
    await context.close();
  });

  it('a search leads to a heading', async () => {
    const { context, page } = await open();
    await page.goto(`${site.url}/`);
    await page.keyboard.press('Control+k');
    await page.locator('.VPLocalSearchBox input').fill('Price–Tanner bound');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/');
    expect(await page.locator('h1').count()).toBe(1);
    await context.close();
  });
});
