/** Archives of NumPy arrays: a `.npz` file is a ZIP archive of `.npy` files, stored or deflated. */
import { echo } from '../input/errors.ts';
import type { NamedArray } from './arrays.ts';
import { MOST_NUMBERS } from './limits.ts';
import { parseNpy } from './npy.ts';
import { npyHeader } from './npy-header.ts';
import { zipEntries } from './zip.ts';

/**
 * The arrays of a `.npz` file as `numpy.savez` and `numpy.savez_compressed` write it, in the order of the
 * archive, named without `.npy`.
 * @throws RangeError saying in one line what is wrong.
 */
export async function parseNpz(bytes: Uint8Array): Promise<NamedArray[]> {
  const arrays: NamedArray[] = [];
  let left = MOST_NUMBERS;
  for await (const { name: file, content } of zipEntries(bytes)) {
    if (!file.endsWith('.npy')) throw new RangeError(`expected .npy arrays, got an entry ${echo(file)}`);
    const name = file.slice(0, -'.npy'.length);
    const inArray = <T>(read: () => T): T => {
      try {
        return read();
      } catch (error) {
        throw new RangeError(`array ${echo(name)}: ${(error as Error).message}`, { cause: error });
      }
    };
    const values = () => {
      const { values } = inArray(() => parseNpy(content, left));
      left -= values.length;
      return values;
    };
    arrays.push({ name, shape: inArray(() => npyHeader(content)).shape, values });
  }
  return arrays;
}
