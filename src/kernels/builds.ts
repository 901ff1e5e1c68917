import { oneOf } from '../input/check.ts';
import type { KernelsName } from './load.ts';

/** The builds by name, apart from what is known of them: a worker is sent its module compiled. */
const BUILDS: readonly KernelsName[] = ['simd128', 'relaxed', 'turbo'];

/** @throws TypeError, RangeError for an unknown build. */
export function checkBuild(name: string, value: unknown): asserts value is KernelsName {
  oneOf(BUILDS, name, value);
}
