/** ONNX models that are chains of dense layers. */
import { echo } from '../input/errors.ts';
import type { LayerArrays } from '../network/index.ts';
import { atMost, countOf, LEAST_BYTES, type NamedArray, shownShape } from './arrays.ts';
import { transposed } from './layout.ts';
import type { NetworkFile } from './network-file.ts';
import {
  type Constants,
  constantOf,
  numberOf,
  ONNX_ACTIVATIONS,
  onnxActivation,
  refuse,
} from './onnx-activation.ts';
import { type OnnxGraph, type OnnxNode, parseOnnx } from './onnx-model.ts';

const LINEAR = { name: 'linear' } as const;

/** Operations that leave the numbers of one input as they are, in their order. */
const SAME = new Set(['Identity', 'Dropout', 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);
/** Operations that may say the shape of a Reshape; they have no part in the numbers. */
const OF_SHAPES = new Set(['Shape', 'Gather', 'Unsqueeze', 'Concat', 'Cast', 'Slice', 'Constant']);

/** A layer on its way through the chain. */
interface OpenLayer extends LayerArrays {
  /** Whether an Add may bring biases: none have come, and no activation has. */
  readonly open: boolean;
}

/**
 * A chain of Gemm, MatMul and Add, activations, Flatten, Reshape and what leaves numbers as they are. Layers
 * without an activation behind them are linear.
 * @throws RangeError that names what is no part of such a chain.
 */
export function readOnnx(bytes: Uint8Array): NetworkFile {
  const graph = parseOnnx(bytes);
  const limited = atMost(bytes.length / LEAST_BYTES);
  const constants = new Map([...graph.constants].map(([name, tensor]) => [name, limited(tensor)]));
  for (const { op, outputs, attributes } of graph.nodes) {
    const value = op === 'Constant' ? attributes.get('value') : null;
    if (typeof value === 'object' && value !== null && outputs[0] !== undefined)
      constants.set(outputs[0], limited(value));
  }
  const chain = chainOf(graph, constants);
  const layers: OpenLayer[] = [];
  for (const node of chain) {
    const last = layers.at(-1);
    if (node.op === 'Gemm' || node.op === 'MatMul') {
      layers.push(node.op === 'Gemm' ? gemm(node, constants) : matMul(node, constants));
    } else if (node.op === 'Add') {
      if (last?.open !== true) refuse(node, 'Add behind a MatMul');
      layers[layers.length - 1] = { ...last, open: false, biases: biasesOf(node, constants, last.width) };
    } else if (!SAME.has(node.op)) {
      const activation = onnxActivation(node, constants);
      if (last === undefined) refuse(node, 'a Gemm or MatMul before the first activation');
      if (last.activation !== undefined) refuse(node, 'one activation a layer');
      layers[layers.length - 1] = { ...last, open: false, activation };
    }
  }
  if (layers.length === 0) throw new RangeError('expected a Gemm or MatMul, got none');
  requireInput(graph, layers[0]!.fanIn);
  return {
    layers: layers.map(({ open, ...layer }) => ({ ...layer, activation: layer.activation ?? LINEAR })),
    last: 'linear',
    layout: 'fixed',
    notes: [],
  };
}

/** The operations from the input to the output, each of the result of the one before. */
function chainOf({ nodes, inputs, outputs }: OnnxGraph, constants: Constants): OnnxNode[] {
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new RangeError(
      `expected a model of one input and one output, got ${inputs.length} and ${outputs.length}`,
    );
  const chain: OnnxNode[] = [];
  let name = inputs[0]!.name;
  const ofShapes = new Set<string>();
  for (const node of nodes) {
    const [first = '', second = ''] = node.inputs;
    const isFirst = first === name;
    const isSecond = second === name && constants.has(first);
    if (OF_SHAPES.has(node.op) && node.inputs.every((input) => ofShapes.has(input) || constants.has(input))) {
      for (const output of node.outputs) ofShapes.add(output);
    } else if (node.op === 'Shape' && (isFirst || chain.some(({ outputs }) => outputs[0] === first))) {
      for (const output of node.outputs) ofShapes.add(output);
    } else if (isFirst || isSecond) {
      requireKnown(node);
      chain.push(node);
      name = node.outputs[0] ?? '';
    } else throw new RangeError(`expected a chain of operations, got ${echo(node.op)} beside it`);
  }
  if (name !== outputs[0])
    throw new RangeError(
      `expected the output ${echo(outputs[0])} at the end of the chain, got ${echo(name)}`,
    );
  return chain;
}

function requireKnown(node: OnnxNode): void {
  const { op } = node;
  const known = ['Gemm', 'MatMul', 'Add'].includes(op) || SAME.has(op) || ONNX_ACTIVATIONS.includes(op);
  if (!known)
    refuse(node, `Gemm, MatMul, Add, ${ONNX_ACTIVATIONS.join(', ')} and ${[...SAME].join(', ')} alone`);
}

/** The matrix as it stands: its rows are neurons only where the operation says so. */
function matrixOf(node: OnnxNode, tensor: NamedArray): LayerArrays {
  if (tensor.shape.length !== 2) refuse(node, `a matrix of weights (not ${shownShape(tensor.shape)})`);
  const [width, fanIn] = tensor.shape as readonly [number, number];
  return { weights: tensor.values(), width, fanIn };
}

/** alpha x W + beta c, or with W transposed. */
function gemm(node: OnnxNode, constants: Constants): OpenLayer {
  if (numberOf(node, 'transA', 0) !== 0 || constants.has(node.inputs[0] ?? ''))
    refuse(node, 'the result of the operation before as the first input, not transposed');
  const matrix = matrixOf(node, constantOf(node, 1, constants));
  const layer = numberOf(node, 'transB', 0) === 0 ? transposed(matrix) : matrix;
  scale(layer.weights, numberOf(node, 'alpha', 1));
  if ((node.inputs[2] ?? '') === '') return { ...layer, open: true };
  const biases = entriesOf(node, constantOf(node, 2, constants), layer.width);
  scale(biases, numberOf(node, 'beta', 1));
  return { ...layer, biases, open: false };
}

/** x W, or W x for columns. */
function matMul(node: OnnxNode, constants: Constants): OpenLayer {
  const isLeft = constants.has(node.inputs[0] ?? '');
  const matrix = matrixOf(node, constantOf(node, isLeft ? 0 : 1, constants));
  return { ...(isLeft ? matrix : transposed(matrix)), open: true };
}

function biasesOf(node: OnnxNode, constants: Constants, width: number): Float64Array {
  return entriesOf(node, constantOf(node, constants.has(node.inputs[0] ?? '') ? 0 : 1, constants), width);
}

/** `width` entries, in whatever dimension; a single one stands for all. */
function entriesOf(node: OnnxNode, tensor: NamedArray, width: number): Float64Array {
  const count = countOf(tensor.shape);
  const isList = tensor.shape.every((size) => size === 1 || size === width);
  if (!isList || (count !== width && count !== 1))
    refuse(node, `${width} biases (not shape ${shownShape(tensor.shape)})`);
  const values = tensor.values();
  return count === width ? values : new Float64Array(width).fill(values[0]!);
}

function scale(values: Float64Array, factor: number): void {
  if (factor !== 1) for (let i = 0; i < values.length; i++) values[i]! *= factor;
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
