/** Energies of polylines, beside the same from their definition in double precision. */
import { describe, expect, test } from 'vitest';
import { angleOf, samplePoints } from '../../src/curve/index.ts';
import { type Subject, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { phiOf, piecesOf, weightSd } from '../../src/network/index.ts';
import { drawNetwork } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, LAWS, subject } from './subjects.ts';

const memory = await arena();

/** Energies of h and z in every layer, with the arc-cosine kernel as a function of angles. */
function energiesOf({ network, seed, curve, points }: Subject, number: number) {
  const flat = samplePoints(curve, points);
  let z = Array.from({ length: points }, (_, t) => [
    ...flat.slice(t * network.inputDim, (t + 1) * network.inputDim),
  ]);
  const norm = (x: number[], y: number[]) => Math.hypot(...x.map((a, j) => a - y[j]!));
  const chords = (image: number[][]) => image.slice(1).map((x, t) => norm(x, image[t]!));
  return network.layers.map(({ width, activation, sigmaB }, l) => {
    const sd = weightSd(network, l + 1);
    const { slopes } = piecesOf(activation)!;
    const [a, b] = [slopes[0]!, slopes.at(-1)!];
    const lifted = z.map((x) => Float64Array.from([...x.map((y) => sd * y), sigmaB]));
    const means = chords(z).map((chord, t) => {
      const angle = angleOf({ kind: 'line', vertices: [lifted[t]!, lifted[t + 1]!] });
      const size = Math.hypot(...lifted[t]!) * Math.hypot(...lifted[t + 1]!);
      const bend = ((b - a) ** 2 * size * (Math.sin(angle) - angle * Math.cos(angle))) / Math.PI;
      return width * (((a * a + b * b) / 2) * (sd * chord) ** 2 - bend);
    });
    const below = chords(z);
    const total = below.reduce((sum, chord) => sum + chord, 0);
    const { weights, biases } = referenceWeights(network, seed, number, l + 1);
    const h = z.map((x) => weights.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j]!, biases[i]!)));
    const phi = phiOf(activation);
    const before = chords(h).reduce(
      (sum, chord, t) => sum + (below[t] === 0 ? 0 : chord ** 2 / below[t]!),
      0,
    );
    z = h.map((x) => x.map(phi));
    const after = chords(z).reduce((sum, chord, t) => {
      const root = Math.sqrt(means[t]!);
      return root === 0 ? sum : sum + chord ** 2 / root - root;
    }, 0);
    return {
      preLength: before / (width * sd * sd * total) - 1,
      length: after / (Math.sqrt((width * (a * a + b * b)) / 2) * sd * total),
    };
  });
}

describe.each([
  { widths: [30, 60, 51] },
  { widths: [4, 5, 4, 4], sigmaB: 0.3 },
  { widths: [30, 20], activation: { name: 'abs' }, sigmaB: 0.4 },
  { widths: [30, 20, 9], activation: { name: 'leaky-relu', slope: -0.3 } },
  { widths: [20, 20], activation: { name: 'linear' } },
  { widths: [20, 20], sigmaW: 1e-6, sigmaB: 1e-7 },
] as const)('%j', (network) => {
  test.each(['line', 'circle', 'polyline'] as const)('along a %s', (kind) => {
    for (const points of [2, 7, 70]) {
      const what = subject(network, {
        curve: curveOf(kind, 20),
        points: kind === 'circle' ? points + 1 : points,
      });
      const { energies } = new Workspace(memory, what).measure(5, 1);
      energiesOf(what, 5).forEach(({ length, preLength }, l) => {
        expect(Math.abs(energies!.length[l]! - length), `${points} length ${l + 1}`).toBeLessThan(2e-5);
        expect(Math.abs(energies!.preLength[l]! - preLength), `${points} preLength ${l + 1}`).toBeLessThan(
          2e-5,
        );
      });
    }
  });
});

test('images by law have energies too, of mean 0', () => {
  const what = subject({ widths: [40, 40] }, { points: 12, draw: 'law' });
  const networks = 600;
  const { energies } = new Workspace(memory, what).measure(0, networks);
  for (const values of [energies!.length, energies!.preLength]) {
    for (let l = 0; l < 2; l++) {
      const own = Array.from({ length: networks }, (_, i) => values[2 * i + l]!);
      const mean = own.reduce((sum, x) => sum + x, 0) / networks;
      const sem = Math.sqrt(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (networks - 1) / networks);
      expect(Math.abs(mean / sem), `${mean} ± ${sem}`).toBeLessThan(4);
      expect(sem * Math.sqrt(networks)).toBeGreaterThan(0.1);
    }
  }
});

test('are known where all layers are dense, Gaussian and homogeneous, and of networks that are drawn', () => {
  const of = (changes: object, rest = {}) =>
    new Workspace(memory, subject({ widths: [6, 6], ...changes }, rest)).measure(0, 1).energies;
  expect(of({})).toBeDefined();
  for (const changes of [
    { density: 0.9 },
    { weights: LAWS[1]! },
    { sigmaB: 1, biases: LAWS[2]! },
    { activation: { name: 'hard-tanh' } },
    { activation: { name: 'tanh' } },
    { sigmaW: 0 },
  ])
    expect(of(changes)).toBeUndefined();
  expect(of({}, { given: [drawNetwork(subject({ widths: [6, 6] }).network, 0, 0)] })).toBeUndefined();
});
