/**
 * The house has one way through it, and docs/architecture.md draws it: its arrows are the imports between the
 * parts of src/.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SRC = join(root, 'src');
/** The folder of a module, or a file directly in src/. */
const partOf = (file: string) => file.split('/')[0]!;

/** Part → the parts that its modules import from, types and `import()` included. */
function imports(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(SRC, file), 'utf8'), true, true);
    const names = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
    const parts = names.map((name) => partOf(join(dirname(file), name).replaceAll('\\', '/')));
    const known = found.get(partOf(file)) ?? new Set();
    for (const part of parts) if (part !== partOf(file)) known.add(part);
    found.set(partOf(file), known);
  }
  return found;
}

const parts = imports();

/** Everything that a part imports from, directly or through others. */
function reached(part: string, seen = new Set<string>()): Set<string> {
  for (const other of parts.get(part) ?? []) {
    if (seen.has(other)) continue;
    seen.add(other);
    reached(other, seen);
  }
  return seen;
}

/** `from --> to` for each import that no longer way implies. */
function arrows(): string[] {
  return [...parts].flatMap(([part, direct]) => {
    const implied = (other: string) => [...direct].some((way) => way !== other && reached(way).has(other));
    return [...direct].filter((other) => !implied(other)).map((other) => `${other} --> ${part}`);
  });
}

test('parts of src/ import nothing from outside src/', () => {
  const known = new Set(parts.keys());
  expect([...parts].flatMap(([, others]) => [...others]).filter((other) => !known.has(other))).toEqual([]);
});

test('no part of src/ imports from itself through others', () => {
  expect(parts.size).toBeGreaterThan(15);
  expect([...parts.keys()].filter((part) => reached(part).has(part))).toEqual([]);
});

test('docs/architecture.md draws the imports', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const [, diagram = ''] = /```mermaid\n([\s\S]*?)```/.exec(text) ?? [];
  const drawn = [...diagram.matchAll(/^ {2}(\S+ --> \S+)$/gm)].map(([, arrow]) => arrow!);
  expect(drawn.length).toBeGreaterThan(15);
  expect(drawn.sort()).toEqual(arrows().sort());
});

test('and its table has every part', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const folders = [...parts.keys()].filter((part) => !part.endsWith('.ts'));
  expect(folders.filter((part) => !text.includes(`\`src/${part}/\``))).toEqual([]);
});
