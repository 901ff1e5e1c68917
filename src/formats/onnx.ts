/** ONNX models that are chains of dense layers, maxout, convolutions, pools and residual blocks. */
import { atMost, countOf, LEAST_BYTES, shownShape } from './arrays.ts';
import type { NetworkFile } from './network-file.ts';
import { chainOf } from './onnx-chain.ts';
import { OnnxLayers } from './onnx-layers.ts';
import { type OnnxGraph, parseOnnx } from './onnx-model.ts';

const LINEAR = { name: 'linear' } as const;

/**
 * A chain of Gemm, MatMul and Add, Conv, pools and BatchNormalization, activations, Flatten, Reshape and what
 * leaves numbers as they are, with residual connections around parts of it, and of the largest of rows: a
 * ReduceMax behind a Reshape, or a Max of several products of one input. Layers without an activation behind
 * them are linear.
 * @throws RangeError that names the part that does not belong to such a chain.
 */
export function readOnnx(bytes: Uint8Array): NetworkFile {
  const graph = parseOnnx(bytes);
  const limited = atMost(bytes.length / LEAST_BYTES);
  const constants = new Map([...graph.constants].map(([name, tensor]) => [name, limited(tensor)]));
  for (const { op, inputs, outputs, attributes } of graph.nodes) {
    const value = op === 'Constant' ? attributes.get('value') : null;
    // PyTorch writes equal constants once, and the others as copies.
    const copied = op === 'Identity' ? constants.get(inputs[0] ?? '') : undefined;
    if (typeof value === 'object' && value !== null && 'shape' in value && outputs[0] !== undefined)
      constants.set(outputs[0], limited(value));
    else if (copied !== undefined && outputs[0] !== undefined) constants.set(outputs[0], copied);
  }
  const read = new OnnxLayers(graph, constants);
  for (const step of chainOf(graph, constants)) read.add(step);
  const [first] = read.layers;
  if (first === undefined) throw new RangeError('expected a Gemm, MatMul or Conv, got none');
  if (!('type' in first)) requireInput(graph, first.fanIn);
  else if (first.type === 'residual') {
    const [inner] = first.branch;
    if (!('type' in inner!)) requireInput(graph, inner!.fanIn);
  }
  return {
    layers: read.layers.map((layer) =>
      'type' in layer ? layer : { ...layer, activation: layer.activation ?? LINEAR },
    ),
    last: 'linear',
    layout: 'fixed',
    notes: read.notes,
  };
}

/** Sizes that are said must fit the first layer, with or without a batch. */
function requireInput({ inputs }: OnnxGraph, fanIn: number): void {
  const { shape } = inputs[0]!;
  if (shape === null || shape.length === 0) return;
  const sample = shape.slice(1);
  const fits = (sizes: readonly (number | null)[]) =>
    sizes.includes(null) || countOf(sizes as readonly number[]) === fanIn;
  if ((sample.length > 0 && fits(sample)) || fits(shape)) return;
  throw new RangeError(
    `expected a first layer of all inputs, shape ${shownShape(sample.map(Number))}, got one of ${fanIn}`,
  );
}
