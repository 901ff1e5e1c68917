import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activationPattern,
  drawNetwork,
  type ExactImage,
  endpoints,
  exactImage,
  type GivenNetwork,
  givenNetwork,
} from '../../src/index.ts';
import {
  drawnNetworks,
  expectClose,
  GOLDEN_SEGMENT,
  golden,
  goldenNetwork,
  points,
  rebuilt,
  spec,
} from './fixture.ts';

/** The length of the image in the last layer as a polyline through the images of `count` points. */
function sampledLength(network: GivenNetwork, [x0, x1]: number[][], count: number): number {
  const images = Array.from({ length: count }, (_, t) => {
    const s = t / (count - 1);
    let z = x0!.map((x, i) => (1 - s) * x + s * x1![i]!);
    for (const { weights, biases, width, fanIn } of network.layers)
      z = Array.from({ length: width }, (_, i) =>
        Math.max(
          0,
          z.reduce((sum, x, j) => sum + weights[i * fanIn + j]! * x, biases[i]!),
        ),
      );
    return z;
  });
  return images.slice(1).reduce((sum, z, t) => sum + Math.hypot(...z.map((x, i) => x - images[t]![i]!)), 0);
}

const counts = ({ layers }: ExactImage) =>
  layers.map(({ transitions, newBreakpoints, regions, patterns, linearRegions }) => [
    transitions,
    newBreakpoints,
    regions,
    patterns,
    linearRegions,
  ]);

/** Lengths and angles of two images agree, up to rounding. */
function expectSame(a: ExactImage, b: ExactImage, relative = 1e-9): void {
  for (const [l, layer] of a.layers.entries()) {
    const other = b.layers[l]!;
    for (const name of ['length', 'preLength', 'turningAngle'] as const)
      expect(Math.abs(layer[name] - other[name]), name).toBeLessThanOrEqual(
        relative * Math.max(layer[name], a.length),
      );
  }
}

describe('the network of golden.json', () => {
  const network = goldenNetwork([3, 8, 8, 8], 'relu');
  const image = exactImage(network, GOLDEN_SEGMENT);
  const [first, second, third] = image.layers;

  test('has its transitions and regions', () => {
    expect(image.layers.map(({ transitions }) => transitions)).toEqual(
      [1, 2, 3].map((l) => golden(`detnet_relu_flips_l${l}`)),
    );
    expect(third!.regions).toBe(golden('detnet_relu_regions'));
    expect(third!.breakpoints.length).toBe(third!.regions - 1);
    expect(second!.newBreakpoints).toBe(7);
  });
  test('has its lengths', () => {
    expectClose(first!.length, golden('detnet_relu_len_l1'), 1e-13);
    expectClose(third!.length, golden('detnet_relu_len_l3'), 1e-13);
  });
  test('is longer than its polylines, which come from below', () => {
    const lengths = [101, 201, 401, 801].map((count) => sampledLength(network, GOLDEN_SEGMENT, count));
    expectClose(lengths[0]!, golden('detnet_relu_poly100_l3'));
    for (const [i, length] of lengths.entries()) expect(length).toBeLessThan(lengths[i + 1] ?? third!.length);
    expectClose(sampledLength(network, GOLDEN_SEGMENT, 20_001), third!.length, 1e-4);
  });
  test('knots, stretches and slopes say where and how fast', () => {
    const { layers, length } = exactImage(network, GOLDEN_SEGMENT, { details: true });
    for (const { knots, stretches, slopes, pieces, width, length: imageLength } of layers) {
      let sum = 0;
      for (const [k, stretch] of stretches.entries()) {
        sum += stretch * (knots[k + 1]! - knots[k]!) * length;
        expectClose(Math.hypot(...slopes!.subarray(k * width, (k + 1) * width)), stretch, 1e-12);
      }
      expectClose(sum, imageLength, 1e-13);
      expect(pieces!.length).toBe(stretches.length * width);
    }
    expect(first!).not.toHaveProperty('slopes');
  });
  test('pieces are the activation patterns between the breakpoints', () => {
    const { layers } = exactImage(network, GOLDEN_SEGMENT, { details: true });
    const { knots, pieces } = layers[2]!;
    for (let k = 0; k + 1 < knots.length; k++) {
      const t = (knots[k]! + knots[k + 1]!) / 2;
      const x = GOLDEN_SEGMENT[0]!.map((x, i) => (1 - t) * x + t * GOLDEN_SEGMENT[1]![i]!);
      expect(pieces!.slice(k * 8, k * 8 + 8)).toEqual(activationPattern(network, x)[2]);
    }
  });
});

