/**
 * State dicts that `torch.save` wrote: a ZIP archive of a pickle, `data.pkl`, and the numbers, `data/0`,
 * `data/1`, …. Names of Python outside a short list are refused, and none is called.
 */
import { echo } from '../input/errors.ts';
import { atMost, countOf, LEAST_BYTES, type NamedArray, shownShape } from './arrays.ts';
import { MOST_SIDE } from './limits.ts';
import { FLOATS, type NumberType, viewOf } from './numbers.ts';
import { PickleGlobal, readPickle } from './pickle.ts';
import { zipEntries } from './zip.ts';

/** Types of storages; `null` where the numbers are not read. */
const STORAGES: Readonly<Record<string, NumberType | null>> = {
  'torch.DoubleStorage': FLOATS.f8,
  'torch.FloatStorage': FLOATS.f4,
  'torch.HalfStorage': FLOATS.f2,
  'torch.BFloat16Storage': FLOATS.bf2,
  'torch.LongStorage': null,
  'torch.IntStorage': null,
  'torch.ShortStorage': null,
  'torch.CharStorage': null,
  'torch.ByteStorage': null,
  'torch.BoolStorage': null,
};
const DICT = 'collections.OrderedDict';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
const PARAMETER = 'torch._utils._rebuild_parameter';

/** Numbers of one type in an entry of the archive. Values of pickles are no such objects. */
interface Storage {
  readonly kind: 'storage';
  readonly type: NumberType | null;
  readonly typeName: string;
  readonly bytes: Uint8Array;
  readonly little: boolean;
}

interface Tensor {
  readonly kind: 'tensor';
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

const isStorage = (value: unknown): value is Storage => (value as Storage | null)?.kind === 'storage';
const isTensor = (value: unknown): value is Tensor => (value as Tensor | null)?.kind === 'tensor';

/** The tensors of a state dict, and what was left out. */
export interface StateDict {
  readonly arrays: readonly NamedArray[];
  readonly notes: readonly string[];
}

/** @throws RangeError saying in one line what is wrong. */
export async function parsePt(bytes: Uint8Array): Promise<StateDict> {
  if (bytes[0] === 0x80)
    throw new RangeError('expected an archive as torch 1.6 and later write it, got a pickle alone');
  const entries = new Map<string, Uint8Array>();
  for await (const { name, content } of zipEntries(bytes)) entries.set(name, content);
  const pickles = [...entries.keys()].filter((name) => /(^|\/)data\.pkl$/.test(name));
  if (pickles.length !== 1) throw new RangeError(`expected one entry data.pkl, got ${pickles.length}`);
  const folder = pickles[0]!.slice(0, -'data.pkl'.length);
  const order = new TextDecoder().decode(entries.get(`${folder}byteorder`)).trim();
  if (!['', 'little', 'big'].includes(order))
    throw new RangeError(`expected byte order little or big, got ${echo(order)}`);
  const value = readPickle(entries.get(pickles[0]!)!, {
    named(name) {
      if (name !== DICT && name !== TENSOR && name !== PARAMETER && !Object.hasOwn(STORAGES, name))
        throw new RangeError(`expected a state dict of tensors, got ${echo(name)}; save model.state_dict()`);
    },
    call: built,
    persistent: (id) => storageOf(id, folder, entries, order !== 'big'),
  });
  const limited = atMost(bytes.length / LEAST_BYTES);
  const { tensors, notes } = stateDict(value);
  return { arrays: tensors.map(([name, tensor]) => limited(arrayOf(name, tensor))), notes };
}

function built(name: string, args: readonly unknown[]): unknown {
  if (name === DICT && args.length === 0) return new Map();
  if (name === PARAMETER && isTensor(args[0])) return args[0];
  const [storage, offset, shape, strides] = args;
  if (name === TENSOR && isStorage(storage) && isSize(offset) && isSizes(shape) && isSizes(strides))
    if (shape.length === strides.length && shape.length <= 8)
      return { kind: 'tensor', storage, offset, shape, strides } satisfies Tensor;
  throw new RangeError(`expected a state dict of tensors, got a call of ${echo(name)} that makes none`);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isSize);
}

/** `('storage', type, key, device, count)`. */
function storageOf(
  id: unknown,
  folder: string,
  entries: ReadonlyMap<string, Uint8Array>,
  little: boolean,
): Storage {
  const [kind, type, key] = Array.isArray(id) ? (id as readonly unknown[]) : [];
  const bytes = entries.get(`${folder}data/${key}`);
  if (kind !== 'storage' || !(type instanceof PickleGlobal) || !Object.hasOwn(STORAGES, type.name))
    throw new RangeError('expected storages of numbers, got another kind');
  if (bytes === undefined) throw new RangeError(`expected an entry ${echo(`data/${key}`)}, got none`);
  return { kind: 'storage', type: STORAGES[type.name]!, typeName: type.name, bytes, little };
}

/** A dict of tensors, or a dict in which there is one, beside whatever else a checkpoint has. */
function stateDict(value: unknown): { tensors: [string, Tensor][]; notes: string[] } {
  const own = tensorsOf(value);
  if (own !== null) return { tensors: own, notes: [] };
  const entries = value instanceof Map ? [...(value as Map<unknown, unknown>)] : [];
  const inside = entries.flatMap(([name, part]) => {
    const tensors = tensorsOf(part);
    return tensors === null ? [] : [{ name, tensors }];
  });
  if (inside.length !== 1)
    throw new RangeError(`expected a state dict of tensors, got ${inside.length || 'none'} in the file`);
  const [{ name, tensors }] = inside as [(typeof inside)[0]];
  const others = entries.length > 1 ? ', the rest left out' : '';
  return { tensors, notes: [`the state dict is ${echo(String(name))} of the file${others}`] };
}

function tensorsOf(value: unknown): [string, Tensor][] | null {
  if (!(value instanceof Map) || value.size === 0) return null;
  const entries = [...(value as Map<unknown, unknown>)];
  return entries.every(([name, tensor]) => typeof name === 'string' && isTensor(tensor))
    ? (entries as [string, Tensor][])
    : null;
}

function arrayOf(name: string, { storage, offset, shape, strides }: Tensor): NamedArray {
  const values = () => {
    const refuse = (expected: string, got: string): never => {
      throw new RangeError(`tensor ${echo(name)}: expected ${expected}, got ${got}`);
    };
    const { type, typeName, bytes, little } = storage;
    if (type === null) return refuse('floating-point numbers', typeName);
    const count = countOf(shape);
    const held = Math.floor(bytes.length / type.bytes);
    const last = shape.reduce((sum, size, i) => sum + (size - 1) * strides[i]!, offset);
    if (count === 0 || count > held || last >= held || shape.some((size) => size > MOST_SIDE))
      refuse(`numbers within the ${held} of its storage`, `shape ${shownShape(shape)}`);
    const view = viewOf(bytes);
    const numbers = new Float64Array(count);
    const index = shape.map(() => 0);
    for (let i = 0, at = offset; i < count; i++) {
      numbers[i] = type.read(view, at * type.bytes, little);
      // The next entry in C order: the last index first.
      for (let d = shape.length - 1; d >= 0; d--) {
        at += strides[d]!;
        if (++index[d]! < shape[d]!) break;
        at -= shape[d]! * strides[d]!;
        index[d] = 0;
      }
    }
    return numbers;
  };
  return { name, shape, values };
}
