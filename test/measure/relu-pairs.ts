/**
 * A residual network as one that the oracle in double precision knows: what a block hands on goes through ReLU
 * twice, z = relu(z) - relu(-z), which changes no length, and the larger of a and b is b + relu(a - b).
 */
import { expect } from 'vitest';
import type { LengthRecord, Subject } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { places } from '../../src/measure/reference-patches.ts';
import {
  chainOf,
  type GivenNetwork,
  isParted,
  type NetworkSpec,
  type Part,
} from '../../src/network/index.ts';
import { type ExactImage, exactImage, givenNetwork, type LayerRows } from '../../src/regions/index.ts';
import { expectClose, lengthsOf } from './subjects.ts';

/** An input as a combination of values of the other network: their numbers and factors. */
type Combination = readonly (readonly [index: number, factor: number])[];

export function asReluNetwork(network: NetworkSpec, seed: number, number: number) {
  const { spec, shown } = chainOf(network);
  const layers: LayerRows[] = [];
  /** For each layer of the other network its rows that are neurons. */
  const neurons: number[][] = [];
  /** For each link of the chain the layer of the other network that ends it. */
  const ends: number[] = [];
  let [inputs, width] = [identity(spec.inputDim), spec.inputDim];
  const push = (made: LayerRows, own: number[]) => {
    layers.push(made);
    neurons.push(own);
    width = made.weights.length;
  };
  /** Rows of these combinations of the values at hand. */
  const rowsOf = (combinations: readonly Combination[]) =>
    combinations.map((combination) => {
      const row = new Array<number>(width).fill(0);
      for (const [index, factor] of combination) row[index]! += factor;
      return row;
    });
  /** The larger of the first two values of each window, round by round, until one is left. */
  const takeLargest = (windows: Combination[][]): void => {
    while (windows.some(({ length }) => length > 1)) {
      const made: Combination[] = [];
      windows = windows.map(([a, b, ...rest]) =>
        [b === undefined ? [a!] : [minus(a!, b), b], ...rest.map((one) => [one])].map((pair) => {
          const [signed, first] = [pair.at(-1)!, made.length];
          made.push(...pair.slice(0, -1), signed, minus([], signed));
          const at = first + pair.length - 1;
          return [...(pair.length > 1 ? [[first, 1] as const] : []), [at, 1], [at + 1, -1]] as Combination;
        }),
      );
      push({ weights: rowsOf(made) }, []);
    }
    push({ weights: rowsOf(windows.map(([one]) => one!)), activation: 'linear' }, []);
    inputs = identity(width);
  };
  spec.layers.forEach((layer, l) => {
    if (layer.type === 'max-pool') {
      const windows = [...places(layer)];
      takeLargest(windows.map(([place, channel]) => place.map((first) => inputs[first! + channel]!)));
      ends.push(layers.length - 1);
      return;
    }
    const { weights, biases } = referenceWeights(spec, seed, number, l + 1);
    const whole: Part = {
      first: 0,
      rows: layer.width,
      activation: layer.activation,
      drawn: true,
      adds: [],
    };
    const parts = isParted(layer) ? layer.parts : [whole];
    const rows: number[][] = [];
    const shifts: number[] = [];
    const outputs: Combination[] = [];
    const own: number[] = [];
    const alone = parts.length === 1;
    for (const { first, rows: count, activation, drawn, adds } of parts) {
      while (outputs.length < first) outputs.push([]);
      for (let i = 0; i < count; i++) {
        const row = new Array<number>(width).fill(0);
        const add = (combination: Combination, weight: number) => {
          for (const [index, factor] of combination) row[index]! += weight * factor;
        };
        if (drawn) for (const [j, w] of weights[i]!.entries()) add(inputs[j]!, w);
        for (const { from, factor } of adds) add(inputs[from + i]!, factor);
        const bias = drawn ? biases[i]! : 0;
        if (activation.name === 'linear' && !alone) {
          outputs.push([
            [rows.length, 1],
            [rows.length + 1, -1],
          ]);
          rows.push(
            row,
            row.map((w) => -w),
          );
          shifts.push(bias, -bias);
        } else {
          outputs.push([[rows.length, 1]]);
          own.push(rows.length);
          rows.push(row);
          shifts.push(bias);
        }
      }
    }
    push({ weights: rows, biases: shifts, activation: alone ? parts[0]!.activation : 'relu' }, own);
    ends.push(layers.length - 1);
    inputs = outputs;
  });
  return {
    given: givenNetwork(layers, 'relu') satisfies GivenNetwork,
    /** For each layer of the residual network that of the other, from 0. */
    shown: shown.flatMap((layer, link) => (layer > 0 ? [ends[link]!] : [])),
    /** Transitions of the layers of the residual network, from an image with details. */
    transitionsOf(image: ExactImage): number[] {
      const totals: number[] = [];
      let sum = 0;
      image.layers.forEach(({ pieces, width: all }, at) => {
        const intervals = pieces!.length / all;
        for (let k = 1; k < intervals; k++)
          for (const i of neurons[at]!) sum += Math.abs(pieces![k * all + i]! - pieces![(k - 1) * all + i]!);
        const link = ends.indexOf(at);
        if (link < 0 || shown[link] === 0) return;
        totals.push(sum);
        sum = 0;
      });
      return totals;
    },
  };
}

function minus(a: Combination, b: Combination): Combination {
  return [...a, ...b.map(([index, factor]) => [index, -factor] as const)];
}

function identity(dim: number): Combination[] {
  return Array.from({ length: dim }, (_, i) => [[i, 1]]);
}

/**
 * Compares exact images of networks 0 and 1 of a subject with those of `asReluNetwork`: lengths to 1e-5, and
 * transitions but for those of `max-pool`.
 */
export function expectExactInDouble(record: LengthRecord, { network, seed, curve }: Subject): void {
  const depth = network.layers.length;
  for (const number of [0, 1]) {
    const { given, shown, transitionsOf } = asReluNetwork(network, seed, number);
    const image = exactImage(given, curve.vertices, { details: true });
    expectClose(
      lengthsOf(record, number),
      shown.map((layer) => image.layers[layer]!.length),
      1e-5,
    );
    const counted = record.measures.transitions!.values.slice(number * depth, (number + 1) * depth);
    const expected = transitionsOf(image);
    network.layers.forEach(({ type }, l) => {
      if (type !== 'max-pool') expect(counted[l], `transitions of layer ${l + 1}`).toBe(expected[l]);
    });
  }
}