describe('any network', () => {
  const curves = drawnNetworks.chain((network) =>
    fc.record({ network: fc.constant(network), vertices: points(network, 4) }),
  );

  test('a line goes through every region once', () => {
    fc.assert(
      fc.property(curves, ({ network, vertices: [a, b] }) => {
        for (const { regions, patterns, linearRegions, breakpoints } of exactImage(network, [a!, b!])
          .layers) {
          expect(regions).toBe(1 + breakpoints.length);
          expect(patterns).toBe(regions);
          expect(linearRegions).toBeLessThanOrEqual(regions);
        }
      }),
      { seed: 11 },
    );
  });

  test('a curve run through backwards has the same image', () => {
    fc.assert(
      fc.property(curves, ({ network, vertices }) => {
        const there = exactImage(network, vertices);
        const back = exactImage(network, [...vertices].reverse());
        expect(counts(back)).toEqual(counts(there));
        expectSame(there, back);
        const mirrored = [...back.layers.at(-1)!.breakpoints].reverse().map((t) => 1 - t);
        for (const [i, t] of there.layers.at(-1)!.breakpoints.entries())
          expect(Math.abs(t - mirrored[i]!)).toBeLessThan(1e-9);
      }),
      { seed: 11 },
    );
  });

  test('pieces one after the other add up', () => {
    fc.assert(
      fc.property(curves, ({ network, vertices: [a, b, c, d] }) => {
        const whole = exactImage(network, [a!, b!, c!, d!]);
        const parts = [
          exactImage(network, [a!, b!]),
          exactImage(network, [b!, c!]),
          exactImage(network, [c!, d!]),
        ];
        for (const [l, { length, preLength, transitions }] of whole.layers.entries()) {
          const sum = (name: 'length' | 'preLength' | 'transitions') =>
            parts.reduce((total, part) => total + part.layers[l]![name], 0);
          expect(Math.abs(length - sum('length'))).toBeLessThanOrEqual(1e-10 * whole.length * (1 + length));
          expect(Math.abs(preLength - sum('preLength'))).toBeLessThanOrEqual(
            1e-10 * whole.length * (1 + preLength),
          );
          // A neuron may change its piece exactly at a corner, which no part sees.
          expect(transitions).toBeGreaterThanOrEqual(sum('transitions'));
        }
      }),
      { seed: 11 },
    );
  });

  test('a point on a segment changes nothing', () => {
    fc.assert(
      fc.property(curves, ({ network, vertices: [a, b] }) => {
        const middle = a!.map((x, i) => (x + b![i]!) / 2);
        const plain = exactImage(network, [a!, b!]);
        const split = exactImage(network, [a!, middle, middle, b!]);
        expect(counts(split).map(([, , regions]) => regions)).toEqual(
          counts(plain).map(([, , regions]) => regions),
        );
        expectSame(plain, split);
      }),
      { seed: 11 },
    );
  });

  test('permuted neurons change nothing but their names', () => {
    fc.assert(
      fc.property(curves, ({ network, vertices }) => {
        const order = (width: number) => Array.from({ length: width }, (_, i) => (i * 5 + 3) % width);
        // Layer widths for which 5 has an inverse are really permuted; the others are left alone.
        const permutation = (width: number) => (width % 5 === 0 ? [...Array(width).keys()] : order(width));
        const permuted = rebuilt(network, (rows, biases, layer) => {
          const own = permutation(rows.length);
          const below = layer === 1 ? [...rows[0]!.keys()] : permutation(rows[0]!.length);
          return {
            weights: own.map((i) => below.map((j) => rows[i]![j]!)),
            biases: own.map((i) => biases[i]!),
          };
        });
        const [a, b] = [exactImage(network, vertices), exactImage(permuted, vertices)];
        expect(counts(b)).toEqual(counts(a));
        expectSame(a, b);
      }),
      { seed: 11 },
    );
  });
});

