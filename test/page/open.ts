/** The built page, as it ships, in the browser of the tests. */
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import { type PageServer, servePage } from '../../src/node/page-server.ts';
import { launchChromium } from '../package/chromium.ts';

/** The folder of the page inside the installed package. */
export const shipped = () => join(inject('consumer'), 'node_modules', 'expressivity', 'dist', 'page');

export interface Opened {
  readonly page: Page;
  /** Errors, and whatever the page says on the console, violations of the policy among it. */
  readonly complaints: string[];
  readonly requests: string[];
}

export class PageBrowser {
  readonly server: PageServer;
  readonly #browser: Browser;
  private constructor(server: PageServer, browser: Browser) {
    this.server = server;
    this.#browser = browser;
  }

  static async start(): Promise<PageBrowser> {
    return new PageBrowser(await servePage(shipped(), 0), await launchChromium());
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.server.close();
  }

  /** A page of its own at this state, its first picture drawn. */
  async open(hash = '', options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.log(`${violatedDirective}: ${blockedURI}`),
      ),
    );
    await page.goto(`${this.server.url}${hash === '' ? '' : `#${hash}`}`);
    return { page, complaints, requests };
  }
}

/** Waits until the picture of a view is there, and nothing is being computed. */
export async function settled(page: Page, view: string): Promise<void> {
  await page.waitForFunction(
    (name) =>
      document.documentElement.dataset.picture === name &&
      [...document.querySelectorAll('.status')].every(
        ({ textContent }) => !textContent?.startsWith('Computing'),
      ),
    view,
    { timeout: 120_000 },
  );
}

/** The fields that the address holds. */
export function addressOf(page: Page): URLSearchParams {
  return new URLSearchParams(new URL(page.url()).hash.slice(1));
}
