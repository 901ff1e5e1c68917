/**
 * Maxout in ONNX: the largest of groups of rows (Reshape, ReduceMax), or of the results of several products
 * (Max).
 */
import type { GivenMaxout, LayerArrays } from '../network/index.ts';
import { type Constants, numberOf, refuse } from './onnx-activation.ts';
import { addend, entriesOf, gemm, matMul } from './onnx-dense.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';

/** The largest of the results of several products of one input. */
export interface OnnxLargest {
  /** The operation whose result it is. */
  readonly max: OnnxNode;
  readonly input: string;
  /** Of each a Gemm or MatMul, and maybe an Add of biases. */
  readonly products: readonly (readonly OnnxNode[])[];
  /** All operations that it stands for. */
  readonly nodes: readonly OnnxNode[];
}

type Found = Pick<OnnxLargest, 'products' | 'nodes'>;

/**
 * What takes the largest of products: Max, one inside of another too, or ReduceMax of what Concat puts
 * together.
 */
export function largestOf({ nodes }: OnnxGraph, constants: Constants): OnnxLargest[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const taken = new Set<OnnxNode>();
  const made: OnnxLargest[] = [];
  // The outermost comes last.
  for (const max of [...nodes].reverse()) {
    if (taken.has(max) || (max.op !== 'Max' && max.op !== 'ReduceMax')) continue;
    const found = foundIn(max, makers, constants);
    if (found === null || found.products.length < 2) continue;
    const inputs = new Set(found.products.map(([product]) => variableOf(product!, constants)));
    if (inputs.size !== 1) continue;
    for (const node of found.nodes) taken.add(node);
    made.push({ max, input: [...inputs][0]!, ...found });
  }
  return made;
}

/** The products behind an operation; null where there is anything else. */
function foundIn(
  node: OnnxNode | undefined,
  makers: ReadonlyMap<string, OnnxNode>,
  constants: Constants,
): Found | null {
  if (node === undefined) return null;
  if (node.op === 'Gemm' || node.op === 'MatMul') return { products: [[node]], nodes: [node] };
  if (node.op === 'Add') {
    const before = makers.get(variableOf(node, constants));
    const isProduct = before?.op === 'MatMul' && node.inputs.some((input) => constants.has(input));
    return isProduct ? { products: [[before, node]], nodes: [before, node] } : null;
  }
  const put = node.op === 'Max' ? { inputs: node.inputs, nodes: [] } : stackOf(node, makers, constants);
  const found = put?.inputs.map((input) => foundIn(makers.get(input), makers, constants));
  if (!found?.every((one) => one !== null)) return null;
  return {
    products: found.flatMap(({ products }) => products),
    nodes: [node, ...put!.nodes, ...found.flatMap((one) => one.nodes)],
  };
}

/** What a ReduceMax reduces along a dimension in which it was put together. */
function stackOf(node: OnnxNode, makers: ReadonlyMap<string, OnnxNode>, constants: Constants) {
  const stack = makers.get(node.inputs[0] ?? '');
  if (node.op !== 'ReduceMax' || stack?.op !== 'Concat' || numberOf(node, 'keepdims', 1) !== 0) return null;
  const parts = stack.inputs.map((input) => makers.get(input));
  const axes = [axesOf(node, constants), [numberOf(stack, 'axis', 0)]];
  for (const part of parts) {
    if (part?.op !== 'Unsqueeze') return null;
    axes.push(axesOf(part, constants));
  }
  if (axes.some((own) => own.length !== 1 || own[0] !== axes[0]![0])) return null;
  return { inputs: parts.map((part) => part!.inputs[0] ?? ''), nodes: [stack, ...(parts as OnnxNode[])] };
}

/** The input that is no constant. */
function variableOf({ inputs }: OnnxNode, constants: Constants): string {
  return inputs.find((input) => !constants.has(input)) ?? '';
}

