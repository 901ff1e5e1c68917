/** The house has one way through it: a part imports only from the parts above it (CONTRIBUTING.md, "Where things live"). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Parts of src/, folders and files, from the top down; those of one row do not import each other. */
const ORDER: readonly (readonly string[])[] = [
  ['input', 'numeric', 'version.ts'],
  ['network'],
  ['experiment'],
  ['random'],
  ['curve'],
  ['kernels'],
  ['measure'],
  ['ensemble', 'theory', 'regions'],
  ['result'],
  ['draw', 'run'],
  ['figures', 'browser'],
  ['index.ts'],
  ['node'],
  ['node.ts'],
];

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const rank = (part: string) => ORDER.findIndex((row) => row.includes(part));
const partOf = (file: string) => file.split('/')[0]!;

/** Every module of src/ with what it imports from src/, types and `import()` included; paths from src/. */
const modules = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .map((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(SRC, file), 'utf8'), true, true);
    const specifiers = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
    return { file, imports: specifiers.map((name) => join(dirname(file), name).replaceAll('\\', '/')) };
  });

describe('the modules of src/', () => {
  it('are all part of the order', () => {
    expect(modules.filter(({ file }) => rank(partOf(file)) < 0)).toEqual([]);
  });

  it('import nothing from outside src/', () => {
    const outside = modules.filter(({ imports }) => imports.some((name) => rank(partOf(name)) < 0));
    expect(outside).toEqual([]);
  });

  it('import nothing upwards', () => {
    const across = modules.flatMap(({ file, imports }) =>
      imports.filter((name) => partOf(name) !== partOf(file)).map((name) => [file, name] as const),
    );
    expect(across.length).toBeGreaterThan(ORDER.length);
    const upwards = across.filter(([file, name]) => rank(partOf(name)) >= rank(partOf(file)));
    expect(upwards.map(([file, name]) => `${file} → ${name}`)).toEqual([]);
  });
});
