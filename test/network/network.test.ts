import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commonOf,
  type DenseLayer,
  everyLayer,
  fanIn,
  isScaleFree,
  type Layer,
  largestDensity,
  layerOf,
  layerRuns,
  mapLayers,
  meanKept,
  type NetworkSpec,
  uniformLayers,
  uniformNetwork,
  weightSd,
  widestLayer,
  widthsOf,
} from '../../src/network/index.ts';

const law = {
  density: 0.5,
  weights: { kind: 'gaussian' },
  sigmaW: 3,
  biases: { kind: 'uniform' },
  sigmaB: 0,
  scaling: 'fan-in',
  activation: { name: 'relu' },
} as const;
const layer = (changes: Partial<DenseLayer> = {}): DenseLayer => ({
  type: 'dense',
  width: 4,
  ...law,
  ...changes,
});
const network = (...layers: Layer[]): NetworkSpec => ({ inputDim: 9, layers });

describe('the shorthand of networks whose layers differ in width alone', () => {
  test('says the layers one by one', () => {
    const spec = uniformNetwork({ inputDim: 9, widths: [4, 7], ...law });
    expect(spec).toEqual(network(layer(), layer({ width: 7 })));
    expect(widthsOf(spec)).toEqual([4, 7]);
    expect(layerOf(spec, 2).width).toBe(7);
  });

  test('has one object for each width', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 50 }), (widths) => {
        const layers = uniformLayers({ widths, ...law });
        expect(widthsOf({ layers })).toEqual(widths);
        expect(new Set(layers).size).toBe(new Set(widths).size);
      }),
      { seed: 61 },
    );
  });
});

describe('sizes', () => {
  const spec = network(
    layer({ width: 16, density: 1 }),
    layer({ width: 4, scaling: 'none' }),
    layer({ width: 25 }),
  );

  test('the inputs of a layer are the neurons of the one below', () => {
    expect([1, 2, 3].map((l) => fanIn(spec, l))).toEqual([9, 16, 4]);
  });

  test('a standard deviation is divided by the root of the fan-in where the layer says so', () => {
    expect([1, 2, 3].map((l) => weightSd(spec, l))).toEqual([3 / 3, 3, 3 / 2]);
  });

  test('weights are kept by the density of their own layer', () => {
    expect([1, 2, 3].map((l) => meanKept(spec, l))).toEqual([9, 8, 2]);
  });

  test('the widest and the densest layer; the input is none', () => {
    expect(widestLayer(spec)).toBe(25);
    expect(widestLayer(network(layer()))).toBe(4);
    expect(largestDensity(network(layer({ density: 0.2 }), layer({ density: 0.7 }), layer()))).toBe(0.7);
  });
});

describe('what holds of layers', () => {
  test('everyLayer asks once for an object that neighbours share', () => {
    const [a, b] = [layer(), layer({ width: 7 })];
    const asked: Layer[] = [];
    const all = everyLayer(network(a, a, a, b, b), (one) => asked.push(one) > 0);
    expect(all).toBe(true);
    expect(asked).toEqual([a, b]);
  });

  test('everyLayer finds the one that differs, wherever it stands', () => {
    for (const at of [0, 1, 4]) {
      const layers = Array.from({ length: 5 }, (_, l) => layer({ density: l === at ? 1 : 0.5 }));
      expect(everyLayer({ layers }, ({ density }) => density === 0.5)).toBe(false);
    }
  });

  test('commonOf is the value that all have, and undefined where one has another', () => {
    const spec = network(layer(), layer({ width: 7 }), layer({ sigmaB: 1 }));
    expect(commonOf(spec, ({ sigmaW }) => sigmaW)).toBe(3);
    expect(commonOf(spec, ({ width }) => width)).toBeUndefined();
    expect(commonOf(spec, ({ sigmaB }) => sigmaB)).toBeUndefined();
  });

  test('scales leave a network as it is where no layer has biases or a threshold other than 0', () => {
    const scaleFree = (changes: Partial<DenseLayer>) =>
      isScaleFree(network(layer(), layer(changes), layer()));
    expect(scaleFree({})).toBe(true);
    expect(scaleFree({ activation: { name: 'leaky-relu', slope: -2 } })).toBe(true);
    expect(scaleFree({ sigmaB: 1e-9 })).toBe(false);
    expect(scaleFree({ activation: { name: 'hard-tanh' } })).toBe(false);
    expect(scaleFree({ activation: { name: 'tanh' } })).toBe(false);
  });
});

describe('mapLayers', () => {
  test('changes layers, leaves the rest, and makes a shared object once', () => {
    const [a, b] = [layer(), layer({ width: 7 })];
    const given = { ...network(a, b, a, a), seed: 5 };
    let made = 0;
    const changed = mapLayers(given, (one) => {
      made++;
      return { ...one, sigmaW: 2 * one.sigmaW };
    });
    expect(changed).toEqual({
      ...given,
      layers: given.layers.map((one) => ({ ...one, sigmaW: 6 })),
    });
    expect(made).toBe(2);
    expect(changed.layers[3]).toBe(changed.layers[0]);
    expect(given.layers[0]!.sigmaW).toBe(3);
  });
});

describe('layerRuns', () => {
  test('counts neighbours that are one object', () => {
    const [a, b] = [layer(), layer({ width: 7 })];
    expect(layerRuns(network(a, a, b, a))).toEqual([
      { layer: a, count: 2 },
      { layer: b, count: 1 },
      { layer: a, count: 1 },
    ]);
  });

  test('say all that the layers are', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(widths, (list) => {
        const layers = uniformLayers({ widths: list, ...law });
        const runs = layerRuns({ layers });
        expect(runs.flatMap(({ layer: one, count }) => new Array<Layer>(count).fill(one))).toEqual(layers);
        runs.slice(1).forEach((run, i) => {
          expect(run.layer).not.toBe(runs[i]!.layer);
        });
      }),
      { seed: 62 },
    );
  });
});
