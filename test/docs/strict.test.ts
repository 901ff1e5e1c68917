/** Examples in README and docs/ compile under `strict`, as they would in a user's project of TypeScript. */
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { ENTRIES } from '../face/declarations.ts';
import { documents, fencedBlocks, readDocument, root } from './markdown.ts';

const snippets = new Map(
  documents.flatMap((document) =>
    fencedBlocks(readDocument(document))
      .filter(({ language }) => language === 'js')
      .map(({ line, text }) => [join(root, `${document.replaceAll('/', '-')}-${line}.mts`), text] as const),
  ),
);

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  types: ['node'],
  paths: Object.fromEntries(
    Object.entries(ENTRIES).map(([name, file]) => [name, [join(root, 'src', `${file}.ts`)]]),
  ),
};

test('examples compile', () => {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => snippets.has(file) || fileExists(file);
  host.readFile = (file) => snippets.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = snippets.get(file);
    return text === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, text, version, true);
  };
  const program = ts.createProgram([...snippets.keys()], options, host);
  expect(snippets.size).toBeGreaterThan(10);
  const faults = [...snippets.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start, messageText }) => {
        const { line } = source.getLineAndCharacterOfPosition(start ?? 0);
        return `${file.slice(root.length)}, line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
  expect(faults).toEqual([]);
});
