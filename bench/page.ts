/**
 * How fast the built page is, in Chromium from the local server: its first picture, and from an input to the
 * picture of it. `npm run build && npm run bench:page`.
 */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { servePage } from '../src/node/page-server.ts';
import { launchChromium } from '../test/package/chromium.ts';

const LOADS = 5;
const INPUTS = 20;

const server = await servePage(fileURLToPath(new URL('../dist/page', import.meta.url)), 0);
const browser = await launchChromium();

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;

const first: number[] = [];
for (let load = 0; load < LOADS; load++) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => document.documentElement.dataset.picture);
  first.push(await page.evaluate(() => performance.getEntriesByName('first-picture')[0]!.startTime));
  await page.context().close();
}
console.log(`first picture: ${median(first).toFixed(0)} ms, median of ${LOADS} loads`);

const page: Page = await browser.newPage();
await page.goto(server.url);
await page.waitForFunction(() => document.documentElement.dataset.loaded);
const { times, tasks } = await page.evaluate(async (inputs) => {
  const seen: number[] = [];
  const long: number[] = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  }).observe({ type: 'longtask' });
  const slider = document.querySelector<HTMLInputElement>('#sigmaW-slider')!;
  for (let i = 0; i < inputs; i++) {
    // The numbers of the input before have come by then.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = performance.now();
    slider.value = String(1 + 0.15 * i);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => document.addEventListener('picture', resolve, { once: true }));
    seen.push(performance.now() - start);
  }
  return { times: seen, tasks: long };
}, INPUTS);
console.log(
  `input to picture (width 200, 200 points, 10 layers): ${median(times).toFixed(0)} ms, median of ${INPUTS}`,
);
console.log(
  `tasks of the main thread above 50 ms: ${tasks.length}${tasks.length ? `, longest ${Math.max(...tasks).toFixed(0)} ms` : ''}`,
);

await browser.close();
await server.close();
