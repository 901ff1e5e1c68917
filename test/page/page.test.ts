/** The built page in Chromium: its numbers, its controls, its address, its manners. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  drawNetwork,
  endpoints,
  exactSlice,
  meanField,
  measureTrajectory,
  parseLaw,
  planeThrough,
} from '../../src/index.ts';
import { experimentOf, tangleExperiment } from '../../web/state/experiment.ts';
import { firstState, VIEWS } from '../../web/state/fields.ts';
import { commandLine, experimentFile, libraryCall } from '../../web/state/words.ts';
import { chromiumMissing } from '../package/chromium.ts';
import { addressOf, PageBrowser, settled, shipped } from './open.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(chromiumMissing !== null)('the page', () => {
  let browser: PageBrowser;
  beforeAll(async () => {
    browser = await PageBrowser.start();
  });
  afterAll(() => browser?.close());

  describe.each(VIEWS)('%s', (view) => {
    it('keeps the policy, is accessible, and says nothing on the console, light and dark', async () => {
      const { page, complaints } = await browser.open(`view=${view}`);
      await settled(page, view);
      for (const theme of ['light', 'dark']) {
        if (theme === 'dark') await page.locator('[data-field=theme]').selectOption('dark');
        const found = await audit(`view=${view}&theme=${theme}`);
        expect(found, theme).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('works on a phone and in large type: nothing is wider than the screen', async () => {
      for (const hash of [`view=${view}`, `view=${view}&large=true`]) {
        const { page } = await browser.open(hash, { viewport: { width: 375, height: 740 }, hasTouch: true });
        await settled(page, view);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
        await page.context().close();
      }
    });

    it('changes what it shows by every control, and finds its state again in the address', async () => {
      const { page } = await browser.open(`view=${view}`);
      await settled(page, view);
      const names = await page
        .locator('[data-field]')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.field!));
      expect(names).toContain('theme');
      for (const name of new Set(names)) {
        const control = page.locator(`[data-field=${name}]`).first();
        const before = await page.evaluate(seen);
        const kind = await control.evaluate((one) =>
          one instanceof HTMLSelectElement ? 'select' : (one as HTMLInputElement).type,
        );
        if (kind === 'select') {
          const value = await control.evaluate((one) => (one as HTMLSelectElement).value);
          const values = await control
            .locator('option')
            .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
          // Another theme than the system's; an activation of pieces, which has regions.
          await control.selectOption(
            values.find(
              (other) =>
                other !== value &&
                other !== 'light' &&
                (name === 'scale' || other !== 'linear') &&
                (view !== 'regions' || other !== 'tanh'),
            )!,
          );
        } else if (kind === 'checkbox') await control.click();
        else if (kind === 'text') {
          await control.fill('1,2');
          await control.press('Enter');
        } else {
          const value = Number(await control.inputValue());
          const most = Number(await control.getAttribute('max')) || 100;
          const next = value >= 1 && value < most ? value + 1 : value / 2 || 1;
          // All layers are drawn at first.
          await control.fill(String(name === 'cutLayer' ? value - 1 : next));
        }
        await expect.poll(() => addressOf(page).get(name), { message: name }).not.toBeNull();
        await expect.poll(() => page.evaluate(seen), { message: name, timeout: 60_000 }).not.toBe(before);
        await settled(page, view);
      }
      const before = await page.evaluate(() => location.hash);
      await page.reload();
      await page.waitForSelector('main');
      await expect.poll(() => page.evaluate(() => location.hash)).toBe(before);
      expect(await page.locator('.error').filter({ hasText: 'The address has a wrong part' }).count()).toBe(
        0,
      );
      await page.context().close();
    });

    it.skipIf(view === 'numbers')(
      'looks as its reference picture: at most 0.5 % of the pixels differ',
      async () => {
        const { page } = await browser.open(`view=${view}&theme=light`);
        await settled(page, view);
        const drawn = page.locator('main canvas.front, main .chart svg').first();
        // Type differs from machine to machine.
        await page.evaluate(() => {
          const sheet = document.styleSheets[0]!;
          sheet.insertRule(
            '* { color: transparent !important; caret-color: transparent !important }',
            sheet.cssRules.length,
          );
          sheet.insertRule('svg text { fill: transparent !important }', sheet.cssRules.length);
        });
        const got = PNG.sync.read(await drawn.screenshot());
        const file = fileURLToPath(new URL(`./snapshots/${view}.png`, import.meta.url));
        if (!existsSync(file)) {
          mkdirSync(join(file, '..'), { recursive: true });
          writeFileSync(file.replace('.png', '.new.png'), PNG.sync.write(got));
          throw new Error(`${view}: look at ${view}.new.png and rename it to ${view}.png`);
        }
        const wanted = PNG.sync.read(readFileSync(file));
        expect([got.width, got.height]).toEqual([wanted.width, wanted.height]);
        const different = pixelmatch(got.data, wanted.data, undefined, got.width, got.height, {
          threshold: 0.2,
        });
        expect(different / (got.width * got.height)).toBeLessThan(0.005);
        await page.context().close();
      },
    );
  });

  /** All that a view shows but its controls: pictures, numbers, type and colours. Runs in the page. */
  function seen(): string {
    const all = (selector: string) => [...document.querySelectorAll(`main :is(${selector})`)];
    const { fontSize } = getComputedStyle(document.documentElement);
    return [
      ...all('canvas').map((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
      ...all('svg').map(({ innerHTML }) => innerHTML),
      ...all('dd, figcaption, pre').map(({ textContent }) => textContent),
      fontSize,
      getComputedStyle(document.body).backgroundColor,
    ].join();
  }

  /** What axe finds, in a page whose policy is switched off: it comes as a script of its own. */
  async function audit(hash: string): Promise<string[]> {
    const { page } = await browser.open(hash, { bypassCSP: true });
    await settled(page, firstView(hash));
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`,
      );
    });
    await page.context().close();
    return found;
  }
  const firstView = (hash: string) => new URLSearchParams(hash).get('view')!;

  describe('shows the numbers of the library, byte for byte', () => {
    it.each([
      {},
      { sigmaW: 1.25, seed: 7 },
      { activation: 'relu', curve: 'line', width: 40, depth: 4, density: 0.5 },
    ])('Tangle %j', async (fields) => {
      const state = { ...firstState('tangle'), ...fields };
      const { cells } = await measureTrajectory(tangleExperiment(state));
      const { page } = await browser.open(new URLSearchParams(fields as Record<string, string>).toString());
      await settled(page, 'tangle');
      const lengths = await page
        .locator('[data-length]')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.length));
      expect(lengths).toEqual(cells[0]!.layers.map(({ length }) => String(length.mean)));
      await page.context().close();
    });
    it.each([{}, { activation: 'tanh', sigmaB: 0.5, networks: 70 }])('Growth %j', async (fields) => {
      const state = { ...firstState('growth'), ...fields };
      const { cells } = await measureTrajectory(experimentOf(state));
      const { page } = await browser.open(
        new URLSearchParams({ view: 'growth', ...fields } as Record<string, string>).toString(),
      );
      await settled(page, 'growth');
      await page.locator('summary').click();
      await page.locator('tbody tr').first().waitFor();
      const rows = await page
        .locator('tbody tr')
        .evaluateAll((all) => all.map((row) => row.children[1]!.textContent));
      expect(rows).toEqual(cells[0]!.layers.map(({ ratio }) => String(ratio.mean)));
      await page.context().close();
    });
    it.each([{}, { sigmaW: 1.1 }, { activation: 'erf', sigmaB: 1.5 }])('Phase %j', async (fields) => {
      const { activation, density, sigmaW, sigmaB } = { ...firstState('phase'), ...fields };
      const field = meanField({ activation, density, sigmaW, sigmaB });
      const { page } = await browser.open(
        new URLSearchParams({ view: 'phase', ...fields } as Record<string, string>).toString(),
      );
      await settled(page, 'phase');
      for (const name of ['chi1', 'qStar', 'cStar', 'xiQ', 'xiC', 'phase'] as const)
        expect(await page.locator(`[data-fact=${name}]`).getAttribute('data-value'), name).toBe(
          String(field[name] ?? ''),
        );
      await page.context().close();
    });
    it.each([{}, { cutWidth: 5, cutDepth: 2, seed: 3 }])('Regions %j', async (fields) => {
      const { cutWidth, cutDepth, sigmaW, sigmaB, seed } = { ...firstState('regions'), ...fields };
      const gaussian = parseLaw('gaussian');
      const widths = Array<number>(cutDepth).fill(cutWidth);
      const law = {
        density: 1,
        weights: gaussian,
        sigmaW,
        biases: gaussian,
        sigmaB,
        scaling: 'fan-in',
        activation: 'relu',
      } as const;
      const network = drawNetwork({ inputDim: cutWidth, widths, ...law }, seed, 0);
      const { page } = await browser.open(
        new URLSearchParams({ view: 'regions', ...fields } as unknown as Record<string, string>).toString(),
      );
      await settled(page, 'regions');
      const shown = await page
        .locator('[data-regions]')
        .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.regions)));
      // The window of the page: a square about the three points, 1.5 times as far as the furthest.
      const points = [new Float64Array(cutWidth), ...endpoints('gaussian', seed, cutWidth)];
      const plane = planeThrough(points);
      const [, u, v] = points.map((point) =>
        [plane.u, plane.v].map((axis) => axis.reduce((sum, entry, i) => sum + entry * point[i]!, 0)),
      );
      const [cx, cy] = [0, 1].map((k) => (u![k]! + v![k]!) / 3);
      const far = 1.5 * Math.max(...[[0, 0], u!, v!].map(([x, y]) => Math.hypot(x! - cx!, y! - cy!)));
      const slice = exactSlice(network, plane, {
        x0: cx! - far,
        x1: cx! + far,
        y0: cy! - far,
        y1: cy! + far,
      });
      expect(shown).toEqual(slice.layers.map(({ regions }) => regions));
      await page.context().close();
    });
  });

  it('gives the same configuration as command line, file and program', async () => {
    const { page } = await browser.open('view=numbers&sigmaW=1.75&curve=digits');
    await settled(page, 'numbers');
    const state = { ...firstState('numbers'), sigmaW: 1.75, curve: 'digits' };
    expect(await page.locator('#command').textContent()).toBe(commandLine(state));
    expect(await page.locator('#experiment').textContent()).toBe(experimentFile(state));
    expect(await page.locator('#library').textContent()).toBe(libraryCall(state));
    await page.context().close();
  });

  it('goes back and forward through its states, and every step of the tour is one', async () => {
    const { page } = await browser.open();
    await settled(page, 'tangle');
    await page.locator('#tour-start').click();
    for (let step = 2; step <= 5; step++) await page.locator('#tour-next').click();
    expect(await page.locator('.tour h2').textContent()).toContain('5 of 5: Regions');
    await settled(page, 'regions');
    await page.goBack();
    expect(await page.locator('.tour h2').textContent()).toContain('4 of 5');
    await settled(page, 'growth');
    expect(await page.locator('#density-number').inputValue()).toBe('0.1');
    await page.goForward();
    expect(await page.locator('h1').textContent()).toBe('Regions');
    await page.context().close();
  });

  it('asks for nothing more once it is loaded, and needs few bytes before the first picture', async () => {
    const { page, requests } = await browser.open();
    await page.waitForFunction(() => document.documentElement.dataset.picture === 'tangle');
    // What measures is asked for once the first picture is there.
    await expect.poll(() => requests.findIndex((url) => /\/measure-/.test(url))).toBeGreaterThan(0);
    const first = requests.slice(
      0,
      requests.findIndex((url) => /\/measure-/.test(url)),
    );
    const sizes = first.map((url) => {
      const path = new URL(url).pathname;
      return {
        path,
        size: gzipSync(readFileSync(join(shipped(), path === '/' ? 'index.html' : path)), { level: 9 })
          .length,
      };
    });
    const code = sizes
      .filter(({ path }) => /\.(js|css)$|\/$/.test(path))
      .reduce((sum, { size }) => sum + size, 0);
    const data = sizes.filter(({ path }) => /\.gz$/.test(path)).reduce((sum, { size }) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(3);
    expect(code, JSON.stringify(sizes)).toBeLessThanOrEqual(120_000);
    expect(data).toBeLessThanOrEqual(60_000);
    await page.waitForFunction(() => document.documentElement.dataset.loaded === 'all');
    expect(requests.filter((url) => !url.startsWith(browser.server.url))).toEqual([]);
    await page.context().close();
  });

  it('cancels a long computation when the next input comes', async () => {
    const { page } = await browser.open('view=growth&networks=100000&width=500&depth=30');
    await expect.poll(() => page.workers().length, { timeout: 60_000 }).toBeGreaterThan(0);
    await page.waitForTimeout(1500);
    await page.locator('[data-field=width]').fill('10');
    await page.locator('[data-field=depth]').fill('3');
    await page.locator('[data-field=networks]').fill('100');
    await settled(page, 'growth');
    expect(await page.locator('figcaption').textContent()).toContain('layer 3');
    expect(await page.locator('figcaption').textContent()).toContain('100 networks');
    await page.context().close();
  });

  describe('says in one sentence what does not work', () => {
    it.each([
      ['sigmaW=300', /σ|sigmaW: expected a number in 0 … 20, got 300/],
      ['activation=nonsense', /activation.*expected/],
      ['view=regions&activation=tanh', /expected .*piecewise|activation/],
    ])('%s', async (hash, sentence) => {
      const { page } = await browser.open(hash);
      await expect.poll(() => page.locator('[role=alert]').first().textContent()).toMatch(sentence);
      await page.context().close();
    });
  });

  it('forgets the region that was pointed at when another plane comes, with fewer of them', async () => {
    const { page, complaints } = await browser.open('view=regions');
    await settled(page, 'regions');
    const picture = (await page.locator('.movable').boundingBox())!;
    await page.mouse.move(picture.x + 0.9 * picture.width, picture.y + 0.9 * picture.height);
    await expect.poll(() => page.locator('main').textContent()).toMatch(/Pattern \w+, area/);
    await page.locator('[data-field=cutDepth]').fill('1');
    await page.locator('[data-field=cutWidth]').fill('2');
    await expect.poll(() => page.locator('[data-regions]').count()).toBe(1);
    expect(await page.locator('main').textContent()).toContain('Point at a region');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('saves its pictures and numbers as files', async () => {
    const { page } = await browser.open('view=growth&networks=10');
    await settled(page, 'growth');
    const starts = { SVG: '<svg xmlns', PNG: '\x89PNG', CSV: 'layer,ratio', JSON: '{\n  "experiment"' };
    for (const [name, start] of Object.entries(starts)) {
      const coming = page.waitForEvent('download');
      await page.locator('.downloads button', { hasText: name }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toBe(`growth.${name.toLowerCase()}`);
      expect(readFileSync(await download.path(), 'latin1').slice(0, start.length)).toBe(start);
    }
    await page.context().close();
  });

  it('hides what a lecturer hides, and moves nothing where movement is unwanted', async () => {
    const { page } = await browser.open('embed=true&hide=settings,download,table,play', {
      reducedMotion: 'reduce',
    });
    await settled(page, 'tangle');
    for (const gone of ['header', 'footer', '.panel', '.downloads', 'table'])
      expect(await page.locator(gone).count(), gone).toBe(0);
    expect(await page.locator('#play').textContent()).toBe('Next layer');
    await page.locator('#play').click();
    await expect.poll(() => addressOf(page).get('layer')).toBe('0');
    await page.context().close();
  });

  it('is turned and moved by keys', async () => {
    const { page } = await browser.open();
    await settled(page, 'tangle');
    await page.locator('.turnable').press('ArrowRight');
    await expect.poll(() => addressOf(page).get('yaw')).toBe('5');
    await page.context().close();
    const phase = await browser.open('view=phase');
    await settled(phase.page, 'phase');
    await phase.page.locator('.movable').press('ArrowLeft');
    await expect.poll(() => addressOf(phase.page).get('sigmaW')).toBe('2.95');
    await phase.page.context().close();
  });
});
