/** The Python of the tests. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../docs/markdown.ts';

/** What the tests import, and what they build the wheel with. */
const NEEDED = 'import numpy, pandas, setuptools, wheel';

const can = (python: string, program: string): boolean =>
  spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0;

/** A Python that has what the tests need; Debian's has it with python3-numpy, -pandas, -setuptools and -wheel. */
export const python: string | null =
  [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
    (path) => path !== undefined && can(path, NEEDED),
  ) ?? null;

/** Whether that Python has a module. */
export function hasModule(name: string): boolean {
  return python !== null && can(python, `import ${name}`);
}

/** The Python package with the command in it, as the build lays it. */
export const PYTHON_SOURCES = join(root, 'python/src');

/** Where tests may not be skipped. */
export const pythonRequired = process.env.CI === 'true';
