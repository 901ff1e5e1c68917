/** The chain of operations that an ONNX graph consists of, if it does. */
import { echo } from '../input/errors.ts';
import { type Constants, ONNX_ACTIVATIONS, refuse } from './onnx-activation.ts';
import { ONNX_PATCHES } from './onnx-image.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';

/** Operations that leave the numbers of one input as they are, in their order. */
export const SAME: ReadonlySet<string> = new Set([
  'Identity',
  'Dropout',
  'Flatten',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
]);
/** Operations that may say the shape of a Reshape; they have no part in the numbers. */
const OF_SHAPES = new Set(['Shape', 'Gather', 'Unsqueeze', 'Concat', 'Cast', 'Slice', 'Constant']);
const OTHERS = ['Gemm', 'MatMul', 'Add', ...ONNX_PATCHES, 'BatchNormalization'];

/** The operations from the input to the output, each of the result of the one before. */
export function chainOf({ nodes, inputs, outputs }: OnnxGraph, constants: Constants): OnnxNode[] {
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
    } else if (node.op === 'Add' && [first, second].includes(name) && !isSecond && !constants.has(second)) {
      throw new RangeError(
        'expected a chain of operations without residual connections, got "Add" of two results',
      );
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
  if (!OTHERS.includes(op) && !SAME.has(op) && !ONNX_ACTIVATIONS.includes(op))
    refuse(node, `${OTHERS.join(', ')}, ${ONNX_ACTIVATIONS.join(', ')} and ${[...SAME].join(', ')} alone`);
}
