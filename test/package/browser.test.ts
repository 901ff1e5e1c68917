import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build, createLogger, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { fencedBlocks, readDocument } from '../docs/markdown.ts';
import { chromiumMissing, chromiumRequired, launchChromium } from './chromium.ts';
import { mustRun } from './run.ts';

const experiments: Readonly<Record<string, ExperimentInput>> = {
  'a line through ReLU networks': { width: 20, depth: 3, networks: 40, points: 50 },
  'a circle through sparse discrete ones': {
    width: 33,
    depth: 4,
    density: 0.25,
    weights: 'discrete:-2:-1:1:2',
    curve: 'circle',
    networks: 12,
    points: 101,
  },
  'an arc through biased hard-tanh ones': {
    widths: [17, 40, 5],
    activation: 'hard-tanh',
    sigmaW: 3,
    sigmaB: 0.5,
    biases: 'uniform',
    curve: 'arc',
    endpoints: 'gaussian',
    networks: 12,
    points: 64,
  },
  'a sweep': {
    width: [8, 16],
    depth: 2,
    density: [0.5, 1],
    weights: ['gaussian', 'uniform'],
    sigmaW: [1, 2],
    activation: ['relu', 'abs'],
    networks: 5,
    points: 20,
    seed: 9,
  },
  'as many networks as an interval takes': { width: 12, depth: 2, untilRelativeCi: 0.1, points: 16 },
};

/** The smallest module with an instruction of 128-bit SIMD: an engine accepts it exactly if it has them. */
const SIMD_MODULE = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
];

/** The policy that docs/install.md names: neither the package nor its dependencies may make code from text. */
const POLICY = "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval' 'report-sample'";

it('there is a Chromium, or none is required', () => {
  expect(chromiumRequired ? chromiumMissing : null).toBeNull();
});

