/**
 * The declarations of the package's entries, as its users' compilers read them: emitted into memory and read
 * again.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Entries by what users import, and their files in src/. */
export const ENTRIES = {
  expressivity: 'index',
  'expressivity/node': 'node',
  'expressivity/kernels': 'kernels',
} as const;
export type Entry = keyof typeof ENTRIES;

/** Something that an entry exports. */
export interface Exported {
  readonly name: string;
  readonly symbol: ts.Symbol;
  /** Where it is declared; a value and a type of one name are two. */
  readonly declarations: readonly ts.Declaration[];
}

export interface Declarations {
  readonly checker: ts.TypeChecker;
  /** Whether a node is in the package's own declarations. */
  isOwn(node: ts.Node): boolean;
  exportsOf(entry: Entry): readonly Exported[];
}

/** Compiles src/ as the build does, declarations alone. */
export function emittedDeclarations(): Declarations {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.build.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const source = (name: string) => join(root, 'src', `${name}.ts`);
  const emitted = new Map<string, string>();
  ts.createProgram(Object.values(ENTRIES).map(source), {
    ...options,
    emitDeclarationOnly: true,
    noCheck: true,
    outDir: join(root, 'declarations'),
  }).emit(undefined, (file, text) => emitted.set(file, text));
  const files = Object.values(ENTRIES).map((name) => join(root, 'declarations', `${name}.d.ts`));
  const readOptions: ts.CompilerOptions = {
    ...options,
    declaration: false,
    noEmit: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: false,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(readOptions);
  const { fileExists, readFile, getSourceFile } = host;
  host.directoryExists = () => true;
  host.fileExists = (file) => emitted.has(file) || fileExists(file);
  host.readFile = (file) => emitted.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = emitted.get(file);
    return text === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, text, version, true);
  };
  const program = ts.createProgram(files, readOptions, host);
  const checker = program.getTypeChecker();
  return {
    checker,
    isOwn: (node) => emitted.has(node.getSourceFile().fileName),
    exportsOf(entry) {
      const file = program.getSourceFile(join(root, 'declarations', `${ENTRIES[entry]}.d.ts`))!;
      const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(file)!);
      return symbols
        .map((symbol) => ({ name: symbol.name, symbol: aliased(checker, symbol) }))
        .map(({ name, symbol }) => ({ name, symbol, declarations: symbol.declarations ?? [] }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** What an import or a re-export stands for. */
export function aliased(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** A choice among texts or numbers, however its alias computes it; null of all else. */
function choiceOf({ checker }: Declarations, declaration: ts.Declaration): string | null {
  if (!ts.isTypeAliasDeclaration(declaration) || declaration.typeParameters !== undefined) return null;
  const type = checker.getTypeAtLocation(declaration);
  const members = type.isUnion() ? type.types : [type];
  if (!members.every((member) => member.isLiteral())) return null;
  const values = members.map(({ value }) => (typeof value === 'string' ? `'${value}'` : String(value)));
  return `type ${declaration.name.text} = ${values.sort().join(' | ')};`;
}

/** A declaration on its own: without comments and the words that only a file needs. */
export function textOf(declarations: Declarations, declaration: ts.Declaration): string {
  const choice = choiceOf(declarations, declaration);
  if (choice !== null) return choice;
  const isVariable = ts.isVariableDeclaration(declaration);
  const statement = isVariable ? declaration.parent.parent : declaration;
  const printer = ts.createPrinter({ removeComments: true });
  return printer
    .printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile())
    .replace(/^(?:export )?(?:declare )?/, '')
    .replace(/^ {4,}/gm, (blanks) => ' '.repeat(blanks.length / 2));
}

/** Every own type that a declaration names. */
export function typesIn(declarations: Declarations, declaration: ts.Declaration): ts.Symbol[] {
  if (choiceOf(declarations, declaration) !== null) return [];
  const { checker, isOwn } = declarations;
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    // What a class keeps to itself is no part of its face.
    if (ts.isPropertyDeclaration(node) && ts.isPrivateIdentifier(node.name)) return;
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : ts.isTypeQueryNode(node)
          ? node.exprName
          : ts.isImportTypeNode(node)
            ? node.qualifier
            : undefined;
    const symbol = name && checker.getSymbolAtLocation(name);
    if (symbol) {
      const meant = aliased(checker, symbol);
      const isParameter = (meant.flags & ts.SymbolFlags.TypeParameter) !== 0;
      if (!isParameter && meant.declarations?.some(isOwn)) found.push(meant);
    }
    ts.forEachChild(node, visit);
  };
  visit(declaration);
  return found;
}
