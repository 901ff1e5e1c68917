/** The messages of an ONNX file that say which network it is (onnx.proto of ONNX 1.12). */
import { echo } from '../input/errors.ts';
import { countOf, type NamedArray, shownShape } from './arrays.ts';
import { MOST_NUMBERS, MOST_SIDE, shownCount } from './limits.ts';
import { FLOATS, type NumberType, numbersOf } from './numbers.ts';
import { bytesOf, type Field, fieldsOf, integersOf, numberOf, textOf } from './protobuf.ts';

export type Attribute = number | string | NamedArray | readonly number[] | null;

/** An operation. */
export interface OnnxNode {
  readonly op: string;
  /** Often empty. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers, lists of integers, texts and tensors by name; of other kinds `null`. */
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** What the model computes. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, NamedArray>;
  /** Inputs that are no constants, with their sizes; `null` for a size that is open. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] | null }[];
  readonly outputs: readonly string[];
}

/** Nodes, constants and so on: each takes more memory than it may have bytes in the file. */
const MOST_ITEMS = 10_000;
const MOST_DIMENSIONS = 8;

/** @throws RangeError saying in one line what is wrong. */
export function parseOnnx(bytes: Uint8Array): OnnxGraph {
  if (bytes.length === 0) throw new RangeError('an empty file');
  const graphs = [...fieldsOf(bytes)].filter(({ number }) => number === 7).map(bytesOf);
  if (graphs.length !== 1)
    throw new RangeError(`expected an ONNX model with one graph, got ${graphs.length}`);
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, NamedArray>();
  const inputs: OnnxGraph['inputs'][number][] = [];
  const outputs: string[] = [];
  let items = 0;
  for (const field of fieldsOf(graphs[0]!)) {
    if (++items > MOST_ITEMS)
      throw new RangeError(`expected at most ${shownCount(MOST_ITEMS)} nodes and constants, got more`);
    if (field.number === 1) nodes.push(nodeOf(bytesOf(field)));
    else if (field.number === 5) {
      const tensor = tensorOf(bytesOf(field));
      constants.set(tensor.name, tensor);
    } else if (field.number === 11) inputs.push(inputOf(bytesOf(field)));
    else if (field.number === 12) outputs.push(inputOf(bytesOf(field)).name);
    else if (field.number === 15) throw new RangeError('expected dense constants, got a sparse_initializer');
  }
  return { nodes, constants, inputs: inputs.filter(({ name }) => !constants.has(name)), outputs };
}

/** NodeProto. */
function nodeOf(bytes: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  let [op, name, domain] = ['', '', ''];
  for (const field of fieldsOf(bytes)) {
    if (inputs.length + outputs.length + attributes.size > 100)
      throw new RangeError(`expected an operation of a chain, got ${echo(op)} with more than 100 names`);
    if (field.number === 1) inputs.push(textOf(field));
    else if (field.number === 2) outputs.push(textOf(field));
    else if (field.number === 3) name = textOf(field);
    else if (field.number === 4) op = textOf(field);
    else if (field.number === 5) attributes.set(...attributeOf(bytesOf(field)));
    else if (field.number === 7) domain = textOf(field);
  }
  const full = domain === '' || domain === 'ai.onnx' ? op : `${domain}.${op}`;
  return { op: full, name, inputs, outputs, attributes };
}

/** AttributeProto. */
function attributeOf(bytes: Uint8Array): [string, Attribute] {
  let name = '';
  let value: Attribute = null;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 2 || field.number === 3) value = numberOf(field);
    else if (field.number === 4) value = textOf(field);
    else if (field.number === 5) value = tensorOf(bytesOf(field));
    else if (field.number === 8) value = addIntegers(value, field, name);
  }
  return [name, value];
}

/** Sizes, strides and the like: a few for every dimension. */
function addIntegers(known: Attribute, field: Field, name: string): readonly number[] {
  const list = Array.isArray(known) ? [...known] : [];
  for (const value of integersOf(field)) {
    if (list.length === 2 * MOST_DIMENSIONS)
      throw new RangeError(`expected at most ${2 * MOST_DIMENSIONS} numbers in ${echo(name)}, got more`);
    list.push(value);
  }
  return list;
}

/** Types of TensorProto.DataType, with the field that holds such numbers where they are no raw bytes. */
const TYPES: Readonly<Record<number, readonly [type: NumberType, field: number]>> = {
  1: [FLOATS.f4, 4],
  10: [FLOATS.f2, 5],
  11: [FLOATS.f8, 10],
  16: [FLOATS.bf2, 5],
};