describe.skipIf(chromiumMissing !== null)('the packed package in a page built by Vite', () => {
  const consumer = inject('consumer');
  const warnings: string[] = [];
  let server: PreviewServer | undefined;
  beforeAll(async () => {
    const logger = createLogger('warn');
    logger.warn = logger.warnOnce = (message) => warnings.push(message);
    const root = { root: consumer, configFile: false, logLevel: 'warn', customLogger: logger } as const;
    const outDir = join(consumer, 'page');
    const [example] = fencedBlocks(readDocument('docs/kernels.md')).filter(
      ({ language }) => language === 'html',
    );
    writeFileSync(join(consumer, 'kernels.html'), example!.text);
    const input = ['index.html', 'kernels.html'].map((file) => join(consumer, file));
    await build({ ...root, mode: 'production', build: { outDir, rollupOptions: { input } } });
    server = await preview({
      ...root,
      build: { outDir },
      preview: { host: '127.0.0.1', headers: { 'Content-Security-Policy': POLICY } },
    });
  });
  afterAll(() => server?.close());

  /** The page in a browser of its own, and whatever it complains of. */
  async function openPage(path = '', engineFlags: readonly string[] = []) {
    const browser = await launchChromium(...engineFlags);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    // The event fires even where the error is caught: libraries probe what they may do.
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        console.log(`${violatedDirective}: ${blockedURI} ${sample}`),
      ),
    );
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(new URL(path, server!.resolvedUrls!.local[0]!).href);
    return { browser, page, complaints, requests };
  }

  it('is built without a warning', () => {
    expect(warnings).toEqual([]);
  });

  describe('measures the same, byte for byte, as two threads in Node:', () => {
    const names = Object.keys(experiments);
    let opened: { browser: Browser; page: Page; complaints: string[] };
    let inNode: string[];
    beforeAll(async () => {
      opened = await openPage();
      inNode = JSON.parse(mustRun(consumer, 'node', 'cells.js', JSON.stringify(Object.values(experiments))));
    });
    afterAll(() => opened?.browser.close());

    it.each(names)('%s', async (name) => {
      const cells = inNode[names.indexOf(name)]!;
      expect(JSON.parse(cells)[0].layers[0].ratio.mean).toBeGreaterThan(0);
      expect(await opened.page.evaluate(measure, experiments[name]!)).toBe(cells);
    });
    it('by one worker, by three and in its own thread', async () => {
      for (const where of ['three', 'inline'])
        expect(await opened.page.evaluate(call, ['measureCells', experiments['a sweep']!, where])).toBe(
          inNode[names.indexOf('a sweep')],
        );
      const workers: string[] = [];
      opened.page.on('worker', (worker) => workers.push(worker.url()));
      const many = { width: 30, depth: 3, points: 200, networks: 4000, draw: 'weights' } as const;
      expect(await opened.page.evaluate(call, ['threadsOf', many, 'three'])).toBe(3);
      expect(workers).toHaveLength(3);
      expect(await opened.page.evaluate(call, ['threadsOf', many, 'inline'])).toBe(1);
      expect(workers).toHaveLength(3);
      const cores = await opened.page.evaluate(() => navigator.hardwareConcurrency);
      expect(await opened.page.evaluate(call, ['threadsOf', many, 'unasked'])).toBe(cores);
      expect(workers).toHaveLength(3 + cores);
      await expect.poll(() => opened.page.workers().length).toBe(0);
    });
    it('with running results, and no work behind a loop that was left', async () => {
      const long = { width: 20, depth: 2, points: 20, networks: 1_000_000, draw: 'weights' } as const;
      expect(await opened.page.evaluate(call, ['looksUpTo', long, 192])).toEqual([64, 96, 128, 192]);
      await expect.poll(() => opened.page.workers().length).toBe(0);
    });
    it('and has all its other parts', async () => {
      const lengths = await opened.page.evaluate(useOtherParts);
      expect(lengths).toHaveLength(11);
      expect(Math.min(...lengths)).toBeGreaterThan(40);
    });
    it("with nothing on the console, and no violation of the policy but this test's own", async () => {
      const last = opened.page.waitForEvent('console', (message) => message.text().includes('deliberate'));
      expect(await opened.page.evaluate(canMakeCode)).toBe(false);
      await last;
      expect(opened.complaints).toEqual([expect.stringMatching(/^script-src: eval .*deliberate/s)]);
    });
  });

  it('runs the example of docs/kernels.md, and loads the one build that it runs', async () => {
    const { browser, page, complaints, requests } = await openPage('kernels.html');
    try {
      const [shown] = fencedBlocks(readDocument('docs/kernels.md')).filter(
        ({ language }) => language === 'text',
      );
      await expect.poll(() => page.locator('#product').textContent()).toBe(shown!.text.trim());
      expect(requests.filter((url) => url.includes('simd128'))).toHaveLength(1);
      expect(requests.filter((url) => url.includes('relaxed'))).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  // The engine's flags switch the processor's instructions off, so that what is missing really is.
  const lacking = [
    { what: 'WebAssembly', flags: ['--jitless'], arch: process.arch },
    { what: 'WebAssembly SIMD', flags: ['--no-enable-sse4-1'], arch: 'x64' },
  ];
  describe.each(lacking)('in an engine without $what', ({ what, flags, arch }) => {
    it.runIf(process.arch === arch)('says so in one line', async () => {
      const { browser, page, complaints } = await openPage('', flags);
      try {
        expect(await page.evaluate(accepts, SIMD_MODULE)).toBe(false);
        const message = await page.evaluate(measure, experiments['a sweep']!);
        expect(message).toMatch(
          new RegExp(`^KernelsUnavailableError: ${what}: expected .+, got one without$`),
        );
        expect(complaints).toEqual([]);
      } finally {
        await browser.close();
      }
    });
  });

  it('an engine with SIMD accepts what the tests above say it refuses', () => {
    expect(accepts(SIMD_MODULE)).toBe(true);
  });
});

// A function that the test calls is exempt from the policy in its first turn, so each of these waits for the
// next.

/** Runs in the page. The JSON text of the experiment's cells, or the error as text. */
async function measure(experiment: ExperimentInput): Promise<string> {
  await new Promise((turn) => setTimeout(turn));
  const { measureCells } = globalThis as unknown as {
    measureCells: (experiment: ExperimentInput) => Promise<string>;
  };
  return measureCells(experiment).catch(String);
}

/** Runs in the page: a function that the page has made global. */
async function call([name, ...values]: readonly unknown[]): Promise<unknown> {
  await new Promise((turn) => setTimeout(turn));
  const made = globalThis as unknown as Record<string, (...values: unknown[]) => unknown>;
  return made[name as string]!(...values);
}

/** Runs in the page. */
async function useOtherParts(): Promise<number[]> {
  await new Promise((turn) => setTimeout(turn));
  return (globalThis as unknown as { useOtherParts: () => Promise<number[]> }).useOtherParts();
}

/** Runs in the page. Whether code can be made from text. */
async function canMakeCode(): Promise<boolean> {
  await new Promise((turn) => setTimeout(turn));
  try {
    return new Function('"deliberate"') instanceof Function;
  } catch {
    return false;
  }
}

/** Runs in the page, and here. */
function accepts(module: readonly number[]): boolean {
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(Uint8Array.from(module));
}
