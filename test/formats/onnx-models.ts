/** Models of ONNX whose operations follow each other, with numbers that look random. */
import type { OnnxConstant, OnnxModel, OnnxOperation, OnnxValue } from './onnx-bytes.ts';
import { EPSILON } from './onnx-reference.ts';

/** Numbers between -1 and 1 that look random. */
export function numbers(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => 2 * ((Math.sqrt(2 + i + 31 * seed) * 997) % 1) - 1);
}

/**
 * A model whose operations follow each other: each with its constants, which get names of their own, and with
 * results of other operations, `h0`, `h1`, …
 */
export function model(
  input: OnnxModel['input'],
  ...steps: readonly (readonly [
    op: string,
    attributes?: Record<string, OnnxValue>,
    ...shapes: (number[] | OnnxConstant | string)[],
  ])[]
): OnnxModel {
  const constants: Record<string, OnnxConstant> = {};
  const nodes = steps.map(([op, attributes = {}, ...arrays], i): OnnxOperation => {
    const names = arrays.map((array, k) => {
      if (typeof array === 'string') return array;
      const name = `c${i}_${k}`;
      const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
      constants[name] = Array.isArray(array)
        ? { shape: array, values: numbers(count(array), 10 * i + k) }
        : (array as OnnxConstant);
      return name;
    });
    return {
      op,
      inputs: [i === 0 ? 'x' : `h${i - 1}`, ...names],
      out: `h${i}`,
      attributes,
      name: `step ${i}`,
    };
  });
  return { input: input!, nodes, constants };
}

export const pads = (p: number) => ({ pads: [p, p, p, p] });
export const kernel = (k: number, stride = 1) => ({ kernel_shape: [k, k], strides: [stride, stride] });
/** With variances above 0. */
export const norm = (channels: number) =>
  [
    'BatchNormalization',
    { epsilon: EPSILON },
    [channels],
    [channels],
    [channels],
    { shape: [channels], values: numbers(channels, 7).map((v) => v + 1.5) },
  ] as const satisfies Parameters<typeof model>[1];
export const gemm = (inputs: number, outputs: number) =>
  ['Gemm', { transB: { integer: 1 } }, [outputs, inputs], [outputs]] as Parameters<typeof model>[1];

/** With residual blocks of several kinds: behind an activation, with one before, of dense layers. */
export const RESIDUAL = model(
  [null, 2, 7, 7],
  ['Conv', { ...kernel(3), ...pads(1) }, [4, 2, 3, 3], [4]],
  norm(4),
  ['Relu'],
  ['Conv', { ...kernel(3), ...pads(1) }, [3, 4, 3, 3]],
  norm(3),
  ['Relu'],
  ['Conv', { ...kernel(3), ...pads(1) }, [4, 3, 3, 3]],
  norm(4),
  ['Add', {}, 'h2'],
  ['Relu'],
  ['MaxPool', kernel(3, 2)],
  norm(4),
  ['Relu'],
  ['Conv', { ...kernel(1) }, [4, 4, 1, 1], [4]],
  ['Relu'],
  ['Add', {}, 'h10'],
  ['GlobalAveragePool'],
  ['Flatten'],
  gemm(4, 6),
  ['Tanh'],
  gemm(6, 4),
  ['Add', {}, 'h17'],
  ['Relu'],
  gemm(4, 3),
);

/** The same model with other first inputs of some operations. */
export function rewired(made: OnnxModel, inputs: Readonly<Record<number, string>>): OnnxModel {
  const nodes = made.nodes.map((node, i) =>
    inputs[i] === undefined ? node : { ...node, inputs: [inputs[i], ...node.inputs.slice(1)] },
  );
  return { ...made, nodes };
}

/** Blocks whose shape changes, with projection shortcuts: as He et al. have them, and with norms first. */
export const PROJECTED = rewired(
  model(
    [null, 3, 8, 8],
    ['Conv', { ...kernel(3), ...pads(1) }, [4, 3, 3, 3]],
    norm(4),
    ['Relu'],
    ['MaxPool', { ...kernel(3, 1), ...pads(1) }],
    ['Conv', { ...kernel(3, 2), ...pads(1) }, [6, 4, 3, 3]],
    norm(6),
    ['Relu'],
    ['Conv', { ...kernel(3), ...pads(1) }, [6, 6, 3, 3]],
    norm(6),
    ['Conv', kernel(1, 2), [6, 4, 1, 1]],
    norm(6),
    ['Add', {}, 'h8'],
    ['Relu'],
    norm(6),
    ['Relu'],
    ['Conv', { ...kernel(3, 2), ...pads(1) }, [5, 6, 3, 3]],
    norm(5),
    ['Relu'],
    ['Conv', { ...kernel(3), ...pads(1) }, [5, 5, 3, 3]],
    ['Conv', kernel(1, 2), [5, 6, 1, 1], [5]],
    ['Add', {}, 'h18'],
    ['GlobalAveragePool'],
    ['Flatten'],
    gemm(5, 7),
    ['Relu'],
    gemm(7, 4),
    gemm(5, 4),
    ['Add', {}, 'h25'],
    gemm(4, 3),
  ),
  { 9: 'h3', 19: 'h14', 26: 'h22' },
);

/** With every kind of layer that is read. */
export const CONVOLUTIONAL = model(
  [null, 3, 9, 9],
  ['Conv', { ...kernel(3), ...pads(1), dilations: [1, 1], group: { integer: 1 } }, [4, 3, 3, 3], [4]],
  norm(4),
  ['Relu'],
  ['MaxPool', kernel(2, 2)],
  ['Conv', {}, [5, 4, 3, 3]],
  ['Add', {}, [1, 5, 1, 1]],
  ['LeakyRelu', { alpha: 0.25 }],
  ['Flatten'],
  gemm(20, 6),
  norm(6),
  ['Relu'],
  ['MatMul', {}, [6, 2]],
);
