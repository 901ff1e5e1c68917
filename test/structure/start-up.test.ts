/**
 * What starts fast stays fast: modules that are loaded before work starts, and in every worker
 * (docs/decisions/0017-start-up.md).
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** Specifiers that a module imports when it is loaded: no types, no `import()`. */
function loads(file: string): string[] {
  const { outputText } = ts.transpileModule(readFileSync(join(SRC, file), 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  const source = ts.createSourceFile(file, outputText, ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    const from =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
        ? statement.moduleSpecifier
        : undefined;
    return from && ts.isStringLiteral(from) ? [from.text] : [];
  });
}

/** Every file of src/ and every package that loading `entry` loads. */
function loaded(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const name of loads(entry)) {
    if (name.startsWith('.')) loaded(join(dirname(entry), name).replaceAll('\\', '/'), seen);
    else if (!name.startsWith('node:')) seen.add(name);
  }
  return seen;
}

it('the walk sees packages behind files', () => {
  expect([...loaded('experiment/index.ts')]).toContain('zod/mini');
  expect([...loaded('ensemble/index.ts')]).toContain('numeric/t-quantile.ts');
});

it('a worker loads what measuring needs', () => {
  const modules = [...loaded('node/worker.ts')];
  expect(modules).toContain('measure/open.ts');
  const wanted =
    /^(input|numeric|network|experiment|random|curve|kernels|measure)\/|^node\/worker\.ts$|^ensemble\/block\.ts$/;
  expect(modules.filter((name) => !wanted.test(name))).toEqual([]);
  expect(modules.filter((name) => /quantile/.test(name))).toEqual([]);
});

it('the help and the version load no command', () => {
  const modules = [...loaded('node/cli.ts')];
  expect(modules).toContain('node/commands/index.ts');
  const wanted =
    /^(input|version)\b|^node\/(cli|add-commands|commands\/index|interrupt|status-line|strict-options|usage)\.ts$|^commander$/;
  expect(modules.filter((name) => !wanted.test(name))).toEqual([
    'ensemble/interrupted.ts',
    'experiment/nearest-name.ts',
  ]);
});

it('a run starts its workers before it loads statistics, theory and results', () => {
  const modules = [...loaded('node/commands/trajectory.ts')];
  expect(modules).toContain('node/pool.ts');
  const late = /^(theory|result|draw|regions|figures)\/|quantile|cli-|plot|linkedom|d3-dsv/;
  expect(modules.filter((name) => late.test(name))).toEqual([]);
});
