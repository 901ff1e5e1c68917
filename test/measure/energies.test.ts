/** Conditional energies of the kernels' images, beside the same from their definition in double precision. */
import { describe, expect, test } from 'vitest';
import { curveLength, curvePoints } from '../../src/curve/index.ts';
import { ExactWorkspace, type Subject, stretches, TangentWorkspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { pieceAt, piecesOf, taylorOf } from '../../src/network/index.ts';
import { networkStream, openStream, PURPOSE, uniform01 } from '../../src/random/index.ts';
import { drawNetwork, exactImage } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, LAWS, subject } from './subjects.ts';

const memory = await arena();

/** |dh| and |dz| in every layer, and |dx| before the first, at parameters of the curve. */
function speedsOf({ network, seed, curve }: Subject, number: number, parameters: readonly number[]) {
  const at = curvePoints(curve);
  let samples = parameters.map((t) => ({ point: [...at(t).point], velocity: [...at(t).velocity] }));
  const norms = () => samples.map(({ velocity }) => Math.hypot(...velocity));
  const z = [norms()];
  const h = network.layers.map(({ activation }, l) => {
    const pieces = piecesOf(activation);
    const phi =
      taylorOf(activation) ??
      ((x: number) => ({ value: pieces!.value(x), first: pieces!.slopes[pieceAt(pieces!, x)]! }));
    const { weights, biases } = referenceWeights(network, seed, number, l + 1);
    const dot = (row: number[], x: number[]) => row.reduce((sum, w, j) => sum + w * x[j]!, 0);
    const steps = samples.map(({ velocity }) => weights.map((row) => dot(row, velocity)));
    samples = samples.map(({ point }, t) => {
      const image = weights.map((row, i) => phi(dot(row, point) + biases[i]!));
      return {
        point: image.map(({ value }) => value),
        velocity: image.map(({ first }, i) => first * steps[t]![i]!),
      };
    });
    z.push(norms());
    return steps.map((step) => Math.hypot(...step));
  });
  return { z, h };
}

/** sum of w |u_l|² / |u_(l-1)| over that of c w |u_(l-1)|, less 1. */
function energy(above: number[], below: number[], c: number, weights: number[]): number {
  const total = below.reduce((sum, x, t) => sum + weights[t]! * x, 0);
  const sum = above.reduce((s, x, t) => (below[t] === 0 ? s : s + (weights[t]! * x * x) / below[t]!), 0);
  return total === 0 ? 0 : sum / (c * total) - 1;
}

/** The squared root of the mean square that a stretch holds. */
function meanSquare(what: Subject, layer: number, name: 'length' | 'preLength'): number {
  const { width, density, sigmaW, activation } = what.network.layers[layer - 1]!;
  const inputs = layer === 1 ? what.network.inputDim : what.network.layers[layer - 2]!.width;
  const slopes = name === 'preLength' ? [1] : piecesOf(activation)!.slopes;
  const slope = slopes.reduce((sum, s) => sum + s * s, 0) / slopes.length;
  return (density * width * sigmaW * sigmaW * slope) / inputs;
}

const NETWORKS = [
  { widths: [30, 60, 50] },
  { widths: [4, 4, 4, 4], sigmaB: 0.3 },
  { widths: [60, 40, 50], density: 0.1, sigmaW: 4, weights: LAWS[2]! },
  { widths: [30, 20], activation: { name: 'abs' }, sigmaB: 0.4, weights: LAWS[1]! },
  { widths: [30, 20], activation: { name: 'leaky-relu', slope: -0.3 }, density: 0.5, weights: LAWS[3]! },
  { widths: [20, 20], activation: { name: 'linear' } },
] as const;

