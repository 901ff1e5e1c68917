/** The activation `maxout:k` of dense layers is a shorthand of two layers. */
import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import { measuredHere } from '../run/measured-here.ts';

const dense = (width: number, rest: object = {}) => ({ type: 'dense' as const, width, ...rest });
const maxout = (pieces: number) => ({ type: 'maxout' as const, pieces });
const rows = (width: number, rest: object = {}) => dense(width, { ...rest, activation: 'linear' });

const common = { networks: 3, seed: 4, sigmaB: 0.1, inputDim: 6 };

describe('is written out', () => {
  test('in a list of layers, whose result is the same to the byte', async () => {
    const own = { density: 0.5, sigmaW: 2, weights: 'uniform', scaling: 'fan-in' as const };
    const short = [
      dense(6, { ...own, activation: 'maxout:3' }),
      dense(5),
      dense(4, { activation: 'maxout:2' }),
    ];
    const long = [rows(18, own), maxout(3), dense(5), rows(8), maxout(2)];
    const [a, b] = await Promise.all(
      [short, long].map(async (layers) => {
        const { provenance: _, ...result } = await measuredHere({ ...common, layers });
        return result;
      }),
    );
    expect(JSON.stringify(a) === JSON.stringify(b)).toBe(true);
    expect(a!.cells[0]!.layers).toHaveLength(5);
  });

  test.each([
    ['width and depth', { width: 6, depth: 2 }, [rows(12), maxout(2), rows(12), maxout(2)]],
    ['widths', { widths: [6, 5] }, [rows(12), maxout(2), rows(10), maxout(2)]],
  ])('of %s, with the sweeps of other fields', async (_, shape, layers) => {
    const sweeps = { ...common, sigmaW: [1, 2], density: [1, 0.5] };
    const flat = { ...sweeps, ...shape, activation: 'maxout:2' };
    expect(parseExperiment(flat)).toEqual(parseExperiment({ ...sweeps, layers }));
    const [a, b] = await Promise.all([measuredHere(flat), measuredHere({ ...sweeps, layers })]);
    expect(JSON.stringify(a.cells) === JSON.stringify(b.cells)).toBe(true);
    expect(a.cells).toHaveLength(4);
  });

  test('with the default shape, and init beside it', () => {
    const { layers, width, depth, sigmaW } = parseExperiment({ activation: ['maxout:4'], init: 'lecun' });
    expect(layers).toEqual(new Array(10).fill([rows(400), maxout(4)]).flat());
    expect({ width, depth, sigmaW }).toEqual({ width: null, depth: null, sigmaW: 1 });
  });

  test('with as many inputs as the first layer has units, where nothing else says their number', () => {
    const flat = { width: 6, activation: 'maxout:2' };
    const list = { layers: [dense(6, { activation: 'maxout:2' })] };
    for (const input of [flat, list]) {
      expect(parseExperiment(input).inputDim).toBe(6);
      expect(parseExperiment({ ...input, inputDim: 9 }).inputDim).toBe(9);
      expect(parseExperiment({ ...input, endpoints: 'mnist:3,8' }).inputDim).toBeNull();
    }
    expect(parseExperiment({ layers: [dense(6), dense(6, { activation: 'maxout:2' })] }).inputDim).toBeNull();
    const image = { inputShape: [2, 2, 1], layers: list.layers };
    expect(parseExperiment(image).inputDim).toBeNull();
  });

  test('once: what comes out is taken as it is', () => {
    const parsed = parseExperiment({ widths: [6], activation: 'maxout:2' });
    expect(parseExperiment(parsed)).toEqual(parsed);
  });
});

const one = 'an activation of one pre-activation (maxout:k is for dense layers of experiments)';
const k = 'maxout:k with k rows a unit, from 1 to 1,000,000';

test.each<[object, string]>([
  [{ activation: 'maxout' }, `activation: expected ${k}, got "maxout"`],
  [{ activation: 'maxout:1.5' }, `activation: expected ${k}, got "maxout:1.5"`],
  [{ activation: 'maxout:0' }, `activation: expected ${k}, got "maxout:0"`],
  [
    { layers: [dense(3), dense(3, { activation: 'maxout:x' })] },
    `layers[1]: activation: expected ${k}, got "maxout:x"`,
  ],
  [{ activation: ['relu', 'maxout:2'] }, 'activation: expected maxout:2 without others, got a sweep of 2'],
  [{ activation: 'maxout:2', width: [3, 4] }, 'width: expected one value beside maxout:2, got a sweep of 2'],
  [
    { activation: 'maxout:2', layers: [dense(3)] },
    'activation: expected maxout:k in the dense layers themselves, because the experiment has layers, got maxout:2',
  ],
  [
    { activation: 'maxout:2', networkFile: 'a.npz' },
    'activation: expected an activation other than maxout beside networkFile, got maxout:2',
  ],
  [
    { outputActivation: 'maxout:2', networkFile: 'a.npz' },
    `outputActivation: expected ${one}, got "maxout:2"`,
  ],
  [
    { inputShape: [4, 4, 1], layers: [{ type: 'conv2d', channels: 2, kernel: 3, activation: 'maxout:2' }] },
    `layers[0]: activation: expected ${one}, got "maxout:2"`,
  ],
  [
    { layers: [{ type: 'residual', branch: [dense(3, { activation: 'maxout:2' }), dense(3)] }] },
    `layers[0]: branch: 0: activation: expected ${one}, got "maxout:2"`,
  ],
  [
    { activation: 'maxout:2', width: 600_000 },
    'activation: expected at most 1,000,000 rows in a layer, got 1200000',
  ],
  [
    { layers: [dense(3), dense(600_000, { activation: 'maxout:2' })] },
    'layers[1]: activation: expected at most 1,000,000 rows in a layer, got 1200000',
  ],
  [
    { activation: 'maxout:2', depth: 60_000 },
    'depth: expected at most 100,000 layers, two for every maxout:k, got 120000',
  ],
])('is refused: %j', (input, message) => {
  expect(() => parseExperiment(input)).toThrow(new RegExp(`^${message.replace(/[()[\]$.]/g, '\\$&')}$`));
});
