import { describe, expect, test } from 'vitest';
import {
  curvatureAt,
  curve,
  drawNetwork,
  type GivenNetwork,
  givenNetwork,
  smoothImage,
} from '../../src/index.ts';
import { taylorOf } from '../../src/network/index.ts';
import { expectClose, GOLDEN_SEGMENT, golden, goldenNetwork, spec } from './fixture.ts';

const network = goldenNetwork([3, 8, 8, 8], 'tanh');
const segment = curve('line', GOLDEN_SEGMENT);

/** Identity on the plane, and a map that doubles lengths. */
const identity = givenNetwork(
  [
    {
      weights: [
        [1, 0],
        [0, 1],
      ],
    },
    {
      weights: [
        [0, 2],
        [-2, 0],
      ],
      biases: [3, 4],
    },
  ],
  {
    name: 'linear',
  },
);

function withActivation(name: 'tanh' | 'erf' | 'sin'): GivenNetwork {
  return drawNetwork(spec({ inputDim: 3, widths: [6, 5], sigmaW: 1.5, activation: { name } }), 3, 0);
}

describe('the network of golden.json', () => {
  test('has its curvature', () => {
    expectClose(
      curvatureAt(network, segment, 0.3)[2]!.curvature!,
      golden('detnet_tanh_kappa_l3_t0.3'),
      1e-12,
    );
  });
  test('has its length and Gauss-map length', () => {
    const third = smoothImage(network, segment)[2]!;
    expectClose(third.length, golden('detnet_tanh_len_l3'), 1e-12);
    expectClose(third.gaussMapLength, golden('detnet_tanh_LG_l3'), 1e-12);
  });
});

test('a linear map keeps lines straight and scales circles', () => {
  for (const { curvature, preCurvature } of curvatureAt(
    identity,
    curve('line', [
      [1, 2],
      [3, 0],
    ]),
    0.4,
  ))
    expect(Math.max(curvature!, preCurvature!)).toBeLessThan(1e-15);
  const circle = curve('circle', [
    [3, 0],
    [0, 3],
  ]);
  const [first, second] = smoothImage(identity, circle);
  expectClose(first!.length, 6 * Math.PI, 1e-14);
  expectClose(second!.preLength, 12 * Math.PI, 1e-14);
  expectClose(second!.gaussMapLength, 2 * Math.PI, 1e-14);
  expectClose(curvatureAt(identity, circle, 0.7)[1]!.curvature!, 1 / 6, 1e-14);
  const arc = curve('arc', [
    [3, 0],
    [0, 3],
  ]);
  expectClose(smoothImage(identity, arc)[0]!.length, 1.5 * Math.PI, 1e-14);
  expectClose(smoothImage(identity, arc)[0]!.preGaussMapLength, Math.PI / 2, 1e-14);
});

test.each(['tanh', 'erf', 'sin'] as const)('%s: derivatives are those of the function', (name) => {
  const phi = taylorOf({ name })!;
  const step = 1e-4;
  for (const h of [-6, -1.3, -0.2, 0, 0.7, 2.5, 9]) {
    const [below, above] = [phi(h - step), phi(h + step)];
    expect(Math.abs((above.value - below.value) / (2 * step) - phi(h).first)).toBeLessThan(1e-8);
    expect(Math.abs((above.first - below.first) / (2 * step) - phi(h).second)).toBeLessThan(1e-8);
  }
});

test("tanh' keeps its digits where tanh is 1 to rounding", () => {
  expectClose(taylorOf({ name: 'tanh' })!(25).first, 4 * Math.exp(-50), 1e-13);
});

test.each(['tanh', 'erf', 'sin'] as const)(
  '%s: speed and curvature are those of three points nearby',
  (name) => {
    const own = withActivation(name);
    const bend = curve('arc', [
      [1, 0.5, -1],
      [0.3, 2, 0.2],
    ]);
    const step = 1e-3;
    const [before, here, after] = [0.35 - step, 0.35, 0.35 + step].map((t) => image(own, bend, t));
    const v = here!.map((_, i) => (after![i]! - before![i]!) / (2 * step));
    const a = here!.map((z, i) => (after![i]! - 2 * z + before![i]!) / step ** 2);
    const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    const curvature = Math.sqrt(dot(v, v) * dot(a, a) - dot(v, a) ** 2) / dot(v, v) ** 1.5;
    const last = curvatureAt(own, bend, 0.35)[1]!;
    expectClose(last.speed, Math.sqrt(dot(v, v)), 1e-4);
    expectClose(last.curvature!, curvature, 1e-4);
  },
);