describe.each(NETWORKS)('%j', (network) => {
  test('the stretches hold the exact mean squares', () => {
    const what = subject(network);
    stretches(what.network).forEach((layer, l) => {
      for (const name of ['length', 'preLength'] as const) {
        const { mantissa, exponent } = layer[name]!.root;
        expect(mantissa ** 2 * 4 ** exponent).toBeCloseTo(meanSquare(what, l + 1, name), 12);
      }
    });
  });

  test('tangents', () => {
    for (const kind of ['line', 'circle', 'polyline'] as const) {
      const what = subject(network, { curve: curveOf(kind, 20), points: 7 });
      for (let number = 0; number < 3; number++) {
        const { energies } = new TangentWorkspace(memory, what).measure(number, 1);
        const stream = openStream(networkStream(what.seed, number, 0, PURPOSE.sample, 0));
        const parameters = Array.from({ length: 7 }, (_, j) => (j + uniform01(stream)) / 7);
        const { z, h } = speedsOf(what, number, parameters);
        const even = parameters.map(() => 1);
        const sampled = z[0]!.reduce((sum, x) => sum + x, 0) / 7 / curveLength(what.curve);
        what.network.layers.forEach((_, l) => {
          for (const name of ['length', 'preLength'] as const) {
            const above = name === 'length' ? z[l + 1]! : h[l]!;
            const own = energy(above, z[l]!, meanSquare(what, l + 1, name), even);
            const { share } = stretches(what.network)[0]![name]!;
            const expected = l === 0 ? sampled * own + 2 * share * (sampled - 1) : own;
            expect(Math.abs(energies![name][l]! - expected), `${kind} ${name} ${l + 1}`).toBeLessThan(1e-5);
          }
        });
      }
    }
  });

  test('exact images: integrals over the pieces of all layers', () => {
    for (const kind of ['line', 'polyline'] as const) {
      const what = subject(network, { curve: curveOf(kind, 20) });
      for (let number = 0; number < 3; number++) {
        const { energies } = new ExactWorkspace(memory, what).measure(number, 1);
        const oracle = exactImage(drawNetwork(what.network, what.seed, number), what.curve.vertices);
        const ends = [...oracle.layers.at(-1)!.knots];
        const middles = ends.slice(1).map((end, i) => (end + ends[i]!) / 2);
        const weights = ends.slice(1).map((end, i) => end - ends[i]!);
        const { z, h } = speedsOf(what, number, middles);
        what.network.layers.forEach((_, l) => {
          for (const name of ['length', 'preLength'] as const) {
            const above = name === 'length' ? z[l + 1]! : h[l]!;
            const expected = energy(above, z[l]!, meanSquare(what, l + 1, name), weights);
            expect(Math.abs(energies![name][l]! - expected), `${kind} ${name} ${l + 1}`).toBeLessThan(1e-4);
          }
        });
      }
    }
  });
});

test('layers with kinks elsewhere have energies of h alone in exact images, and networks that are given none', () => {
  const what = subject(
    { widths: [20, 20], activation: { name: 'hard-tanh' }, sigmaW: 3 },
    { points: 5, curve: curveOf('line', 20) },
  );
  for (const Measurer of [TangentWorkspace, ExactWorkspace]) {
    const { energies } = new Measurer(memory, what).measure(0, 2);
    if (Measurer === ExactWorkspace) expect([...energies!.length]).toEqual([0, 0, 0, 0]);
    else expect(energies!.length.every((x) => x !== 0)).toBe(true);
    expect(energies!.preLength.every((x) => x !== 0)).toBe(true);
    const given = [drawNetwork(what.network, 0, 0)];
    expect(new Measurer(memory, { ...what, given }).measure(0, 1).energies).toBeUndefined();
  }
});

test('do not depend on the scale of weights', () => {
  const at = (sigmaW: number) => {
    const what = subject({ widths: [20, 20, 20], sigmaW }, { points: 5 });
    return [TangentWorkspace, ExactWorkspace].map((M) => new M(memory, what).measure(0, 4).energies);
  };
  expect(at(1e-30)).toEqual(at(1));
  expect(at(3)).toEqual(at(1));
});
