import { describe, expect, test } from 'vitest';
import { endpointStream, FIRST_FREE_ROW, normals, openStream } from '../../src/random/index.ts';
import {
  activationPattern,
  drawNetwork,
  exactImage,
  givenNetwork,
  patternCounts,
  regionDensity,
} from '../../src/regions/index.ts';

const gaussian = { kind: 'gaussian' } as const;
const spec = {
  density: 1,
  weights: gaussian,
  biases: gaussian,
  scaling: 'fan-in',
  sigmaW: 1.5,
  sigmaB: 1,
} as const;
const network = drawNetwork(
  { inputDim: 3, widths: [17, 9], activation: { name: 'hard-tanh' }, ...spec },
  1,
  0,
);
const grid = Array.from({ length: 300 }, (_, i) => [
  (i % 10) / 4 - 1,
  Math.floor(i / 10) / 12 - 1,
  (i % 3) / 2,
]);

describe('patternCounts', () => {
  test('counts what a set of texts counts', () => {
    const texts = grid.map((point) =>
      activationPattern(network, point).map((pieces) => [...pieces].join('')),
    );
    const { layers, groups } = patternCounts(network, grid);
    expect(layers.map(({ distinct }) => distinct)).toEqual(
      [1, 2].map((l) => new Set(texts.map((text) => text.slice(0, l).join())).size),
    );
    expect(layers.map(({ distinctInLayer }) => distinctInLayer)).toEqual(
      [0, 1].map((l) => new Set(texts.map((text) => text[l])).size),
    );
    expect(layers[1]!.distinct).toBeGreaterThan(50);
    expect(layers[1]!.distinct).toBeLessThan(300);
    expect(layers.map(({ constant }) => constant)).toEqual(
      [0, 1].map(
        (l) =>
          Array.from(texts[0]![l]!).filter((piece, i) => texts.every((text) => text[l]![i] === piece)).length,
      ),
    );
    // Numbers in the order in which patterns come first.
    const order = [...new Set(texts.map((text) => text.join()))];
    expect([...groups]).toEqual(texts.map((text) => order.indexOf(text.join())));
  });

  test('refuses points of another dimension', () => {
    expect(() => patternCounts(network, [[1, 2]])).toThrow(
      new RangeError("points: expected points of dimension 3, that of the network's input, got 2"),
    );
  });
});

describe('regionDensity', () => {
  test('a line of one dimension crosses every threshold in reach', () => {
    const kinks = givenNetwork([{ weights: [[1], [1], [2]], biases: [0, -0.5, -3] }], 'relu');
    const { layers, points } = regionDensity(kinks, [[0.1], [9]], { lines: 3, reach: 2 });
    expect([...points]).toEqual([3 / 4, 0]);
    expect(layers[0]!.density).toBeCloseTo(3 / 8, 15);
    expect(layers[0]!.newDensity).toBeCloseTo(3 / 8, 15);
    expect(layers[0]!.sem).toBeCloseTo(3 / 8, 15);
  });

  test('equals the changes of the pattern at many steps along the same lines', () => {
    const { layers } = regionDensity(network, [[0.2, -0.3, 0.5]], { lines: 4, reach: 0.75, seed: 9 });
    const counts = [0, 0];
    for (let k = 0; k < 4; k++) {
      const direction = normals(openStream(endpointStream(9, FIRST_FREE_ROW + k)), 3);
      const size = Math.hypot(...direction);
      const at = (t: number) => [0.2, -0.3, 0.5].map((x, i) => x + (t * direction[i]!) / size);
      const steps = 20_000;
      let before: string[] = [];
      for (let s = 0; s <= steps; s++) {
        const pieces = activationPattern(network, at(0.75 * ((2 * s) / steps - 1)));
        const now = [0, 1].map((l) => pieces.slice(0, l + 1).join('|'));
        for (const l of [0, 1]) if (s > 0 && now[l] !== before[l]) counts[l]!++;
        before = now;
      }
      const [first, last] = [-0.75, 0.75].map((t) => Float64Array.from(at(t)));
      expect(exactImage(network, [first!, last!]).layers[1]!.regions).toBeGreaterThan(3);
    }
    expect(layers.map(({ density }) => density * 4 * 1.5)).toEqual(
      counts.map((count) => expect.closeTo(count, 9)),
    );
    expect(layers[0]!.newDensity + layers[1]!.newDensity).toBeCloseTo(layers[1]!.density, 12);
  });

  test('refuses no reach', () => {
    expect(() => regionDensity(network, grid, { reach: 0 })).toThrow(
      new RangeError('reach: expected a number > 0, got 0'),
    );
  });
});
