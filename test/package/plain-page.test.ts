/** The packed package in a page without a bundler: files as they lie, an import map, and its workers. */
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fencedBlocks, readDocument } from '../docs/markdown.ts';
import { chromiumMissing, launchChromium } from './chromium.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <link rel="icon" href="data:,">
    <script type="importmap">
      {
        "imports": {
          "expressivity": "/node_modules/expressivity/dist/index.js",
          "expressivity/kernels": "/node_modules/expressivity/dist/kernels.js",
          "zod/mini": "/node_modules/zod/mini/index.js"
        }
      }
    </script>
    <script type="module">
      import { inlineExecutor, measureTrajectory } from 'expressivity';
      import { kernelBuilds } from 'expressivity/kernels';

      const experiment = { width: 10, depth: 2, networks: 60, points: 20, curve: 'circle' };
      const inWorkers = await measureTrajectory(experiment);
      const inline = await measureTrajectory(experiment, { executor: inlineExecutor });
      globalThis.found = {
        equal: JSON.stringify(inWorkers.cells) === JSON.stringify(inline.cells),
        mean: inline.cells[0].layers[0].ratio.mean,
        sha256: inWorkers.provenance.kernelsSha256 === kernelBuilds.simd128.sha256,
      };
    </script>
  </head>
  <body></body>
</html>
`;

/** The page of docs/install.md, and what it shows. */
const documented = (language: string) =>
  fencedBlocks(readDocument('docs/install.md')).find((block) => block.language === language)!.text;

describe.skipIf(chromiumMissing !== null)('the packed package in a page without a bundler', () => {
  const consumer = inject('consumer');
  let server: Server;
  beforeAll(async () => {
    writeFileSync(join(consumer, 'plain.html'), PAGE);
    writeFileSync(join(consumer, 'install.html'), documented('html'));
    server = createServer(({ url = '/' }, response) => {
      // A browser asks for the icon of a page that names none.
      if (url === '/favicon.ico') {
        response.writeHead(204).end();
        return;
      }
      const file = join(consumer, new URL(url, 'http://localhost').pathname);
      const type = file.endsWith('.html') ? 'text/html' : 'text/javascript';
      response.writeHead(existsSync(file) ? 200 : 404, { 'Content-Type': type });
      if (existsSync(file)) createReadStream(file).pipe(response);
      else response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server?.close());

  it('measures in workers what it measures in its own thread', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const workers: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('worker', (worker) => workers.push(new URL(worker.url()).pathname));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/plain.html`);
      await page.waitForFunction(() => 'found' in globalThis, undefined, { timeout: 600_000 });
      const found = await page.evaluate(() => (globalThis as unknown as { found: object }).found);
      expect(found).toEqual({ equal: true, mean: expect.any(Number), sha256: true });
      expect(workers.length).toBeGreaterThan(0);
      expect(new Set(workers)).toEqual(new Set(['/node_modules/expressivity/dist/browser/worker.js']));
      await page.goto(new URL('install.html', page.url()).href);
      await expect
        .poll(() => page.locator('#growth').textContent(), { timeout: 600_000 })
        .toBe(documented('text').trim());
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
