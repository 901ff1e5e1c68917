/** The chain of operations that an ONNX graph consists of, if it does. */
import { echo } from '../input/errors.ts';
import { type Constants, ONNX_ACTIVATIONS, refuse } from './onnx-activation.ts';
import { ONNX_PATCHES } from './onnx-image.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';

/** Operations that have no part in the numbers, nor in their shape. */
const NOTHING: ReadonlySet<string> = new Set(['Identity', 'Dropout']);
/** Operations that leave the numbers of one input as they are, in their order. */
const SAME: ReadonlySet<string> = new Set([...NOTHING, 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);
/** Operations that may say the shape of a Reshape; they have no part in the numbers. */
const OF_SHAPES = new Set(['Shape', 'Gather', 'Unsqueeze', 'Concat', 'Cast', 'Slice', 'Constant']);
const OTHERS = ['Gemm', 'MatMul', 'Add', ...ONNX_PATCHES, 'BatchNormalization'];

const ONE_CHAIN = 'a chain of operations, but for residual connections that leave their input as it is';

/** A sum of two results, one of which is made of the other: what is added to what the branch begins with. */
export interface OnnxBlock {
  readonly sum: OnnxNode;
  readonly branch: readonly OnnxNode[];
}

export type OnnxStep = OnnxNode | OnnxBlock;

/** The operations from the input to the output, each of the result of the one before. */
export function chainOf({ nodes, inputs, outputs }: OnnxGraph, constants: Constants): OnnxStep[] {
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new RangeError(
      `expected a model of one input and one output, got ${inputs.length} and ${outputs.length}`,
    );
  const chain: OnnxStep[] = [];
  /** For each result the number of steps that it is made by. */
  const made = new Map([[inputs[0]!.name, 0]]);
  const ofShapes = new Set<string>();
  for (const node of nodes) {
    const [first = '', second = ''] = node.inputs;
    const [at, other] = [made.get(first), made.get(second)];
    const isOne =
      at === chain.length || (other === chain.length && (constants.has(first) || node.op === 'Add'));
    const out = node.outputs[0] ?? '';
    if (node.op === 'Identity' && constants.has(first)) continue;
    if (OF_SHAPES.has(node.op) && node.inputs.every((input) => ofShapes.has(input) || constants.has(input))) {
      for (const output of node.outputs) ofShapes.add(output);
    } else if (node.op === 'Shape' && at !== undefined) {
      for (const output of node.outputs) ofShapes.add(output);
    } else if (NOTHING.has(node.op) && at !== undefined) {
      made.set(out, at);
    } else if (node.op === 'Add' && at !== undefined && other !== undefined) {
      if (Math.max(at, other) < chain.length) refuse(node, ONE_CHAIN);
      chain.push(blockOf(node, chain.splice(Math.min(at, other))));
      // What the branch is made of is in the block.
      for (const [name, steps] of made) if (steps >= chain.length) made.delete(name);
      made.set(out, chain.length);
    } else if (node.op === 'Add' && isOne && ![first, second].some((input) => constants.has(input))) {
      refuse(node, ONE_CHAIN);
    } else if (isOne) {
      requireKnown(node);
      chain.push(node);
      made.set(out, chain.length);
    } else if (at !== undefined) refuse(node, ONE_CHAIN);
    else throw new RangeError(`expected a chain of operations, got ${echo(node.op)} beside it`);
  }
  if (made.get(outputs[0]!) !== chain.length)
    throw new RangeError(
      `expected the output ${echo(outputs[0])} at the end of the chain, got ${echo(lastOf(made))}`,
    );
  return chain;
}

/** The sum and the steps from the earlier of its results on. */
function blockOf(sum: OnnxNode, steps: readonly OnnxStep[]): OnnxBlock {
  if (steps.length === 0) refuse(sum, 'a residual connection around operations');
  const branch = steps.map((step) => {
    if ('sum' in step) return refuse(step.sum, 'no residual connection inside of another one');
    return step;
  });
  return { sum, branch };
}

function lastOf(made: ReadonlyMap<string, number>): string {
  return [...made.keys()].at(-1)!;
}

function requireKnown(node: OnnxNode): void {
  const { op } = node;
  if (!OTHERS.includes(op) && !SAME.has(op) && !ONNX_ACTIVATIONS.includes(op))
    refuse(node, `${OTHERS.join(', ')}, ${ONNX_ACTIVATIONS.join(', ')} and ${[...SAME].join(', ')} alone`);
}
