/**
 * What the package exports: a change of it shows in the snapshots, which hold the emitted declarations
 * without their comments. After a wanted change: `npx vitest run --project unit test/face -u`.
 */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { aliased, ENTRIES, type Entry, emittedDeclarations, textOf, typesIn } from './declarations.ts';

const declarations = emittedDeclarations();
const entries = Object.keys(ENTRIES) as Entry[];

/** Comments of a symbol or of one of its members. */
const documented = (symbol: ts.Symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(declarations.checker)).trim() !== '' ||
  symbol.getJsDocTags(declarations.checker).length > 0;

test('the manifest has these entries, and each is a page of the documentation', () => {
  const code = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'));
  expect(code.map((path) => path.replace(/^\./, 'expressivity'))).toEqual(entries);
  for (const page of ['library', 'node', 'kernels'])
    expect(readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8').length).toBeGreaterThan(
      1000,
    );
});

describe.each(entries)('%s', (entry) => {
  const exported = declarations.exportsOf(entry);

  test('exports what its snapshot says', async () => {
    const other = entry === 'expressivity/node' ? new Set(namesOf('expressivity')) : new Set();
    const shown = exported
      .filter(({ name }) => !other.has(name))
      .map(
        ({ name, declarations: all }) =>
          `// ${name}\n${all.map((declaration) => textOf(declarations, declaration)).join('\n')}\n`,
      );
    const file = `./snapshots/${ENTRIES[entry]}.d.ts.txt`;
    await expect(`${shown.join('\n')}`).toMatchFileSnapshot(file);
  });

  test('exports every type that one of its signatures names', () => {
    const symbols = new Set(exported.map(({ symbol }) => symbol));
    const missing = exported.flatMap(({ name, declarations: all }) =>
      all
        .flatMap((declaration) => typesIn(declarations, declaration))
        .filter((symbol) => !symbols.has(symbol))
        .map((symbol) => `${symbol.name}, of ${name}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  test('says of everything what it is', () => {
    expect(exported.filter(({ symbol }) => !documented(symbol)).map(({ name }) => name)).toEqual([]);
  });
});

function namesOf(entry: Entry): string[] {
  return declarations.exportsOf(entry).map(({ name }) => name);
}

test('expressivity/node has everything that expressivity has', () => {
  expect(namesOf('expressivity/node')).toEqual(expect.arrayContaining(namesOf('expressivity')));
});

test.each([
  'ExperimentInput',
  'DenseInput',
  'Conv2dInput',
  'AvgPoolInput',
  'TrajectoryOptions',
  'ResultDocument',
  'Provenance',
  'Kernels',
])('every field of %s is explained', (name) => {
  const { symbol } = entries
    .flatMap((entry) => declarations.exportsOf(entry))
    .find((exported) => exported.name === name)!;
  const fields = declarations.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
  expect(fields.length).toBeGreaterThan(2);
  // `schema` of a result is a constant.
  const bare = fields.filter((field) => !documented(aliased(declarations.checker, field)));
  expect(bare.map((field) => field.name)).toEqual([]);
});
