/** Expected counts given the layer below, beside the same from images in double precision. */
import { describe, expect, test } from 'vitest';
import { angleOf, type Curve, curve } from '../../src/curve/index.ts';
import { ExactWorkspace, type Subject } from '../../src/measure/index.ts';
import { type GivenNetwork, phiOf, weightSd } from '../../src/network/index.ts';
import { drawNetwork, exactImage } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, LAWS, subject } from './subjects.ts';

const memory = await arena();

/** z of layer `layer` at a share of the way along a polyline. */
function imageAt({ layers }: GivenNetwork, layer: number, { vertices }: Curve, at: number): Float64Array {
  const edges = vertices.slice(1).map((x, i) => Math.hypot(...x.map((y, j) => y - vertices[i]![j]!)));
  const total = edges.reduce((sum, edge) => sum + edge, 0);
  let [edge, before] = [0, 0];
  while (edge < edges.length - 1 && before + edges[edge]! < at * total) before += edges[edge++]!;
  const share = (at * total - before) / edges[edge]!;
  let z = vertices[edge]!.map((x, j) => x + share * (vertices[edge + 1]![j]! - x));
  for (const { weights, biases, width, fanIn, activation } of layers.slice(0, layer)) {
    const phi = phiOf(activation);
    const dot = (i: number) => z.reduce((sum, x, j) => sum + weights[i * fanIn + j]! * x, biases[i]!);
    z = Float64Array.from({ length: width }, (_, i) => phi(dot(i)));
  }
  return z;
}

/** Transitions per neuron of layer l and number `number`, from the knots of the layer below. */
function rate(what: Subject, number: number, layer: number): number {
  const network = drawNetwork(what.network, what.seed, number);
  const knots = exactImage(network, what.curve.vertices).layers[Math.max(0, layer - 2)]!.knots;
  const lift = what.network.layers[layer - 1]!.sigmaB / weightSd(what.network, layer);
  const vertices = Array.from(knots, (at) =>
    Float64Array.of(...imageAt(network, layer - 1, what.curve, at), lift),
  );
  return angleOf({ kind: 'polyline', vertices }) / Math.PI;
}

const NETWORKS = [
  { widths: [30, 60, 51, 7] },
  { widths: [8, 9, 8, 10], sigmaB: 0.3 },
  { widths: [30, 20, 15], activation: { name: 'abs' }, sigmaB: 0.4, sigmaW: 0.8 },
  { widths: [30, 20, 30], activation: { name: 'leaky-relu', slope: -0.3 } },
  { widths: [20, 20, 20], sigmaB: 1e-6 },
  { widths: [20, 20, 20], sigmaB: 1e4 },
  { widths: [20, 30, 20], sigmaW: 1e-6, sigmaB: 1e-7 },
] as const;

describe.each(NETWORKS)('%j', (network) => {
  test.each(['line', 'polyline'] as const)('sums of angles along a %s', (kind) => {
    const what = subject(network, { curve: curveOf(kind, 20) });
    for (let number = 0; number < 3; number++) {
      const { expected } = new ExactWorkspace(memory, what).measure(number, 1);
      let regions = 1;
      what.network.layers.forEach(({ width }, l) => {
        const transitions = width * rate(what, number, l + 1);
        regions += transitions;
        expect(Math.abs(expected!.transitions[l]! / transitions - 1), `layer ${l + 1}`).toBeLessThan(1e-4);
        expect(Math.abs(expected!.regions[l]! / regions - 1), `layer ${l + 1}`).toBeLessThan(1e-4);
      });
    }
  });
});

test('a line through the origin turns by π at once, and there is one breakpoint', () => {
  const [x] = curveOf('line', 20).vertices;
  const through = curve('line', [x!, x!.map((y) => -2 * y)]);
  const corner = curve('polyline', [x!, x!.map(() => 0), curveOf('line', 20, 9).vertices[1]!]);
  const of = (what: Curve, changes = {}) =>
    new ExactWorkspace(memory, subject({ widths: [10, 12], ...changes }, { curve: what })).measure(0, 1);
  const { expected, measures } = of(through);
  expect(expected!.transitions[0]).toBeCloseTo(10, 12);
  expect(expected!.regions[0]).toBeCloseTo(2, 12);
  expect(measures.regions!.values[0]).toBe(2);
  // The image bends at 0, where it has its breakpoint already.
  const network = drawNetwork(subject({ widths: [10, 12] }).network, 3, 0);
  const [z, w] = [imageAt(network, 1, through, 0), imageAt(network, 1, through, 1)];
  const bend = angleOf({ kind: 'line', vertices: [z, w] });
  expect(expected!.transitions[1]).toBeCloseTo((12 * bend) / Math.PI, 5);
  expect(expected!.regions[1]).toBe(2);
  // A corner at 0 is a breakpoint if any neuron changes there.
  const angle = angleOf({ kind: 'line', vertices: [corner.vertices[0]!, corner.vertices[2]!] });
  const cornered = of(corner).expected!;
  expect(cornered.transitions[0]).toBeCloseTo((10 * angle) / Math.PI, 12);
  expect(cornered.regions[0]).toBeCloseTo(2 - (1 - angle / Math.PI) ** 10, 12);
  expect(of(through, { sigmaB: 1 }).expected!.regions[0]).toBeLessThan(2 + 1e-12 + 9);
});

test('where a layer dies or comes alive half of the neurons above are on', () => {
  const what = subject({ widths: [1, 6, 5], inputDim: 3 }, { curve: curveOf('line', 3) });
  const seen = new Set<string>();
  for (let number = 0; number < 40; number++) {
    const { expected, length, measures } = new ExactWorkspace(memory, what).measure(number, 1);
    const crossed = measures.transitions!.values[0]!;
    // One neuron: the image lies on a ray, and ends or begins at 0 where the neuron changes.
    expect(expected!.transitions[1]).toBe(crossed * 3);
    expect(expected!.regions[1]).toBe(expected!.regions[0]);
    expect(expected!.transitions[2]).toBe(length[1] === 0 ? 0 : crossed * 2.5);
    seen.add(`${crossed} ${length[0] === 0}`);
  }
  expect(seen.size).toBe(3);
});

test('are known of dense Gaussian layers with a kink at 0 alone, and of networks that are drawn', () => {
  const of = (changes: object, rest = {}) =>
    new ExactWorkspace(memory, subject({ widths: [6, 6], ...changes }, rest)).measure(0, 1).expected;
  expect(of({})).toBeDefined();
  for (const changes of [
    { density: 0.9 },
    { weights: LAWS[1]! },
    { sigmaB: 1, biases: LAWS[2]! },
    { activation: { name: 'hard-tanh' } },
    { activation: { name: 'linear' } },
    { sigmaW: 0 },
  ])
    expect(of(changes)).toBeUndefined();
  expect(of({}, { given: [drawNetwork(subject({ widths: [6, 6] }).network, 0, 0)] })).toBeUndefined();
  const { network } = subject({ widths: [6, 6, 6] });
  const layers = network.layers.map((layer, l) => (l === 1 ? { ...layer, density: 0.5 } : layer));
  const mixed = new ExactWorkspace(memory, subject({}, { network: { ...network, layers } })).measure(0, 1);
  expect([...mixed.expected!.transitions].map(Number.isNaN)).toEqual([false, true, false]);
  expect([...mixed.expected!.regions].map(Number.isNaN)).toEqual([false, true, true]);
});
