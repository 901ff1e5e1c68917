/** Models of ONNX, laid out byte by byte (onnx.proto). */

const text = (value: string) => [...Buffer.from(value)];

function varint(value: number | bigint): number[] {
  // Negative numbers are their complements of 64 bits.
  const bits = BigInt.asUintN(64, BigInt(value));
  return bits < 128n ? [Number(bits)] : [Number(bits & 127n) | 128, ...varint(bits >> 7n)];
}

/** A field that holds bytes. */
const field = (number: number, bytes: readonly number[]) => [
  ...varint(8 * number + 2),
  ...varint(bytes.length),
  ...bytes,
];
const float = (number: number, value: number) => [
  8 * number + 5,
  ...new Uint8Array(Float32Array.of(value).buffer),
];

/** A number is stored as a float, a list as integers; `{ integer }` as an integer. */
export type OnnxValue = number | string | readonly number[] | { readonly integer: number };

function attribute(name: string, value: OnnxValue): number[] {
  return field(5, [...field(1, text(name)), ...stored(value)]);
}

function stored(value: OnnxValue): number[] {
  if (typeof value === 'string') return field(4, text(value));
  if (typeof value === 'number') return float(2, value);
  if ('integer' in value) return [8 * 3, ...varint(value.integer)];
  return value.flatMap((entry) => [8 * 8, ...varint(entry)]);
}

/** An operation; its output is called `out`. */
export interface OnnxOperation {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly out: string;
  readonly attributes?: Readonly<Record<string, OnnxValue>>;
  readonly name?: string;
}

function node({ op, inputs, out, attributes = {}, name }: OnnxOperation): number[] {
  return field(1, [
    ...inputs.flatMap((input) => field(1, text(input))),
    ...field(2, text(out)),
    ...(name === undefined ? [] : field(3, text(name))),
    ...field(4, text(op)),
    ...Object.entries(attributes).flatMap(([key, value]) => attribute(key, value)),
  ]);
}

/** An array of doubles, or of integers of 64 bits. */
export interface OnnxConstant {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** Raw, or in a list of their own. */
  readonly integers?: 'raw' | 'listed';
}

function constant(name: string, { shape, values, integers }: OnnxConstant): number[] {
  const array = integers === undefined ? Float64Array.from(values) : BigInt64Array.from(values, BigInt);
  const sizes = shape.flatMap((size) => [8, ...varint(size)]);
  const type = [16, integers === undefined ? 11 : 7];
  const numbers =
    integers === 'listed' ? field(7, values.flatMap(varint)) : field(9, [...new Uint8Array(array.buffer)]);
  return field(5, [...sizes, ...type, ...field(8, text(name)), ...numbers]);
}

export interface OnnxModel {
  /** Sizes of the input `x`; `null` is open. */
  readonly input?: readonly (number | null)[];
  readonly nodes: readonly OnnxOperation[];
  readonly constants: Readonly<Record<string, OnnxConstant>>;
}

/** The output is that of the last operation. */
export function onnxBytes({ input, nodes, constants }: OnnxModel): Uint8Array {
  const sizes = (input ?? []).flatMap((size) => field(1, size === null ? [] : [8, ...varint(size)]));
  const type = input === undefined ? [] : field(2, field(1, [8, 11, ...field(2, sizes)]));
  const graph = [
    ...nodes.flatMap(node),
    ...Object.entries(constants).flatMap(([name, array]) => constant(name, array)),
    ...field(11, [...field(1, text('x')), ...type]),
    ...field(12, field(1, text(nodes.at(-1)!.out))),
  ];
  return Uint8Array.from(field(7, graph));
}

/** x W through one activation: `weights` row by row, a row for each of the inputs. */
export function onnxLayer(
  op: string,
  attributes: Readonly<Record<string, number | string>>,
  inputs: number,
  weights: readonly number[],
): Uint8Array {
  return onnxBytes({
    nodes: [
      { op: 'MatMul', inputs: ['x', 'W'], out: 'h' },
      { op, inputs: ['h'], out: 'z', attributes },
    ],
    constants: { W: { shape: [inputs, weights.length / inputs], values: weights } },
  });
}
