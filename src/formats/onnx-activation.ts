/** Activations of ONNX: operations, their attributes, and what is made of them. */
import { echo } from '../input/errors.ts';
import { type Activation, readActivation } from '../network/index.ts';
import type { NamedArray } from './arrays.ts';
import type { OnnxNode } from './onnx-model.ts';

export type Constants = ReadonlyMap<string, NamedArray>;

export function refuse({ op, name }: OnnxNode, expected: string): never {
  const node = name === '' ? '' : ` (node ${echo(name)})`;
  throw new RangeError(`expected ${expected}, got ${echo(op)}${node}`);
}

export function constantOf(node: OnnxNode, input: number, constants: Constants): NamedArray {
  const found = constants.get(node.inputs[input] ?? '');
  if (found === undefined) refuse(node, 'constant weights and biases');
  return found;
}

export function numberOf({ attributes }: OnnxNode, name: string, otherwise: number): number {
  const value = attributes.get(name);
  return typeof value === 'number' ? value : otherwise;
}

/** Activations that are written as one operation without numbers. */
const PLAIN: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Abs: 'abs',
  Tanh: 'tanh',
  Erf: 'erf',
  Sin: 'sin',
  HardSwish: 'hard-swish',
  Mish: 'mish',
  Sigmoid: 'sigmoid',
  Softplus: 'softplus',
};

/** Activations with attributes: what is made of them. Defaults are those of ONNX. */
const WITH_NUMBERS: Readonly<Record<string, (node: OnnxNode) => string>> = {
  LeakyRelu: (node) => `leaky-relu:${numberOf(node, 'alpha', 0.01)}`,
  Celu: (node) => `celu:${numberOf(node, 'alpha', 1)}`,
  Elu: (node) => {
    const alpha = numberOf(node, 'alpha', 1);
    if (alpha !== 1) refuse(node, `Elu with alpha 1 (not ${alpha})`);
    return 'elu';
  },
  Gelu: ({ attributes }) => (attributes.get('approximate') === 'tanh' ? 'gelu-tanh' : 'gelu'),
  Selu: (node) => {
    const numbers = [numberOf(node, 'alpha', SELU_ALPHA), numberOf(node, 'gamma', SELU_GAMMA)];
    const fits = [SELU_ALPHA, SELU_GAMMA].every((x, i) => Math.abs(numbers[i]! / x - 1) < 1e-6);
    if (!fits) refuse(node, `Selu with the constants of its paper (not alpha ${numbers.join(', gamma ')})`);
    return 'selu';
  },
  Swish: (node) => `swish:${numberOf(node, 'alpha', 1)}`,
  Shrink: (node) => {
    const [bias, lambd] = [numberOf(node, 'bias', 0), numberOf(node, 'lambd', 0.5)];
    if (bias !== lambd) refuse(node, `Shrink whose bias is its lambd (not ${bias} and ${lambd})`);
    return `soft-threshold:${lambd}`;
  },
};
const [SELU_ALPHA, SELU_GAMMA] = [1.6732631921768188, 1.0507010221481323];

/** Names of the operations. */
export const ONNX_ACTIVATIONS = [...Object.keys(PLAIN), ...Object.keys(WITH_NUMBERS), 'Clip'];

export function onnxActivation(node: OnnxNode, constants: Constants): Activation {
  const { op } = node;
  const made = WITH_NUMBERS[op];
  if (made !== undefined) return readActivation(made(node));
  if (op !== 'Clip') return readActivation(PLAIN[op]!);
  const [low, high] = ['min', 'max'].map((name, i) => {
    const input = node.inputs[i + 1] ?? '';
    if (input === '')
      return numberOf(node, name, i === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    return constantOf(node, i + 1, constants).values()[0]!;
  });
  if (low === -1 && high === 1) return readActivation('hard-tanh');
  if (low === 0 && high === Number.POSITIVE_INFINITY) return readActivation('relu');
  if (low === 0) return readActivation(`clipped-relu:0:${high}`);
  return refuse(node, `Clip from -1 to 1 or from 0 on (not ${low} to ${high})`);
}
