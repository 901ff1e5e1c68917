/** What operations of ONNX compute, by plain loops over batch × channels × height × width. */
import type { OnnxModel, OnnxOperation } from './onnx-bytes.ts';

/** One sample: without the batch. */
interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The output of a model whose operations stand in their order. */
export function onnxOutput({ nodes, constants, input }: OnnxModel, x: readonly number[]): readonly number[] {
  const results: Record<string, Tensor> = {
    ...constants,
    x: { shape: input!.slice(1) as number[], values: x },
  };
  for (const node of nodes) {
    const [at, ...others] = node.inputs.map((name) => results[name]!);
    results[node.out] = OPERATIONS[node.op]!(at!, others, node);
  }
  return results[nodes.at(-1)!.out]!.values;
}

const each = (f: (x: number) => number) => (t: Tensor) => ({ ...t, values: t.values.map(f) });

const OPERATIONS: Readonly<
  Record<string, (t: Tensor, others: readonly Tensor[], node: OnnxOperation) => Tensor>
> = {
  Relu: each((x) => Math.max(x, 0)),
  LeakyRelu: each((x) => (x > 0 ? x : 0.25 * x)),
  Tanh: each(Math.tanh),
  Flatten: ({ values }) => ({ shape: [values.length], values }),
  Reshape: ({ values }) => ({ shape: [values.length], values }),
  MatMul: ({ values }, [W]) => multiply(values, W!, (i, j) => i * W!.shape[1]! + j, W!.shape[1]!),
  Gemm: ({ values }, [W, c]) => {
    const [rows, columns] = W!.shape as [number, number];
    const product = multiply(values, W!, (i, j) => j * columns + i, rows);
    return { ...product, values: product.values.map((v, j) => v + c!.values[j]!) };
  },
  Identity: (t) => t,
  Add: (t, [c]) =>
    c!.shape.join() === t.shape.join()
      ? { ...t, values: t.values.map((v, i) => v + c!.values[i]!) }
      : channelwise(t, (v, channel) => v + c!.values[channel]!),
  BatchNormalization: (t, [scale, shift, mean, variance]) =>
    channelwise(
      t,
      (v, c) =>
        (scale!.values[c]! * (v - mean!.values[c]!)) / Math.sqrt(variance!.values[c]! + EPSILON) +
        shift!.values[c]!,
    ),
  Conv: (t, [W, b], node) => {
    const [out, channels, kernel] = W!.shape as [number, number, number];
    return patches(t, node, kernel, out, (o, value) => {
      let sum = b?.values[o] ?? 0;
      for (let c = 0; c < channels; c++)
        for (let v = 0; v < kernel; v++)
          for (let u = 0; u < kernel; u++)
            sum += W!.values[((o * channels + c) * kernel + v) * kernel + u]! * value(c, v, u);
      return sum;
    });
  },
  MaxPool: (t, _, node) =>
    patches(t, node, kernelOf(node), t.shape[0]!, (o, value) =>
      Math.max(...window(node, (v, u) => value(o, v, u))),
    ),
  AveragePool: (t, _, node) =>
    patches(t, node, kernelOf(node), t.shape[0]!, (o, value) => mean(window(node, (v, u) => value(o, v, u)))),
  GlobalAveragePool: ({ shape, values }) => {
    const [channels, height, width] = shape as [number, number, number];
    const size = height * width;
    const means = Array.from({ length: channels }, (_, c) => mean(values.slice(c * size, (c + 1) * size)));
    return { shape: [channels, 1, 1], values: means };
  },
};

/** What the models of the tests say. */
export const EPSILON = 2 ** -10;

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const kernelOf = ({ attributes }: OnnxOperation) => (attributes!.kernel_shape as number[])[0]!;

function window(node: OnnxOperation, value: (v: number, u: number) => number): number[] {
  const kernel = kernelOf(node);
  return Array.from({ length: kernel * kernel }, (_, k) => value(Math.floor(k / kernel), k % kernel));
}

function multiply(
  x: readonly number[],
  W: Tensor,
  at: (i: number, j: number) => number,
  width: number,
): Tensor {
  const values = Array.from({ length: width }, (_, j) =>
    x.reduce((sum, v, i) => sum + v * W.values[at(i, j)]!, 0),
  );
  return { shape: [width], values };
}

function channelwise({ shape, values }: Tensor, f: (v: number, channel: number) => number): Tensor {
  const size = values.length / shape[0]!;
  return { shape, values: values.map((v, i) => f(v, Math.floor(i / size))) };
}

/** `make` of every output channel and place, from the values under the patch there. */
function patches(
  { shape, values }: Tensor,
  { attributes = {} }: OnnxOperation,
  kernel: number,
  out: number,
  make: (channel: number, value: (c: number, v: number, u: number) => number) => number,
): Tensor {
  const [, height, width] = shape as [number, number, number];
  const [stride] = (attributes.strides as number[] | undefined) ?? [1];
  const [pad] = (attributes.pads as number[] | undefined) ?? [
    attributes.auto_pad === 'SAME_UPPER' ? (kernel - 1) / 2 : 0,
  ];
  const places = (side: number) => Math.floor((side + 2 * pad! - kernel) / stride!) + 1;
  const made: number[] = [];
  for (let o = 0; o < out; o++)
    for (let y = 0; y < places(height); y++)
      for (let x = 0; x < places(width); x++)
        made.push(
          make(o, (c, v, u) => {
            const [row, column] = [y * stride! + v - pad!, x * stride! + u - pad!];
            const inside = row >= 0 && column >= 0 && row < height && column < width;
            return inside ? values[(c * height + row) * width + column]! : 0;
          }),
        );
  return { shape: [out, places(height), places(width)], values: made };
}
