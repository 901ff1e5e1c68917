/** Files of the kinds that people have, dropped onto the page: each is shown, or refused in one sentence. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenNetwork, networkSafetensors } from '../../src/index.ts';
import { doubles, npy, zip } from '../node/fixtures.ts';
import { chromiumMissing } from '../package/chromium.ts';
import { PageBrowser, settled } from './open.ts';

const json = (network: object) => Buffer.from(JSON.stringify(network));
const npz = (arrays: Readonly<Record<string, Buffer>>) =>
  zip(Object.entries(arrays).map(([name, content]) => ({ name: `${name}.npy`, content })));

/** Two neurons that cross at the origin. */
const CROSS = [
  [1, 0],
  [0, 1],
];
const crossed = givenNetwork([{ weights: CROSS }, { weights: [[1, 1]] }], 'relu');

/** Regions of each layer in the window, and what the page says that the file left open. */
const SHOWN: readonly [
  what: string,
  name: string,
  bytes: Uint8Array,
  regions: readonly number[],
  says?: RegExp,
][] = [
  ['a cross of two neurons', 'network.json', json({ layers: [{ weights: CROSS }] }), [4]],
  ['the same as safetensors', 'network.safetensors', networkSafetensors(crossed), [4, 4]],
  [
    // |x| - 1/2: a last layer without activation adds no boundary.
    'a layer with an activation of its own',
    'linear-output.json',
    json({
      activation: 'relu',
      layers: [
        {
          weights: [
            [1, 0],
            [-1, 0],
          ],
        },
        { weights: [[1, 1]], biases: [-0.5], activation: 'linear' },
      ],
    }),
    [2, 2],
  ],
  [
    // In the order of the file the second matrix would not fit the first.
    'layers 2 and 10, sorted by their names',
    'sorted-names.npz',
    npz({
      'h.10.bias': doubles('(1,)', [-0.5]),
      'h.10.weight': doubles('(1, 1)', [1]),
      'h.2.bias': doubles('(1,)', [-0.5]),
      'h.2.weight': doubles('(1, 2)', [1, 0]),
    }),
    [2, 2],
    /no activation behind the last layer/,
  ],
  [
    'a row for every input, and an array that is no weight',
    'x-times-w.npz',
    npz({
      points: doubles('(3, 2)', [1, 0, 0, 1, 0, 0]),
      weight_0: doubles('(2, 3)', [1, 0, 1, 0, 1, 1]),
      bias_0: doubles('(3,)', [0, 0, -1]),
      weight_2: doubles('(3, 1)', [1, 1, 1]),
      bias_2: doubles('(1,)', [0]),
    }),
    [7, 7],
    /a row for every input, by their shapes; left out "points"/,
  ],
];

const REFUSED: readonly [what: string, name: string, bytes: Uint8Array, sentence: RegExp][] = [
  [
    'a field that no layer has',
    'bias-key.json',
    json({ layers: [{ weights: CROSS, bias: [0, 1] }] }),
    /bias-key\.json: .*layer 1: expected no fields beside .*did you mean biases\?.* got "bias"/,
  ],
  ['no JSON', 'network.json', Buffer.from('weights: 1'), /network\.json: .*expected JSON/],
  ['rows of unequal length', 'network.json', json({ layers: [{ weights: [[1, 0], [0]] }] }), /expected/],
  ['one input', 'line.json', json({ layers: [{ weights: [[1], [2]] }] }), /at least 2 inputs.*got 1\.$/],
  ['half an archive', 'w.npz', Buffer.from('PK'), /w\.npz: .*a \.npz file/],
  [
    'texts of no length',
    'u0.npz',
    npz({ W1: npy('<U0', '(2, 2)', new Uint8Array(0)) }),
    /u0\.npz: .*got dtype "<U0" and shape \(2, 2\)/,
  ],
  [
    'entries that overlap',
    'overlap.npz',
    zip([
      { name: 'W1.npy', content: doubles('(1, 2)', [1, 2]) },
      { name: 'W2.npy', content: doubles('(1, 2)', [1, 2]), at: 0 },
    ]),
    /overlap\.npz: .*expected/,
  ],
  [
    'bytes that act on terminals',
    'esc.json',
    Buffer.from('\u001b]0;owned\u0007'),
    /got "\\u001b\]0;owned\\u0007"/,
  ],
  ['UTF-16', 'utf16.json', Buffer.from('\ufeff{"layers":[]}', 'utf16le'), /text in UTF-16/],
  [
    'an experiment',
    'experiment.json',
    json({ width: 1e6, sigmaW: 1e300 }),
    /experiment\.json: .*got "width"/,
  ],
  ['an empty file', 'empty.json', new Uint8Array(0), /empty\.json: .*got/],
  [
    'points',
    'points.npy',
    doubles('(2, 2)', CROSS.flat()),
    /expected one that ends with \.json.*got points\.npy/,
  ],
  [
    'a table',
    `${'long-'.repeat(40)}.csv`,
    Buffer.from('x,y\n1,2\n'),
    /ends with \.json.*got [long-]{24}…[long-]{11}\.csv\.$/,
  ],
];

/** Drops a file on the head of the page, far from the box that asks for one. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(content)], file));
      return transfer;
    },
    [name, [...bytes]] as const,
  );
  await page.dispatchEvent('header', 'drop', { dataTransfer: data });
}

describe.skipIf(chromiumMissing !== null)('a file that is dropped', () => {
  let browser: PageBrowser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await PageBrowser.start();
    const opened = await browser.open('view=regions');
    page = opened.page;
    page.on('console', (message) => complaints.push(message.text()));
    await settled(page, 'regions');
  });
  afterAll(async () => {
    await browser?.close();
    expect(complaints).toEqual([]);
  });

  const alert = () => page.locator('[role=alert]').allTextContents();

  it.each(REFUSED)('is refused in one sentence: %s', async (_, name, bytes, sentence) => {
    await drop(page, name, bytes);
    await expect.poll(alert).toEqual([expect.stringMatching(sentence)]);
    const [text] = await alert();
    expect(text).toMatch(/^This does not work: .*\.$/);
    expect(text!.length).toBeLessThan(300);
    // The next test must not find this sentence: it starts from a picture.
    await page.locator('.drop button').click();
    await expect.poll(alert).toEqual([]);
  });

  it.each(SHOWN)('is shown: %s', async (_, name, bytes, regions, says) => {
    await drop(page, name, bytes);
    const shown = () =>
      page
        .locator('[data-regions]')
        .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset.regions)));
    await expect.poll(shown).toEqual(regions);
    expect(await alert()).toEqual([]);
    expect(await page.locator('.drop').textContent()).toContain(`File: ${name}`);
    if (says) await expect.poll(() => page.locator('main').textContent()).toMatch(says);
  });
});
