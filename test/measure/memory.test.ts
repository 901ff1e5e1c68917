/** What planning says a workspace takes is what it takes. */

import { describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { ExperimentError, parseExperiment } from '../../src/experiment/index.ts';
import { MEMORY_LIMIT, MOST_RESERVED, reservedBytes } from '../../src/kernels/arena.ts';
import { Arena, compileKernels, loadKernels } from '../../src/kernels/index.ts';
import { panelLayout } from '../../src/kernels/layout.ts';
import { curveAreas } from '../../src/measure/areas/curve.ts';
import { CurveWorkspace } from '../../src/measure/curve-image.ts';
import { exactAreas } from '../../src/measure/exact/areas.ts';
import { ExactMemory } from '../../src/measure/exact/exact-memory.ts';
import { mostKnots } from '../../src/measure/exact/memory.ts';
import { openWorkspace, type Subject, workspaceBytes } from '../../src/measure/index.ts';
import { networkOf } from '../../src/network/index.ts';
import { curveOf, subject } from './subjects.ts';

const kernels = await loadKernels(await compileKernels());

/** Remembers where its areas end. */
class MeasuredArena extends Arena {
  used = 0;

  override reset(): void {
    super.reset();
    this.used = 0;
  }

  override reserve(bytes: number): number {
    const address = super.reserve(bytes);
    this.used = Math.ceil((address + bytes) / 64) * 64 - this.kernels.memoryStart();
    return address;
  }
}

const memory = new MeasuredArena(kernels);

describe('of a sampled subject, to the byte', () => {
  const wide = { inputDim: 50, widths: [400, 300] };
  const circle = { curve: curveOf('circle', 20), points: 203 };
  const corners = { curve: { ...curveOf('line', 20), kind: 'polyline' as const }, points: 60 };
  corners.curve.vertices = Array(3).fill(corners.curve.vertices).flat();
  const conv2d = { type: 'conv2d', kernel: 2, stride: 1, padding: 'circular' } as const;
  const { layers } = subject({ widths: [20] }).network;
  const blocks = networkOf({
    inputDim: 20,
    layers: [
      {
        type: 'residual',
        width: 20,
        scale: 1,
        branch: [
          { ...layers[0]!, ...conv2d, inputShape: [2, 5, 2] as const, channels: 30, width: 300 },
          {
            ...layers[0]!,
            ...conv2d,
            inputShape: [2, 5, 30] as const,
            channels: 2,
            width: 20,
            activation: 'linear',
          },
        ],
      },
      ...layers,
    ],
  });
  const cases: readonly [string, Subject][] = [
    ['one dense layer', subject({ widths: [64] }, circle)],
    ['sparse layers', subject({ widths: [64, 200, 10], density: 0.1 }, circle)],
    [
      'masked dense layers',
      subject({ density: 0.8, weights: { kind: 'discrete', values: [-2, -1, 1, 2] } }, circle),
    ],
    ['no weights', subject({ sigmaW: 0 }, circle)],
    ['a curve that few vectors do not span', subject({ density: 0.6 }, corners)],
    [
      'by law, through the Gram matrix',
      subject(wide, { curve: curveOf('line', 50), points: 30, draw: 'law' }),
    ],
    [
      'by law, from masks',
      subject({ ...wide, density: 0.3 }, { curve: curveOf('line', 50), points: 3, draw: 'law' }),
    ],
    ['tangents', subject({}, { ...circle, estimator: 'tangent' })],
    ['convolutions in a residual block', { ...subject({}, circle), network: blocks }],
  ];

  test.each(cases)('%s', (_, what) => {
    openWorkspace(memory, what);
    expect(memory.used).toBe(workspaceBytes(what));
  });

  test('with measures, and the two images of a layer beside it', () => {
    for (const [estimator, measure, images] of [
      ['polyline', 'q', 1],
      ['tangent', 'metric', 2],
    ] as const) {
      const what = subject({ widths: [64, 200] }, { ...circle, estimator, measures: [measure] });
      openWorkspace(memory, what);
      expect(workspaceBytes(what) - memory.used).toBe(203 * images * 2 * 4 * 200);
    }
  });

  test('the image of a curve alone', () => {
    const what = subject({ activation: { name: 'tanh' } }, circle);
    memory.reset();
    new CurveWorkspace(memory, what, 2);
    const layout = panelLayout(203, 1);
    expect(memory.used).toBe(
      reservedBytes((reserve) => curveAreas(reserve, what.network, what, layout, 2, 'simd128')),
    );
  });
});

describe('of an exact image', () => {
  test('to the byte', () => {
    for (const density of [0, 0.2, 1]) {
      const what = subject({ density, weights: { kind: 'discrete', values: [-2, -1, 1, 2] } });
      const { network } = what;
      new ExactMemory(memory, network, what, 700);
      expect(memory.used).toBe(reservedBytes((reserve) => exactAreas(reserve, network, what, 700)));
    }
  });

  test('the most knots that there is room for can be had', () => {
    const what = subject({ inputDim: 9000, widths: [9000, 9000] });
    const { network } = what;
    const most = mostKnots(network);
    expect(most).toBeGreaterThan(50_000);
    expect(() => new ExactMemory(memory, network, what, most)).not.toThrow();
    expect(memory.used).toBeGreaterThan(MOST_RESERVED - 9000 * 10);
    expect(() => new ExactMemory(memory, network, what, most + 200)).toThrow(RangeError);
  });
});

test('what the kernels have below is less than what is set aside for it', () => {
  expect(kernels.memoryStart()).toBeLessThan(MEMORY_LIMIT - MOST_RESERVED);
});

test('points that do not fit are refused when the experiment is planned', () => {
  const most = 5_100_000;
  expect(() => planExperiment(parseExperiment({ estimator: 'polyline', points: most }))).not.toThrow();
  const refused = () => planExperiment(parseExperiment({ estimator: 'polyline', points: most + 200_000 }));
  expect(refused).toThrow(ExperimentError);
  expect(refused).toThrow(/^points: expected at most about 5,200,000 .*, got 5,300,000, which take 5 GiB$/);
});

test.each([
  ['tangent', { estimator: 'tangent', points: 100_000, width: 10_000 }],
  ['measures', { estimator: 'polyline', points: 100_000, width: 3_000, measure: ['metric'] }],
  [
    'a Gram matrix',
    { estimator: 'polyline', draw: 'law', points: 900, width: 400_000, depth: 2, inputDim: 9 },
  ],
] as const)('%s: as well', (_, fields) => {
  const refused = () =>
    planExperiment(parseExperiment({ ...fields, measure: [...('measure' in fields ? fields.measure : [])] }));
  expect(refused).toThrow(/^points: expected at most about [\d,]+ at these widths, .* GiB$/);
});