describe('special networks', () => {
  const segment = [
    [1, -0.5, 0.3, 2],
    [-0.7, 1.5, 0.4, -1],
  ];

  test('without biases, weights c times as large give lengths c^l times as large at the same breakpoints', () => {
    const network = drawNetwork(spec({ sigmaB: 0 }), 5, 0);
    const scaled = rebuilt(network, (rows, biases) => ({
      weights: rows.map((row) => row.map((w) => 3 * w)),
      biases,
    }));
    const [a, b] = [exactImage(network, segment), exactImage(scaled, segment)];
    expect(counts(b)).toEqual(counts(a));
    for (const [l, layer] of b.layers.entries()) {
      expectClose(layer.length, 3 ** (l + 1) * a.layers[l]!.length, 1e-12);
      expectClose(layer.turningAngle, a.layers[l]!.turningAngle, 1e-12);
    }
  });

  test('a row of weights and its bias scaled by c > 0 change no transition of their layer', () => {
    const network = drawNetwork(spec(), 5, 0);
    const scaled = rebuilt(network, (rows, biases, layer) =>
      layer === 2
        ? {
            weights: rows.map((row, i) => row.map((w) => (i + 1) * w)),
            biases: biases.map((b, i) => (i + 1) * b),
          }
        : { weights: rows, biases },
    );
    const [a, b] = [exactImage(network, segment), exactImage(scaled, segment)];
    expect(b.layers[1]!.transitions).toBe(a.layers[1]!.transitions);
    expect(b.layers[1]!.breakpoints.length).toBe(a.layers[1]!.breakpoints.length);
  });

  test('density 0: every image is a point', () => {
    for (const { length, preLength, transitions, regions, linearRegions } of exactImage(
      drawNetwork(spec({ density: 0 }), 0, 0),
      segment,
    ).layers)
      expect([length, preLength, transitions, regions, linearRegions]).toEqual([0, 0, 0, 1, 1]);
  });

  test('linear: the image is a segment of length |W2 W1 (x1 - x0)|', () => {
    const network = drawNetwork(spec({ activation: { name: 'linear' }, widths: [5, 3] }), 2, 0);
    let step = segment[1]!.map((x, i) => x - segment[0]![i]!);
    for (const { weights, width, fanIn } of network.layers)
      step = Array.from({ length: width }, (_, i) =>
        step.reduce((sum, x, j) => sum + weights[i * fanIn + j]! * x, 0),
      );
    const last = exactImage(network, segment).layers[1]!;
    expectClose(last.length, Math.hypot(...step), 1e-13);
    expect([last.transitions, last.regions, last.linearRegions, last.turningAngle]).toEqual([0, 1, 1, 0]);
  });

  test('leaky ReLU of slope 1 has activation regions but one linear region', () => {
    const network = drawNetwork(spec({ activation: { name: 'leaky-relu', slope: 1 } }), 2, 0);
    const last = exactImage(network, segment).layers.at(-1)!;
    expect(last.regions).toBeGreaterThan(5);
    expect(last.linearRegions).toBe(1);
    expect(last.turningAngle).toBeLessThan(1e-12);
  });

  test('the tent map folds the unit interval 2^d times, touching its ends without a transition', () => {
    // relu(t) and relu(t - 1/2) of t = 2 relu(x) - 4 relu(x - 1/2), over and over.
    const fold = {
      weights: [
        [2, -4],
        [2, -4],
      ],
      biases: [0, -0.5],
    };
    const depth = 12;
    const network = givenNetwork(
      [{ weights: [[1], [1]], biases: [0, -0.5] }, ...Array(depth - 1).fill(fold)],
      { name: 'relu' },
    );
    const { layers } = exactImage(network, [[0], [1]]);
    for (const { layer, transitions, regions, linearRegions, length } of layers) {
      expect([transitions, regions, linearRegions]).toEqual([2 ** (layer - 1), 2 ** layer, 2 ** layer]);
      // Each of 2^(layer-1) runs from 0 to 1: 1/2 along one axis, then 1/2 along the diagonal.
      expectClose(length, 2 ** (layer - 1) * (0.5 + 0.5 * Math.SQRT2), 1e-12);
    }
  });

  test('neurons that switch together give one breakpoint and a transition each', () => {
    const network = givenNetwork(
      [
        {
          weights: [
            [0.1, 0.7],
            [-0.1, -0.7],
            [0.3, 2.1],
            [0.7, 4.9],
          ],
          biases: [0.05, -0.05, 0.15, 0.35],
        },
      ],
      { name: 'relu' },
    );
    const [layer] = exactImage(network, [
      [1, 1],
      [-1.3, -0.9],
    ]).layers;
    expect([layer!.transitions, layer!.regions, layer!.linearRegions]).toEqual([4, 2, 2]);
  });

  test('a neuron that is 0 but for rounding stays on its threshold', () => {
    // h = 0.1 x + 0.2 x - 0.3 x, which is not 0 in floating point.
    const network = givenNetwork(
      [{ weights: [[1], [1], [1]], biases: [5, 5, 5] }, { weights: [[0.1, 0.2, -0.3]] }],
      { name: 'relu' },
    );
    const last = exactImage(network, [[-1], [0.3], [1], [-0.7]]).layers[1]!;
    expect([last.transitions, last.regions, last.length]).toEqual([0, 1, 0]);
  });

  test('a dead layer revived by the one above: transitions without a breakpoint of their own', () => {
    // z = relu(x); below 0 the layer is dead, h2 = ±z = 0 and off; above, one of them is on.
    const network = givenNetwork([{ weights: [[1]] }, { weights: [[1], [-1]] }], { name: 'relu' });
    const { layers } = exactImage(network, [[-1], [3]]);
    expect(
      layers.map(({ transitions, newBreakpoints, regions }) => [transitions, newBreakpoints, regions]),
    ).toEqual([
      [1, 1, 2],
      [1, 0, 2],
    ]);
    expect([...layers[1]!.breakpoints]).toEqual([0.25]);
    expect(layers[1]!.length).toBe(3);
  });

  test('hard-tanh: from -1 to +1 two thresholds are crossed', () => {
    const network = givenNetwork([{ weights: [[4]] }], { name: 'hard-tanh' });
    const [layer] = exactImage(network, [[-1], [1], [0]]).layers;
    expect([layer!.transitions, layer!.regions, layer!.patterns]).toEqual([3, 4, 3]);
    for (const [i, s] of [0.75, 1.25, 2.75].entries()) expectClose(layer!.breakpoints[i]!, s / 3, 1e-15);
    expect([layer!.length, layer!.preLength]).toEqual([3, 12]);
  });

  test('a kink turns by its angle, a reversal by half a turn', () => {
    const corner = givenNetwork(
      [
        {
          weights: [
            [1, 0],
            [0, 1],
          ],
        },
      ],
      { name: 'relu' },
    );
    // Along the line y = x/2 + 1/2 … the image rests, runs up the y axis, then along (2, 1).
    const [layer] = exactImage(corner, [
      [-3, -1],
      [3, 2],
    ]).layers;
    expectClose(layer!.turningAngle, Math.atan2(2, 1), 1e-15);
    const fold = givenNetwork([{ weights: [[1]] }], { name: 'abs' });
    expect(exactImage(fold, [[-1], [1]]).layers[0]!.turningAngle).toBe(Math.PI);
  });

  test('an image far from the origin keeps its digits', () => {
    const network = givenNetwork(
      [
        {
          weights: [
            [1e-9, 0],
            [0, 1e-9],
          ],
          biases: [1e6, 1e6],
        },
      ],
      { name: 'relu' },
    );
    expectClose(
      exactImage(network, [
        [0, 0],
        [3, 4],
      ]).layers[0]!.length,
      5e-9,
      1e-14,
    );
  });
});