/** The point of an arc's image in the last layer. */
function image({ layers }: GivenNetwork, arc: ReturnType<typeof curve>, t: number): number[] {
  const [c, s] = [Math.cos((Math.PI / 2) * t), Math.sin((Math.PI / 2) * t)];
  let z = [...arc.vertices[0]!].map((x, i) => c * x + s * arc.vertices[1]![i]!);
  for (const { weights, biases, width, fanIn, activation } of layers) {
    const phi = taylorOf(activation)!;
    z = Array.from(
      { length: width },
      (_, i) => phi(z.reduce((sum, x, j) => sum + weights[i * fanIn + j]! * x, biases[i]!)).value,
    );
  }
  return z;
}

test('a curve that rests has speed 0 and no curvature', () => {
  const still = givenNetwork([{ weights: [[0, 0]], biases: [1] }], { name: 'tanh' });
  const [layer] = curvatureAt(
    still,
    curve('line', [
      [0, 0],
      [1, 1],
    ]),
    0.5,
  );
  expect(layer).toEqual({ layer: 1, speed: 0, curvature: null, preSpeed: 0, preCurvature: null });
  expect(
    smoothImage(
      still,
      curve('line', [
        [0, 0],
        [1, 1],
      ]),
    )[0],
  ).toMatchObject({ length: 0, gaussMapLength: 0 });
});

describe('images that are straight but for rounding', () => {
  const layers = (...weights: number[][][]) => weights.map((rows) => ({ weights: rows }));
  const issue = layers(
    [
      [1, 0.3],
      [0.2, 1],
    ],
    [[1, -0.4]],
    [[1], [2]],
  );
  const curves = (['line', 'arc', 'circle'] as const).map((kind) =>
    curve(kind, [
      [1, 0.2],
      [-0.3, 1],
    ]),
  );
  test.each(['tanh', 'erf', 'sin', 'linear'] as const)('where they turn back, %s', (name) => {
    for (const path of curves) {
      const [first, middle, last] = smoothImage(givenNetwork(issue, { name }), path);
      expect([middle!.gaussMapLength, middle!.preGaussMapLength, last!.preGaussMapLength]).toEqual([0, 0, 0]);
      // Straight: as long as the scalar before, times the norm of the weights.
      expectClose(last!.preLength, Math.sqrt(5) * middle!.length, 1e-9);
      expect(first!.length).toBeGreaterThan(0);
    }
  });
  test('where all of a layer cancels', () => {
    const network = givenNetwork(
      layers(
        [
          [0.1, 0.2],
          [0.3, 0.6],
        ],
        [[3, -1]],
        [[1], [2]],
      ),
      { name: 'linear' },
    );
    for (const path of curves) {
      const [first, ...others] = smoothImage(network, path);
      expect(first!.gaussMapLength).toBe(0);
      for (const { length, gaussMapLength } of others) expect([length, gaussMapLength]).toEqual([0, 0]);
    }
  });
  test('where a thousand millionth of a radian is left', () => {
    const network = givenNetwork(
      layers(
        [
          [0.1, 0.7],
          [0.2, 0.3],
        ],
        [
          [0.1, 0.2],
          [0.3, 0.6],
        ],
        [
          [3, -1],
          [3, -1.0000000001],
        ],
      ),
      { name: 'tanh' },
    );
    const angles = curves.slice(0, 2).map((path) => smoothImage(network, path)[2]!.preGaussMapLength);
    for (const angle of angles) {
      expect(angle).toBeGreaterThan(1e-10);
      expect(angle).toBeLessThan(1e-8);
    }
    expectClose(angles[1]!, 9.0196e-10, 1e-3);
  });
});

test.each<[string, () => unknown, string]>([
  [
    'kinks',
    () => curvatureAt(goldenNetwork([3, 8], 'relu'), segment, 0.5),
    'activation: expected a smooth one (linear, tanh, erf, sin, elu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish or squared-relu), got relu',
  ],
  [
    'a polyline',
    () => smoothImage(network, curve('polyline', GOLDEN_SEGMENT)),
    'curve: expected line, arc or circle, got polyline',
  ],
  [
    'another dimension',
    () => smoothImage(network, curve('line', [[1], [2]])),
    "curve: expected points of dimension 3, that of the network's input, got 1",
  ],
  ['a parameter', () => curvatureAt(network, segment, 1.5), 't: expected a number in [0, 1], got 1.5'],
  [
    'a tolerance',
    () => smoothImage(network, segment, { tolerance: 0 }),
    'tolerance: expected a number in [1e-15, 1], got 0',
  ],
])('%s is refused', (_, call, message) => {
  expect(call).toThrow(new RangeError(message));
});
