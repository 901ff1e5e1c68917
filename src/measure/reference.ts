/**
 * A whole network in scalar double precision, from the twins of the kernels: the oracle of `Workspace`. Slow;
 * for tests and checks.
 */

import { samplePoints } from '../curve/index.ts';
import {
  referenceLayer,
  referenceMask,
  referenceSumOfRoots,
  referenceVariates,
} from '../kernels/reference/index.ts';
import {
  biasSd,
  factsOf,
  fanIn,
  inputsOf,
  isMatrixLaw,
  isParted,
  isStructured,
  type Law,
  type Layer,
  layerOf,
  type NetworkSpec,
  weightSd,
} from '../network/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { PURPOSE } from '../random/index.ts';
import { isPatched } from './areas/patch.ts';
import { drawMatrix } from './matrix-law.ts';
import { isPointLayer } from './point-layers.ts';
import { placedRows } from './reference-patches.ts';
import { lengthOf, referencePoints } from './reference-points.ts';
import { drawStructuredMask, type StructuredMask } from './structured-mask.ts';
import type { Subject } from './subject.ts';

export interface ReferenceLengths {
  readonly length: number[];
  readonly preLength: number[];
}

/** Rows of weights and their biases. */
export interface Rows {
  readonly weights: number[][];
  readonly biases: number[];
}

/**
 * Weights `[row][column]` and biases of layer `layer` (1 …) of network number `network`, at their true scale.
 */
export function referenceWeights(spec: NetworkSpec, seed: number, network: number, layer: number): Rows {
  const all: Rows = { weights: [], biases: [] };
  for (const { weights, biases } of referenceBlocks(spec, seed, network, layer)) {
    for (const row of weights) all.weights.push(row);
    for (const bias of biases) all.biases.push(bias);
  }
  return all;
}

/** The same, block of rows by block of rows: a whole layer of lists can take more memory than there is. */
export function* referenceBlocks(
  spec: NetworkSpec,
  seed: number,
  network: number,
  layer: number,
): Generator<Rows> {
  const drawn = layerOf(spec, layer);
  if (!isPatched(drawn)) return yield* drawnBlocks(spec, seed, network, layer);
  const shared: Rows = { weights: [], biases: [] };
  for (const { weights, biases } of drawnBlocks(spec, seed, network, layer)) {
    shared.weights.push(...weights);
    shared.biases.push(...biases);
  }
  const inputs = isParted(drawn) ? drawn.drawnInputs : inputsOf(spec, layer);
  yield* placedRows(drawn, shared, inputs, weightSd(spec, layer));
}

/** Rows of weights that are drawn: of a layer that looks at patches those that all places share. */
export function* drawnBlocks(
  spec: NetworkSpec,
  seed: number,
  network: number,
  layer: number,
): Generator<Rows> {
  const drawn = layerOf(spec, layer);
  const width = factsOf(drawn).weightRows(drawn);
  const inputs = fanIn(spec, layer);
  const sd = weightSd(spec, layer);
  const { weights: law } = drawn;
  const matrix = isMatrixLaw(law) ? drawMatrix(law, { seed, network, layer }, width, inputs) : null;
  const bias = biasSd(spec, layer);
  for (let block = 0; block * BLOCK_ROWS < width; block++) {
    const rows = Math.min(BLOCK_ROWS, width - block * BLOCK_ROWS);
    const kept = keptColumns(drawn, seed, network, layer, block, rows, inputs);
    const count = kept.reduce((sum, row) => sum + row.length, 0);
    const draw = (purpose: 1 | 2, n: number, law: Law) =>
      referenceVariates(seed, network, layer, purpose, block, n, law);
    const values = matrix ?? draw(PURPOSE.value, count, drawn.weights);
    let next = matrix === null ? 0 : block * BLOCK_ROWS * inputs;
    const weights = kept.map((columns) => {
      const row = new Array<number>(inputs).fill(0);
      for (const column of columns) row[column] = values[next++]! * sd;
      return row;
    });
    yield { weights, biases: Array.from(draw(PURPOSE.bias, rows, drawn.biases), (b) => b * bias) };
  }
}

function keptColumns(
  { density, mask }: Layer,
  seed: number,
  network: number,
  layer: number,
  block: number,
  rows: number,
  inputs: number,
): number[][] {
  if (density > 0 && density < 1) {
    const place = { seed, network, layer, block };
    return isStructured(mask)
      ? drawStructuredMask(mask as StructuredMask, density, place, rows, inputs)
      : referenceMask(seed, network, layer, block, rows, inputs, density);
  }
  const all = density === 0 ? [] : Array.from({ length: inputs }, (_, j) => j);
  return Array.from({ length: rows }, () => all);
}

/**
 * Lengths of the images in every layer of one network. Ratios within the range of a double are assumed, and
 * steps that doubles tell from the points.
 */
export function referenceMeasure(
  { network: spec, seed, curve, points }: Subject,
  network: number,
): ReferenceLengths {
  const samples = samplePoints(curve, points);
  let z = Array.from({ length: spec.inputDim }, (_, j) =>
    Array.from({ length: points }, (_, t) => samples[t * spec.inputDim + j]!),
  );
  const result: ReferenceLengths = { length: [], preLength: [] };
  for (let layer = 1; layer <= spec.layers.length; layer++) {
    const own = layerOf(spec, layer);
    if (isPointLayer(own)) {
      z = referencePoints(own, z);
      const length = lengthOf(z);
      result.preLength.push(length);
      result.length.push(length);
      continue;
    }
    const { weights, biases } = referenceWeights(spec, seed, network, layer);
    const image = referenceLayer(weights, biases, z, 1, own.activation);
    result.preLength.push(referenceSumOfRoots(image.hSquares));
    result.length.push(referenceSumOfRoots(image.zSquares));
    z = image.z;
  }
  return result;
}