describe('many networks', () => {
  test.each([
    ['4-4-4-4', [4, 4, 4, 4], 1500],
    ['16-16-16-16', [16, 16, 16, 16], 250],
  ])(
    '%s: transitions and regions over a right angle have their exact expectations',
    (name, widths, networks) => {
      const drawn = spec({ inputDim: 3, widths, sigmaB: 0, sigmaW: Math.SQRT2 });
      const ends = endpoints('orthonormal', 1, 3);
      const totals = Array.from({ length: networks }, (_, i) => {
        const { layers } = exactImage(drawNetwork(drawn, 11, i), ends);
        return [
          layers.reduce((sum, { transitions }) => sum + transitions, 0),
          layers.at(-1)!.regions,
        ] as const;
      });
      for (const [quantity, column] of [
        ['transitions', 0],
        ['regions', 1],
      ] as const) {
        const values = totals.map((row) => row[column]);
        const mean = values.reduce((sum, x) => sum + x, 0) / networks;
        const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (networks - 1);
        const expected = golden(`E_${quantity}_${name}_theta90`);
        const errors = (mean - expected) / Math.sqrt(variance / networks);
        expect(
          Math.abs(errors),
          `seed 11: ${mean} against ${expected}, ${errors} standard errors`,
        ).toBeLessThan(4);
      }
    },
  );
});

