/**
 * A residual network as one that the oracle in double precision knows: what a block hands on goes through ReLU
 * twice, z = relu(z) - relu(-z), which changes no length.
 */
import { referenceWeights } from '../../src/measure/reference.ts';
import {
  chainOf,
  type GivenNetwork,
  isParted,
  type NetworkSpec,
  type Part,
} from '../../src/network/index.ts';
import { type ExactImage, givenNetwork, type LayerRows } from '../../src/regions/index.ts';

/** An input as a combination of values of the other network: their numbers and factors. */
type Combination = readonly (readonly [index: number, factor: number])[];

export function asReluNetwork(network: NetworkSpec, seed: number, number: number) {
  const { spec, shown } = chainOf(network);
  const layers: LayerRows[] = [];
  /** For each layer of the other network its rows that are neurons. */
  const neurons: number[][] = [];
  let [inputs, width] = [identity(spec.inputDim), spec.inputDim];
  spec.layers.forEach((layer, l) => {
    const { weights, biases } = referenceWeights(spec, seed, number, l + 1);
    const whole: Part = {
      first: 0,
      rows: layer.width,
      activation: layer.activation,
      drawn: true,
      same: null,
    };
    const parts = isParted(layer) ? layer.parts : [whole];
    const rows: number[][] = [];
    const shifts: number[] = [];
    const outputs: Combination[] = [];
    const own: number[] = [];
    const alone = parts.length === 1;
    for (const { first, rows: count, activation, drawn, same } of parts) {
      while (outputs.length < first) outputs.push([]);
      for (let i = 0; i < count; i++) {
        const row = new Array<number>(width).fill(0);
        const add = (combination: Combination, weight: number) => {
          for (const [index, factor] of combination) row[index]! += weight * factor;
        };
        if (drawn) for (const [j, w] of weights[i]!.entries()) add(inputs[j]!, w);
        if (same !== null) add(inputs[same + i]!, 1);
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
    layers.push({ weights: rows, biases: shifts, activation: alone ? parts[0]!.activation : 'relu' });
    neurons.push(own);
    [inputs, width] = [outputs, rows.length];
  });
  return {
    given: givenNetwork(layers, 'relu') satisfies GivenNetwork,
    /** For each layer of the residual network that of the other, from 0. */
    shown: shown.flatMap((layer, link) => (layer > 0 ? [link] : [])),
    /** Transitions of the layers of the residual network, from an image with details. */
    transitionsOf(image: ExactImage): number[] {
      const totals: number[] = [];
      let sum = 0;
      image.layers.forEach(({ pieces, width: all }, link) => {
        const intervals = pieces!.length / all;
        for (let k = 1; k < intervals; k++)
          for (const i of neurons[link]!)
            sum += Math.abs(pieces![k * all + i]! - pieces![(k - 1) * all + i]!);
        if (shown[link] === 0) return;
        totals.push(sum);
        sum = 0;
      });
      return totals;
    },
  };
}

function identity(dim: number): Combination[] {
  return Array.from({ length: dim }, (_, i) => [[i, 1]]);
}