/** The rows of several products, those of one unit behind one another, and the maxout of them. */
export function joinedRows(
  { max, products }: OnnxLargest,
  constants: Constants,
): readonly [LayerArrays, GivenMaxout] {
  const made = products.map(([product, biases]) => {
    const rows = product!.op === 'Gemm' ? gemm(product!, constants) : matMul(product!, constants);
    return biases === undefined
      ? rows
      : { ...rows, biases: entriesOf(biases, addend(biases, constants), rows.width) };
  });
  const { width, fanIn } = made[0]!;
  if (made.some((rows) => rows.width !== width || rows.fanIn !== fanIn))
    refuse(max, `products of ${width} rows of ${fanIn} weights each`);
  const pieces = made.length;
  const rows = {
    ...{ weights: new Float64Array(pieces * width * fanIn), biases: new Float64Array(pieces * width) },
    ...{ width: pieces * width, fanIn },
  };
  made.forEach(({ weights, biases }, j) => {
    for (let i = 0; i < width; i++) {
      rows.weights.set(weights.subarray(i * fanIn, (i + 1) * fanIn), (i * pieces + j) * fanIn);
      rows.biases[i * pieces + j] = biases?.[i] ?? 0;
    }
  });
  return [rows, maxoutOf(width, pieces)];
}

function maxoutOf(width: number, pieces: number): GivenMaxout {
  return { type: 'maxout', pieces, width, activation: { name: 'linear' } };
}

/** What a ReduceMax behind a Reshape to batch × groups makes of so many rows. */
export interface Grouping {
  readonly maxout: GivenMaxout;
  /** Whether the rows of a unit lie `width` apart, in place of one behind the other. */
  readonly apart: boolean;
}

/**
 * @param reshape the operation before.
 * @param count rows before it.
 */
export function groupingOf(
  node: OnnxNode,
  reshape: OnnxNode | null,
  count: number,
  { nodes }: OnnxGraph,
  constants: Constants,
): Grouping {
  const sizes = reshape === null ? null : lastSizes(reshape, nodes, constants);
  if (sizes === null) return refuse(node, 'a Reshape of dense rows to batch × groups × rows before it');
  const [axis, ...others] = axesOf(node, constants);
  if ((axis !== 1 && axis !== 2) || others.length > 0) refuse(node, 'one axis behind the batch');
  // One size may be left open.
  const [down, across] = sizes.map((size, i) => (size === -1 ? count / sizes[1 - i]! : size)) as [
    number,
    number,
  ];
  if (!(down >= 1 && across >= 1 && down * across === count))
    refuse(node, `groups of the ${count} rows before it (not ${sizes.join(' × ')})`);
  return axis === 2
    ? { maxout: maxoutOf(down, across), apart: false }
    : { maxout: maxoutOf(across, down), apart: true };
}

/** The axes of an operation on three dimensions; none where the file does not say them. */
function axesOf({ inputs, attributes }: OnnxNode, constants: Constants): readonly number[] {
  const given = constants.get(inputs[1] ?? '')?.integers ?? attributes.get('axes');
  return Array.isArray(given) ? given.map((axis: number) => (axis < 0 ? axis + 3 : axis)) : [];
}

/** The last two of the three sizes of a Reshape; null where it has not as many, or does not say them. */
function lastSizes(
  reshape: OnnxNode,
  nodes: readonly OnnxNode[],
  constants: Constants,
): readonly number[] | null {
  const name = reshape.inputs[1] ?? '';
  const maker = (output: string) => nodes.find(({ outputs }) => outputs.includes(output));
  const joined = maker(name);
  // Of sizes that are joined, the batch may be computed.
  const sizes =
    joined?.op === 'Concat'
      ? joined.inputs.map((input, i) => {
          const made = maker(input);
          const from = made?.op === 'Unsqueeze' ? made.inputs[0]! : input;
          return i === 0 ? -1 : constants.get(from)?.integers?.[0];
        })
      : (constants.get(name)?.integers ?? []);
  const [, down, across] = sizes;
  return sizes.length === 3 && down !== undefined && across !== undefined ? [down, across] : null;
}

/** Rows that lie `width` apart, those of one unit behind one another. */
export function gathered(
  { weights, biases, ...rest }: LayerArrays,
  { width, pieces }: GivenMaxout,
): LayerArrays {
  const { fanIn } = rest;
  const [moved, added] = [new Float64Array(weights.length), new Float64Array(width * pieces)];
  for (let i = 0; i < width; i++)
    for (let j = 0; j < pieces; j++) {
      const [from, to] = [j * width + i, i * pieces + j];
      moved.set(weights.subarray(from * fanIn, (from + 1) * fanIn), to * fanIn);
      added[to] = biases?.[from] ?? 0;
    }
  return { ...rest, weights: moved, biases: added };
}