describe('wrong input', () => {
  const network = goldenNetwork([2, 3], 'relu');
  test.each<[string, () => unknown, string]>([
    ['one point', () => exactImage(network, [[1, 2]]), 'vertices: expected at least two points, got 1'],
    [
      'another dimension',
      () => exactImage(network, [[1, 2], [1]]),
      "vertices: expected points of dimension 2, that of the network's input, got 1",
    ],
    [
      'a NaN',
      () =>
        exactImage(network, [
          [1, 2],
          [Number.NaN, 1],
        ]),
      'vertices: expected finite numbers, got NaN',
    ],
    [
      'equal points',
      () =>
        exactImage(network, [
          [1, 2],
          [1, 2],
          [1, 2],
        ]),
      'vertices: expected points that differ, got 3 equal points',
    ],
    [
      'a smooth activation',
      () =>
        exactImage(goldenNetwork([2, 3], 'tanh'), [
          [1, 2],
          [2, 1],
        ]),
      'activation: expected a piecewise linear one (relu, leaky-relu:a, abs, linear, hard-tanh, shifted-relu:tau, clipped-relu:tau:m or soft-threshold:tau), got tanh',
    ],
    [
      'an overflow',
      () =>
        exactImage(givenNetwork([{ weights: [[1e200]] }, { weights: [[1e200]] }], { name: 'relu' }), [
          [0],
          [1],
        ]),
      'regions: expected images within the range of a double, got an overflow in layer 2',
    ],
    [
      'an underflow',
      () =>
        exactImage(givenNetwork([{ weights: [[1e-200]] }, { weights: [[1e-200]] }], { name: 'relu' }), [
          [0],
          [1],
        ]),
      'regions: expected images within the range of a double, got an underflow in layer 2',
    ],
  ])('%s is refused', (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
