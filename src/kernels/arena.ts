/** Memory of one kernel instance, handed out from the bottom up and given back all at once. */

import { atLeast, integerIn, wrongKind, wrongNumber } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import type { Address, Kernels } from './abi.ts';
import { checkBuild } from './builds.ts';
import type { KernelsName } from './load.ts';

const PAGE = 65536;
/**
 * Bytes that fit. A 32-bit memory has 65,536 pages; a little stays free so that kernels may read past the end
 * of an array.
 */
export const MEMORY_LIMIT = 65535 * PAGE;
/** Bytes that can be reserved of them: below lie less than a MiB of the kernels' own. */
export const MOST_RESERVED = MEMORY_LIMIT - 2 ** 20;

/**
 * Reserves the next `bytes` bytes. Code that takes memory calls this function, so that planning counts its
 * memory with the same lines (`reservedBytes`).
 */
export type Reserve = (bytes: number) => Address;

/** How many bytes `reserveAll` reserves. */
export function reservedBytes(reserveAll: (reserve: Reserve) => unknown): number {
  let next = 0;
  reserveAll((bytes) => {
    const address = next;
    next = endOf(address, bytes);
    return address;
  });
  return next;
}

/**
 * The largest count from `least` on, and below `tooMany`, whose bytes can be reserved. `least` can; more take
 * more bytes.
 */
export function mostReservable(bytesOf: (count: number) => number, least: number, tooMany: number): number {
  let [most, over] = [least, tooMany];
  while (over - most > 1) {
    const middle = Math.floor((most + over) / 2);
    if (bytesOf(middle) <= MOST_RESERVED) most = middle;
    else over = middle;
  }
  return most;
}

/** Where the next room begins: on a multiple of 64. */
function endOf(address: Address, bytes: number): Address {
  return Math.ceil((address + bytes) / 64) * 64;
}

/** The memory of one instance: reserves from the bottom up, and gives typed views of what was reserved. */
export class Arena {
  readonly kernels: Kernels;
  /** The build that runs here: panels are cut to what it does best, which changes no digit. */
  readonly build: KernelsName;
  #next: Address;

  /** @throws TypeError, RangeError for invalid kernels, or an unknown build. */
  constructor(kernels: Kernels, build: KernelsName = 'simd128') {
    checkKernels(kernels);
    checkBuild('build', build);
    this.kernels = kernels;
    this.build = build;
    this.#next = kernels.memoryStart();
  }

  /** Frees everything; all addresses become invalid. */
  reset(): void {
    this.#next = this.kernels.memoryStart();
  }

  /**
   * Reserves `bytes`, aligned to 64. Views made before may be detached: take views after the last call.
   * @throws TypeError, RangeError for an invalid number of bytes, and if the memory would exceed 4 GiB.
   */
  reserve(bytes: number): Address {
    atLeast(0, 'bytes', bytes);
    const address = this.#next;
    const end = endOf(address, bytes);
    const missing = end + PAGE - this.kernels.memory.buffer.byteLength;
    if (end > MEMORY_LIMIT) {
      throw valueFault(
        'memory',
        'an experiment that fits the 4 GiB of a WebAssembly memory',
        `one that needs ${(end / 2 ** 30).toFixed(1)} GiB`,
      );
    }
    if (missing > 0) {
      try {
        this.kernels.memory.grow(Math.ceil(missing / PAGE));
      } catch {
        throw new RangeError(
          `memory: expected room for ${(end / 2 ** 30).toFixed(2)} GiB, but this machine or process has less to give`,
        );
      }
    }
    this.#next = end;
    return address;
  }

  f32(address: Address, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#checked(4, address, length), address, length);
  }

  f64(address: Address, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#checked(8, address, length), address, length);
  }

  i32(address: Address, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#checked(4, address, length), address, length);
  }

  u32(address: Address, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#checked(4, address, length), address, length);
  }

  /**
   * The memory, for `length` numbers of `size` bytes from `address` on. @throws TypeError, RangeError where
   * it does not hold them.
   */
  #checked(size: number, address: Address, length: number): ArrayBuffer {
    const buffer = this.kernels.memory.buffer as ArrayBuffer;
    const { byteLength } = buffer;
    if (!Number.isInteger(address / size) || address < 0 || address > byteLength)
      wrongNumber('address', `a multiple of ${size} in 0 … ${byteLength}`, address);
    integerIn(0, (byteLength - address) / size, 'length', length);
    return buffer;
  }
}

function checkKernels(kernels: Kernels): void {
  const { memory, memoryStart } = (kernels ?? {}) as Partial<Kernels>;
  if (typeof memoryStart === 'function' && memory instanceof WebAssembly.Memory) return;
  wrongKind('kernels', 'what loadKernels returns', kernels);
}
