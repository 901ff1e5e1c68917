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
            sum += W!.values[((o * channels + c) * kernel + v) * kernel + u]! * (value(c, v, u) ?? 0);
      return sum;
    });
  },
  MaxPool: (t, _, node) =>
    patches(t, node, kernelOf(node), t.shape[0]!, (o, value) =>
      Math.max(...insideOf(window(node, (v, u) => value(o, v, u)))),
    ),
  AveragePool: (t, _, node) =>
    patches(t, node, kernelOf(node), t.shape[0]!, (o, value) => {
      const all = window(node, (v, u) => value(o, v, u));
      const counts = (node.attributes!.count_include_pad as { integer: number } | undefined)?.integer === 1;
      return mean(counts ? all.map((x) => x ?? 0) : insideOf(all));
    }),
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

const insideOf = (values: readonly (number | null)[]) => values.filter((x) => x !== null);

function window<T>(node: OnnxOperation, value: (v: number, u: number) => T): T[] {
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

/** `make` of every output channel and place, from the values under the patch there, `null` beyond the edge. */
function patches(
  { shape, values }: Tensor,
  { attributes = {} }: OnnxOperation,
  kernel: number,
  out: number,
  make: (channel: number, value: (c: number, v: number, u: number) => number | null) => number,
): Tensor {
  const [, height, width] = shape as [number, number, number];
  const [stride] = (attributes.strides as number[] | undefined) ?? [1];
  const [top, left, bottom, right] = padsOf(attributes, [height, width], kernel, stride!);
  const [rows, columns] = [height + top + bottom, width + left + right].map(
    (side) => Math.floor((side - kernel) / stride!) + 1,
  ) as [number, number];
  const made: number[] = [];
  for (let o = 0; o < out; o++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        made.push(
          make(o, (c, v, u) => {
            const [row, column] = [y * stride! + v - top, x * stride! + u - left];
            const inside = row >= 0 && column >= 0 && row < height && column < width;
            return inside ? values[(c * height + row) * width + column]! : null;
          }),
        );
  return { shape: [out, rows, columns], values: made };
}

/** Pads at the beginnings of both dimensions and at their ends, by the specification of Conv. */
function padsOf(
  { pads = [0, 0, 0, 0], auto_pad }: NonNullable<OnnxOperation['attributes']>,
  sides: readonly number[],
  kernel: number,
  stride: number,
): readonly [number, number, number, number] {
  if (auto_pad !== 'SAME_UPPER' && auto_pad !== 'SAME_LOWER')
    return pads as readonly [number, number, number, number];
  const all = sides.map((side) => Math.max(0, (Math.ceil(side / stride) - 1) * stride + kernel - side));
  const less = all.map((pad) => Math.floor(pad / 2));
  const more = all.map((pad, i) => pad - less[i]!);
  const [begin, end] = auto_pad === 'SAME_UPPER' ? [less, more] : [more, less];
  return [begin[0]!, begin[1]!, end[0]!, end[1]!];
}
