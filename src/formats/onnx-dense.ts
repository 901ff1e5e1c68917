/** Dense layers of ONNX: products with a matrix, and sums with biases. */
import type { LayerArrays } from '../network/index.ts';
import { countOf, type NamedArray, shownShape } from './arrays.ts';
import { transposed } from './layout.ts';
import { type Constants, constantOf, numberOf, refuse } from './onnx-activation.ts';
import type { OnnxNode } from './onnx-model.ts';

/** The matrix as it stands: its rows are neurons only where the operation says so. */
function matrixOf(node: OnnxNode, tensor: NamedArray): LayerArrays {
  if (tensor.shape.length !== 2) refuse(node, `a matrix of weights (not ${shownShape(tensor.shape)})`);
  const [width, fanIn] = tensor.shape as readonly [number, number];
  return { weights: tensor.values(), width, fanIn };
}

/** alpha x W + beta c, or with W transposed. */
export function gemm(node: OnnxNode, constants: Constants): LayerArrays {
  if (numberOf(node, 'transA', 0) !== 0 || constants.has(node.inputs[0] ?? ''))
    refuse(node, 'the result of the operation before as the first input, not transposed');
  const matrix = matrixOf(node, constantOf(node, 1, constants));
  const layer = numberOf(node, 'transB', 0) === 0 ? transposed(matrix) : matrix;
  scale(layer.weights, numberOf(node, 'alpha', 1));
  if ((node.inputs[2] ?? '') === '') return layer;
  const biases = entriesOf(node, constantOf(node, 2, constants), layer.width);
  scale(biases, numberOf(node, 'beta', 1));
  return { ...layer, biases };
}

/** x W, or W x for columns. */
export function matMul(node: OnnxNode, constants: Constants): LayerArrays {
  const isLeft = constants.has(node.inputs[0] ?? '');
  const matrix = matrixOf(node, constantOf(node, isLeft ? 0 : 1, constants));
  return isLeft ? matrix : transposed(matrix);
}

/** What an Add adds to the result before it. */
export function addend(node: OnnxNode, constants: Constants): NamedArray {
  return constantOf(node, constants.has(node.inputs[0] ?? '') ? 0 : 1, constants);
}

/** `width` entries, in whatever dimension; a single one stands for all. */
export function entriesOf(node: OnnxNode, tensor: NamedArray, width: number): Float64Array {
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
