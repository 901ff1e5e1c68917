/** What a module reaches through its imports, and which globals of Node it and they name. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import ts from 'typescript';

export interface ImportGraph {
  /** Every file reached, as a path. */
  readonly files: readonly string[];
  /** Names of the packages imported, without what they import in turn. */
  readonly packages: readonly string[];
  /** What ties the graph to Node: `FILE: NAME`, for built-in modules imported and globals named. */
  readonly ties: readonly string[];
}

const NODE_GLOBALS = new Set([
  'process',
  'Buffer',
  '__dirname',
  '__filename',
  'require',
  'global',
  'setImmediate',
]);

/** Walks the graph from `entry` along relative imports, those by `import()` included and types left out. */
export function importGraph(entry: URL): ImportGraph {
  const files = new Set<string>();
  const packages = new Set<string>();
  const ties: string[] = [];
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file.pathname)) continue;
    files.add(file.pathname);
    const { imports, names } = readModule(file);
    for (const name of names) if (NODE_GLOBALS.has(name)) ties.push(`${file.pathname}: ${name}`);
    for (const specifier of imports) {
      if (specifier.startsWith('.')) waiting.push(new URL(specifier, file));
      else if (isBuiltin(specifier)) ties.push(`${file.pathname}: ${specifier}`);
      else packages.add(packageName(specifier));
    }
  }
  return { files: [...files], packages: [...packages].sort(), ties };
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** `@scope/name/file` → `@scope/name`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Imported specifiers, and identifiers that stand for a value rather than for a member of one. */
function readModule(file: URL): { imports: string[]; names: Set<string> } {
  // Compiled first, because types are erased and may name what they like.
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  });
  const imports: string[] = [];
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      imports.push((node.moduleSpecifier as ts.StringLiteral).text);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (!specifier || !ts.isStringLiteral(specifier))
        throw new Error(`${file.pathname}: expected import() of a literal, got ${specifier?.getText()}`);
      imports.push(specifier.text);
    } else if (ts.isIdentifier(node) && !isMemberName(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.pathname, outputText, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS));
  return { imports, names };
}

/** `x` of `a.x`, of `{ x: 1 }` and of a method `x() {}` is a member's name; that of `{ x }` is a value. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isGlobalThis(parent.expression);
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}

function isGlobalThis(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'globalThis';
}

/** Packages known to run in a browser. Adding one here is a decision: the browser test has to load it. */
export function isBrowserSafe(name: string): boolean {
  return ['d3-dsv', 'zod'].includes(name);
}
