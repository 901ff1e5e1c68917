/** Maxout in network files: exported by PyTorch, laid out byte by byte, and JSON. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { networkJson, parseNetwork } from '../../src/formats/index.ts';
import type { AnyGivenNetwork } from '../../src/network/index.ts';
import { measureTrajectory } from '../../src/run/trajectory.ts';
import { forward } from './forward.ts';
import { type OnnxModel, onnxBytes } from './onnx-bytes.ts';
import { gemm, model } from './onnx-models.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const expected = JSON.parse(fixture('maxout-expected.json').toString()) as Record<string, number[][]>;
const onnx = async (bytes: Uint8Array) =>
  (await parseNetwork(new Uint8Array(bytes), { format: 'onnx' })).network;
const json = async (value: unknown) =>
  (await parseNetwork(new TextEncoder().encode(JSON.stringify(value)), { format: 'json' })).network;

const shapes = ({ layers }: AnyGivenNetwork) =>
  layers.map(({ type, width, activation }) => `${type} ${width} ${activation.name}`).join(', ');

describe('a model that PyTorch exported', () => {
  test.each(['view', 'size', 'apart', 'stack', 'pairs'])('%s', async (name) => {
    const network = await onnx(fixture(`maxout-${name}.onnx`));
    expect(shapes(network)).toBe('dense 6 linear, maxout 2 linear, dense 2 linear');
    expected.inputs!.forEach((input, i) => {
      forward(network, input).forEach((value, j) => {
        expect(Math.abs(value - expected[name]![i]![j]!)).toBeLessThan(1e-6);
      });
    });
    expect(await json(JSON.parse(networkJson(network)))).toEqual(network);
  });

  test('has the length of its outputs along a line, by polylines and by exact images', async () => {
    const network = await onnx(fixture('maxout-apart.onnx'));
    const ends = [0, 1].map((i) => expected.inputs![i]!);
    const points = 2000;
    const outputs = Array.from({ length: points }, (_, t) =>
      forward(
        network,
        ends[0]!.map((a, j) => a + (t / (points - 1)) * (ends[1]![j]! - a)),
      ),
    );
    const length = outputs
      .slice(1)
      .reduce((sum, now, t) => sum + Math.hypot(...now.map((v, i) => v - outputs[t]![i]!)), 0);
    for (const estimator of ['polyline', 'exact'] as const) {
      const { cells } = await measureTrajectory(
        { estimator, ...(estimator === 'polyline' && { points }) },
        { networks: [network], vertices: ends as [number[], number[]] },
      );
      // Chords cut the corners.
      expect(Math.abs(cells[0]!.layers.at(-1)!.length.mean! / length - 1)).toBeLessThan(2e-5);
    }
  });
});

const max = { axes: [2], keepdims: { integer: 0 } };
const groups = (...sizes: number[]) => ({ shape: [sizes.length], values: sizes, integers: 'raw' as const });
const listed = (...sizes: number[]) => ({ ...groups(...sizes), integers: 'listed' as const });
const grouped = (
  sizes: number[],
  reduce: Parameters<typeof model>[1][1] = max,
  ...more: Parameters<typeof model>[1][]
): OnnxModel =>
  model([null, 4], gemm(4, 6), ['Reshape', {}, groups(...sizes)], ['ReduceMax', reduce], ...more);

describe('operations', () => {
  test.each([
    [
      'an activation before',
      model(
        [null, 4],
        gemm(4, 6),
        ['Tanh'],
        ['Reshape', {}, listed(0, 3, 2)],
        ['ReduceMax', max],
        gemm(3, 1),
      ),
      'dense 6 tanh, maxout 3 linear, dense 1 linear',
    ],
    [
      'an open size, and a dimension that stays',
      grouped([-1, 2, 3], { axes: [-1] }, ['Flatten'], gemm(2, 1)),
      'dense 6 linear, maxout 2 linear, dense 1 linear',
    ],
  ])('%s', async (_, made, layers) => {
    expect(shapes(await onnx(onnxBytes(made)))).toBe(layers);
  });

  test.each<[OnnxModel, string]>([
    [grouped([1, 6]), 'expected a Reshape of dense rows to batch × groups × rows before it, got "ReduceMax"'],
    [grouped([-1, 4, 2]), 'expected groups of the 6 rows before it (not 4 × 2), got "ReduceMax"'],
    [grouped([-1, 3, 2], { axes: [0] }), 'expected one axis behind the batch, got "ReduceMax"'],
    [grouped([-1, 3, 2], { axes: [1, 2] }), 'expected one axis behind the batch, got "ReduceMax"'],
    [grouped([-1, 3, 2], {}), 'expected one axis behind the batch, got "ReduceMax"'],
    [
      model([null, 4], gemm(4, 6), ['ReduceMax', max]),
      'expected a Reshape of dense rows to batch × groups × rows before it',
    ],
    [grouped([-1, 3, 2], max, ['Relu'], gemm(3, 1)), 'expected one activation a layer, got "Relu"'],
    [
      model([null, 4], ['Reshape', {}, groups(-1, 2, 2)], ['ReduceMax', max], gemm(2, 1)),
      'expected groups of the rows of a Gemm or MatMul, got "ReduceMax"',
    ],
    [model([null, 4], gemm(4, 4), ['Max', {}, [4]]), 'got "Max" (node "step 1")'],
  ])('are refused by one line: %#', async (made, message) => {
    await expect(onnx(onnxBytes(made))).rejects.toThrow(message);
  });

  test('of products of different inputs, or sizes, are refused', async () => {
    const [x, constants] = [model([null, 4], gemm(4, 2), gemm(2, 2)), {}];
    const other = (second: string, rows: number): OnnxModel => ({
      ...x,
      constants: {
        a: { shape: [2, 4], values: new Array(8).fill(1) },
        b: {
          shape: [rows, second === 'x' ? 4 : 2],
          values: new Array(rows * (second === 'x' ? 4 : 2)).fill(1),
        },
        ...constants,
      },
      nodes: [
        { op: 'Gemm', inputs: ['x', 'a'], out: 'p', attributes: { transB: { integer: 1 } }, name: '' },
        { op: 'Gemm', inputs: [second, 'b'], out: 'q', attributes: { transB: { integer: 1 } }, name: '' },
        { op: 'Max', inputs: ['p', 'q'], out: 'y', attributes: {}, name: '' },
      ],
    });
    expect(shapes(await onnx(onnxBytes(other('x', 2))))).toBe('dense 4 linear, maxout 2 linear');
    await expect(onnx(onnxBytes(other('x', 3)))).rejects.toThrow(
      'expected products of 2 rows of 4 weights each, got "Max"',
    );
    await expect(onnx(onnxBytes(other('p', 2)))).rejects.toThrow(
      'expected the largest of several products of one input, got "Max"',
    );
  });
});

describe('JSON', () => {
  const rows = [
    [1, 0],
    [0, 1],
    [2, 2],
    [-1, 1],
  ];
  const dense = { type: 'dense', weights: rows, activation: 'linear' };
  const maxout = (pieces: unknown, more: object = {}) => ({ type: 'maxout', pieces, ...more });

  test('has the largest of values that follow one another', async () => {
    const network = await json({ layers: [dense, maxout(2)] });
    expect(forward(network, [3, -1])).toEqual([3, 4]);
  });

  test.each([
    [[dense, maxout(3)], 'layer 2, pieces: expected a number that divides 4, the width before, got 3'],
    [[dense, maxout(0)], 'layer 2, pieces: expected an integer in 1 … 1000000, got 0'],
    [[dense, maxout(undefined)], 'layer 2, pieces: expected an integer'],
    [[maxout(2)], 'layer 1: expected a layer of rows before a maxout, got none'],
    [[dense, maxout(2, { width: 2 })], 'layer 2: expected no fields beside'],
  ])('is refused by one line: %j', async (layers, message) => {
    await expect(json({ layers })).rejects.toThrow(message);
  });
});
