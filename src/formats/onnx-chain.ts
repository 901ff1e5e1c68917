/** The chain of operations that an ONNX graph consists of, if it does. */
import { echo } from '../input/errors.ts';
import { type Constants, ONNX_ACTIVATIONS, refuse } from './onnx-activation.ts';
import { ONNX_PATCHES } from './onnx-image.ts';
import { largestOf, type OnnxLargest } from './onnx-maxout.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';

/** Operations that have no part in the numbers, nor in their shape. */
const NOTHING: ReadonlySet<string> = new Set(['Identity', 'Dropout']);
/** Operations that leave the numbers of one input as they are, in their order. */
const SAME: ReadonlySet<string> = new Set([...NOTHING, 'Flatten', 'Reshape', 'Squeeze', 'Unsqueeze']);
/** Operations that may say the shape of a Reshape; they have no part in the numbers. */
const OF_SHAPES = new Set(['Shape', 'Gather', 'Unsqueeze', 'Concat', 'Cast', 'Slice', 'Constant']);
const OTHERS = ['Gemm', 'MatMul', 'Add', ...ONNX_PATCHES, 'BatchNormalization', 'ReduceMax'];

const ONE_CHAIN = 'a chain of operations, but for residual connections';

export const PLAIN_BRANCH = 'only operations with weights, and activations, in a residual branch';

/** A sum of two results that are made of a third one, or of which one is made of the other. */
export interface OnnxBlock {
  readonly sum: OnnxNode;
  readonly branch: readonly OnnxNode[];
  /** What the branch is added to is made of what it begins with; empty: it is that. */
  readonly shortcut: readonly OnnxNode[];
}

export type OnnxStep = OnnxNode | OnnxBlock | OnnxLargest;

/** A result: the last step that it is made by, and what that is made of; null for the input. */
interface Result {
  readonly step: OnnxStep | null;
  readonly from: Result | null;
}

/** The operations from the input to the output, each of the result of the one before. */
export function chainOf(graph: OnnxGraph, constants: Constants): OnnxStep[] {
  const { nodes, inputs, outputs } = graph;
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new RangeError(
      `expected a model of one input and one output, got ${inputs.length} and ${outputs.length}`,
    );
  const made = new Map<string, Result>([[inputs[0]!.name, { step: null, from: null }]]);
  const ofShapes = new Set<string>();
  const units = new Map(largestOf(graph, constants).map((largest) => [largest.max, largest]));
  const inside = new Set([...units.values()].flatMap((largest) => largest.nodes));
  const steps: (OnnxNode | OnnxLargest)[] = [];
  for (const node of nodes) {
    const largest = units.get(node);
    if (largest !== undefined) {
      const from = made.get(largest.input);
      if (from === undefined) return refuse(node, ONE_CHAIN);
      steps.push(largest);
      made.set(node.outputs[0] ?? '', { step: largest, from });
    }
    if (inside.has(node)) continue;
    const [first = '', second = ''] = node.inputs;
    const [one, other] = [made.get(first), made.get(second)];
    const out = node.outputs[0] ?? '';
    if (node.op === 'Identity' && constants.has(first)) continue;
    const from = one ?? (constants.has(first) || node.op === 'Add' ? other : undefined);
    const isShape = node.inputs.every((input) => ofShapes.has(input) || constants.has(input));
    if ((OF_SHAPES.has(node.op) && isShape) || (node.op === 'Shape' && one !== undefined)) {
      for (const output of node.outputs) ofShapes.add(output);
    } else if (NOTHING.has(node.op) && one !== undefined) {
      made.set(out, one);
    } else if (node.op === 'Add' && one !== undefined && other !== undefined) {
      made.set(out, blockOf(node, one, other));
    } else if (from === undefined) {
      throw new RangeError(`expected a chain of operations, got ${echo(node.op)} beside it`);
    } else {
      if (node.op === 'Add' && !node.inputs.some((input) => constants.has(input))) refuse(node, ONE_CHAIN);
      requireKnown(node);
      steps.push(node);
      made.set(out, { step: node, from });
    }
  }
  const end = made.get(outputs[0]!);
  if (end === undefined)
    throw new RangeError(
      `expected the output ${echo(outputs[0])} at the end of the chain, got ${echo(lastOf(made))}`,
    );
  const chain = [...stepsTo(end)].reverse();
  const used = new Set(
    chain.flatMap((step) => ('sum' in step ? [...step.branch, ...step.shortcut] : [step])),
  );
  const left = steps.find((node) => !used.has(node));
  if (left !== undefined) refuse('max' in left ? left.max : left, ONE_CHAIN);
  return chain;
}

/** The steps of a result, last to first, down to that of another one. */
function* stepsTo(end: Result, start: Result | null = null): Generator<OnnxStep> {
  for (let at: Result | null = end; at !== start && at?.step != null; at = at.from) yield at.step;
}

/** The sum of two results, which is made of the last result that both are made of. */
function blockOf(sum: OnnxNode, one: Result, other: Result): Result {
  if (one === other) refuse(sum, 'a residual connection around operations');
  const before = new Set<Result>();
  for (let at: Result | null = one; at !== null; at = at.from) before.add(at);
  let from: Result = other;
  while (!before.has(from)) from = from.from!;
  const arms = [one, other].map((end) =>
    [...stepsTo(end, from)].reverse().map((step) => {
      if ('sum' in step) return refuse(step.sum, 'no residual connection inside of another one');
      if ('max' in step) return refuse(step.max, PLAIN_BRANCH);
      return step;
    }),
  ) as [OnnxNode[], OnnxNode[]];
  // The shorter way is the shortcut; an activation on the way in is the branch's.
  const [branch, shortcut] = arms[0].length >= arms[1].length ? arms : [arms[1], arms[0]];
  const turned = startsBent(shortcut) && !startsBent(branch);
  const block = turned ? { sum, branch: shortcut, shortcut: branch } : { sum, branch, shortcut };
  return { step: block, from };
}

function startsBent(nodes: readonly OnnxNode[]): boolean {
  return ONNX_ACTIVATIONS.includes(nodes[0]?.op ?? '');
}

function lastOf(made: ReadonlyMap<string, Result>): string {
  return [...made.keys()].at(-1)!;
}

function requireKnown(node: OnnxNode): void {
  const { op } = node;
  // One that `largestOf` does not take.
  if (op === 'Max') refuse(node, 'the largest of several products of one input');
  if (!OTHERS.includes(op) && !SAME.has(op) && !ONNX_ACTIVATIONS.includes(op))
    refuse(node, `${OTHERS.join(', ')}, ${ONNX_ACTIVATIONS.join(', ')} and ${[...SAME].join(', ')} alone`);
}