/** TensorProto. */
function tensorOf(bytes: Uint8Array): NamedArray {
  const shape: number[] = [];
  const lists: Field[] = [];
  let [name, dataType] = ['', 0];
  let raw: Uint8Array | null = null;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) for (const size of integersOf(field)) addSize(shape, size, name);
    else if (field.number === 2) dataType = numberOf(field);
    else if (field.number === 8) name = textOf(field);
    else if (field.number === 9) raw = bytesOf(field);
    else if (field.number === 13 || (field.number === 14 && numberOf(field) !== 0))
      throw new RangeError(
        `constant ${echo(name)}: expected its numbers in the file, got those of another file`,
      );
    else if ([4, 5, 7, 10].includes(field.number)) lists.push(field);
  }
  const values = () => {
    const refuse = (expected: string, got: string): never => {
      throw new RangeError(`constant ${echo(name)}: expected ${expected}, got ${got}`);
    };
    const known = TYPES[dataType];
    if (known === undefined) return refuse('float, double, float16 or bfloat16', `data type ${dataType}`);
    const [type, listed] = known;
    const count = countOf(shape);
    if (count === 0 || count > MOST_NUMBERS || shape.some((size) => size > MOST_SIDE))
      refuse(
        `1 to ${shownCount(MOST_NUMBERS)} numbers, at most ${shownCount(MOST_SIDE)} a side`,
        `shape ${shownShape(shape)}`,
      );
    if (raw !== null) {
      if (raw.length !== count * type.bytes)
        refuse(`${count * type.bytes} bytes for shape ${shownShape(shape)}`, `${raw.length}`);
      return numbersOf(raw, type, count);
    }
    const numbers = listNumbers(lists, listed, type, count);
    return numbers ?? refuse(`${count} numbers for shape ${shownShape(shape)}`, 'another number of them');
  };
  const integers = dataType === INT64 ? integersIn(raw, lists) : null;
  return { name, shape, values, ...(integers?.length === countOf(shape) && { integers }) };
}

const INT64 = 7;

/** Sizes and axes; a longer list is none. */
function integersIn(raw: Uint8Array | null, lists: readonly Field[]): number[] | null {
  if (raw !== null) {
    if (raw.length > 8 * MOST_DIMENSIONS) return null;
    const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
    return Array.from({ length: Math.floor(raw.length / 8) }, (_, i) =>
      Number(view.getBigInt64(8 * i, true)),
    );
  }
  const list: number[] = [];
  for (const field of lists)
    if (field.number === 7)
      for (const value of integersOf(field)) {
        if (list.length === MOST_DIMENSIONS) return null;
        list.push(value);
      }
  return list;
}

function addSize(shape: number[], size: number, name: string): void {
  if (shape.length === MOST_DIMENSIONS || !Number.isSafeInteger(size) || size < 0)
    throw new RangeError(`constant ${echo(name)}: expected at most ${MOST_DIMENSIONS} sizes, got others`);
  shape.push(size);
}

/**
 * Numbers that stand in a list: whole ones, or 16-bit patterns as integers. `null` where they are not `count`.
 */
function listNumbers(
  lists: readonly Field[],
  listed: number,
  type: NumberType,
  count: number,
): Float64Array | null {
  const fields = lists.filter(({ number }) => number === listed);
  const bytes = fields.reduce((sum, field) => sum + ('bytes' in field ? field.bytes.length : 8), 0);
  // Every number takes a byte or more.
  if (count > bytes) return null;
  const numbers = new Float64Array(count);
  let at = 0;
  for (const field of fields) {
    if (type.bytes === 2) {
      const pattern = new Uint8Array(2);
      const view = new DataView(pattern.buffer);
      for (const bits of integersOf(field)) {
        view.setUint16(0, bits, true);
        numbers[at++] = type.read(view, 0, true);
      }
    } else if ('value' in field) numbers[at++] = field.value;
    else {
      const here = field.bytes.length / type.bytes;
      if (!Number.isInteger(here) || at + here > count) return null;
      numbers.set(numbersOf(field.bytes, type, here), at);
      at += here;
    }
  }
  return at === count ? numbers : null;
}

/** ValueInfoProto, of a tensor. */
function inputOf(bytes: Uint8Array): OnnxGraph['inputs'][number] {
  let name = '';
  let shape: (number | null)[] | null = null;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 2)
      for (const type of fieldsOf(bytesOf(field))) {
        if (type.number !== 1) throw new RangeError(`expected tensors, got ${echo(name)} of another type`);
        for (const part of fieldsOf(bytesOf(type))) if (part.number === 2) shape = shapeOf(bytesOf(part));
      }
  }
  return { name, shape };
}

/** TensorShapeProto; a dimension of a name or without a size is open. */
function shapeOf(bytes: Uint8Array): (number | null)[] {
  const shape: (number | null)[] = [];
  for (const dimension of fieldsOf(bytes)) {
    if (dimension.number !== 1) continue;
    if (shape.length === MOST_DIMENSIONS)
      throw new RangeError(`expected an input of at most ${MOST_DIMENSIONS} dimensions, got more`);
    let size: number | null = null;
    for (const field of fieldsOf(bytesOf(dimension))) if (field.number === 1) size = numberOf(field);
    shape.push(size !== null && size > 0 ? size : null);
  }
  return shape;
}
