/** Archives of NumPy arrays: a `.npz` file is a ZIP archive of `.npy` files, stored or deflated. */
import { echo } from '../../experiment/index.ts';
import { interruptible } from '../interrupt.ts';
import { MOST_NUMBERS } from './limits.ts';
import { type NpyArray, parseNpy } from './npy.ts';
import { zipEntries } from './zip.ts';

/** One array of an archive. */
export interface NamedArray extends NpyArray {
  /** Name without `.npy`. */
  readonly name: string;
}

/**
 * The arrays of a `.npz` file as `numpy.savez` and `numpy.savez_compressed` write it, in the order of the
 * archive.
 * @throws RangeError saying in one line what is wrong.
 */
export async function parseNpz(bytes: Uint8Array): Promise<NamedArray[]> {
  const arrays: NamedArray[] = [];
  let left = MOST_NUMBERS;
  for await (const { name: file, content } of zipEntries(bytes)) {
    if (!file.endsWith('.npy')) throw new RangeError(`expected .npy arrays, got an entry ${echo(file)}`);
    const name = file.slice(0, -'.npy'.length);
    try {
      const array = await interruptible(() => parseNpy(content, left));
      left -= array.values.length;
      arrays.push({ name, ...array });
    } catch (error) {
      throw new RangeError(`array ${echo(name)}: ${(error as Error).message}`, { cause: error });
    }
  }
  return arrays;
}
