/**
 * The part of Python's pickles that state dicts of PyTorch need (protocols 2 to 5). Nothing is called or built
 * that `build` does not know: a pickle is data here, never a program.
 */
import { echo } from '../input/errors.ts';
import { shownCount } from './limits.ts';
import { viewOf } from './numbers.ts';

/** A name of Python. */
export class PickleGlobal {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** What `build` makes of calls and storages. */
export interface PickleBuilder {
  /** Called with each name of Python that the pickle has. @throws RangeError for one that is not known. */
  readonly named: (name: string) => void;
  readonly call: (name: string, args: readonly unknown[]) => unknown;
  readonly persistent: (id: unknown) => unknown;
}

/** Operations: one byte may make an object of a hundred. */
const MOST_STEPS = 200_000;
const MARK = Symbol('mark');
const UTF8 = new TextDecoder();

/**
 * The value of a pickle: numbers, texts, truth values, `null`, arrays for lists and tuples, maps for dicts, and
 * what `build` makes.
 * @throws RangeError saying in one line what is wrong.
 */
export function readPickle(bytes: Uint8Array, build: PickleBuilder): unknown {
  const view = viewOf(bytes);
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  let at = 0;

  const damage = () => new RangeError('expected a pickle, got damaged bytes');
  const take = (count: number): number => {
    const from = at;
    at += count;
    if (count < 0 || at > bytes.length) throw damage();
    return from;
  };
  const pop = (): unknown => {
    if (stack.length === 0 || stack.at(-1) === MARK) throw damage();
    return stack.pop();
  };
  const top = (): unknown => {
    const value = pop();
    stack.push(value);
    return value;
  };
  const marked = (): unknown[] => {
    const from = stack.lastIndexOf(MARK);
    if (from < 0) throw damage();
    return stack.splice(from).slice(1);
  };
  const text = (length: number): string => UTF8.decode(bytes.subarray(take(length), at));
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) throw damage();
    return text(end + 1 - at).slice(0, -1);
  };
  const named = (module: string, name: string): void => {
    const whole = `${module}.${name}`;
    build.named(whole);
    stack.push(new PickleGlobal(whole));
  };
  const setItems = (pairs: readonly unknown[]): void => {
    const dict = top();
    if (!(dict instanceof Map) || pairs.length % 2 !== 0) throw damage();
    for (let i = 0; i < pairs.length; i += 2) dict.set(pairs[i], pairs[i + 1]);
  };
  const append = (items: readonly unknown[]): void => {
    const list = top();
    if (!Array.isArray(list)) throw damage();
    for (const item of items) list.push(item);
  };
  const popped = (count: number): unknown[] => Array.from({ length: count }, pop).reverse();

  const OPERATIONS: Readonly<Record<number, () => void>> = {
    [code('(')]: () => stack.push(MARK),
    [code(')')]: () => stack.push([]),
    [code(']')]: () => stack.push([]),
    [code('}')]: () => stack.push(new Map()),
    [code('N')]: () => stack.push(null),
    136: () => stack.push(true),
    137: () => stack.push(false),
    [code('K')]: () => stack.push(view.getUint8(take(1))),
    [code('M')]: () => stack.push(view.getUint16(take(2), true)),
    [code('J')]: () => stack.push(view.getInt32(take(4), true)),
    [code('G')]: () => stack.push(view.getFloat64(take(8))),
    138: () => stack.push(longOf(bytes.subarray(take(view.getUint8(take(1))), at))),
    [code('X')]: () => stack.push(text(view.getUint32(take(4), true))),
    140: () => stack.push(text(view.getUint8(take(1)))),
    [code('t')]: () => stack.push(marked()),
    133: () => stack.push(popped(1)),
    134: () => stack.push(popped(2)),
    135: () => stack.push(popped(3)),
    [code('l')]: () => stack.push(marked()),
    [code('a')]: () => append([pop()]),
    [code('e')]: () => append(marked()),
    [code('s')]: () => setItems(popped(2)),
    [code('u')]: () => setItems(marked()),
    [code('q')]: () => memo.set(view.getUint8(take(1)), top()),
    [code('r')]: () => memo.set(view.getUint32(take(4), true), top()),
    148: () => memo.set(memo.size, top()),
    [code('h')]: () => stack.push(recalled(view.getUint8(take(1)))),
    [code('j')]: () => stack.push(recalled(view.getUint32(take(4), true))),
    [code('c')]: () => named(line(), line()),
    147: () => {
      const [module, name] = popped(2);
      named(String(module), String(name));
    },
    [code('Q')]: () => stack.push(build.persistent(pop())),
    [code('R')]: () => {
      const [callee, args] = popped(2);
      if (!(callee instanceof PickleGlobal) || !Array.isArray(args)) throw damage();
      stack.push(build.call(callee.name, args));
    },
    // Attributes of a dict, such as the versions of a state dict's modules.
    [code('b')]: () => {
      pop();
      if (!(top() instanceof Map)) throw damage();
    },
    128: () => take(1),
    149: () => take(8),
  };

  function recalled(key: number): unknown {
    if (!memo.has(key)) throw damage();
    return memo.get(key);
  }

  for (let step = 0; step < MOST_STEPS; step++) {
    const operation = bytes[take(1)]!;
    if (operation === code('.')) return pop();
    const run = OPERATIONS[operation];
    if (run === undefined)
      throw new RangeError(`expected a pickle of tensors, got operation ${echo(operation)} of pickles`);
    run();
  }
  throw new RangeError(`expected a pickle of at most ${shownCount(MOST_STEPS)} operations, got more`);
}

function code(character: string): number {
  return character.charCodeAt(0);
}

/** A signed integer, lowest byte first. */
function longOf(bytes: Uint8Array): number {
  if (bytes.length > 8) return Number.NaN;
  let value = 0n;
  for (const [i, byte] of bytes.entries()) value |= BigInt(byte) << BigInt(8 * i);
  return Number(BigInt.asIntN(8 * bytes.length, value));
}
