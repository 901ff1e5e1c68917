/** A model of ONNX, laid out byte by byte (onnx.proto): x W through one activation. */

const text = (value: string) => [...Buffer.from(value)];

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
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

function attribute(name: string, value: number | string): number[] {
  const stored = typeof value === 'string' ? field(4, text(value)) : float(2, value);
  return field(5, [...field(1, text(name)), ...stored]);
}

function node(op: string, inputs: string[], output: string, attributes: readonly number[] = []): number[] {
  const names = [...inputs.flatMap((name) => field(1, text(name))), ...field(2, text(output))];
  return field(1, [...names, ...field(4, text(op)), ...attributes]);
}

/** `weights` row by row, a row for each of the inputs. */
export function onnxLayer(
  op: string,
  attributes: Readonly<Record<string, number | string>>,
  inputs: number,
  weights: readonly number[],
): Uint8Array {
  const raw = [...new Uint8Array(Float64Array.from(weights).buffer)];
  const shape = [inputs, weights.length / inputs].flatMap((size) => [8, size]);
  const constant = field(5, [...shape, 16, 11, ...field(8, text('W')), ...field(9, raw)]);
  const graph = [
    ...node('MatMul', ['x', 'W'], 'h'),
    ...node(
      op,
      ['h'],
      'z',
      Object.entries(attributes).flatMap(([name, value]) => attribute(name, value)),
    ),
    ...constant,
    ...field(11, field(1, text('x'))),
    ...field(12, field(1, text('z'))),
  ];
  return Uint8Array.from(field(7, graph));
}
