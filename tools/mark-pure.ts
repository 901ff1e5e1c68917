/**
 * Tells bundlers that top-level constants of a module are computed without side effects, so that they leave
 * out the unused ones. Loading a module of the library does nothing else (`sideEffects` in package.json says
 * that of whole modules), but a bundler cannot know this of a call.
 */
import ts from 'typescript';

/** `const a = f(b);` becomes `const a = /* @__PURE__ *\/ (() => f(b))();`. */
export function markPure(text: string): string {
  const source = ts.createSourceFile('module.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const namespaces = new Set(source.statements.flatMap(namespaceOf));
  const initialisers = source.statements.flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ name, initializer }) =>
          initializer && ts.isIdentifier(name) && computes(initializer, namespaces) ? [initializer] : [],
        )
      : [],
  );
  let [marked, at] = ['', 0];
  for (const { pos, end } of initialisers) {
    marked += `${text.slice(at, pos)} /* @__PURE__ */ (() => (${text.slice(pos, end)}))()`;
    at = end;
  }
  return marked + text.slice(at);
}

/** The name that `import * as name` gives to a module; reading a member of it does nothing. */
function namespaceOf(statement: ts.Statement): string[] {
  const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
  return bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : [];
}

/**
 * Whether evaluating the expression may have an effect, in the view of a bundler: functions have none until
 * they are called.
 */
function computes(node: ts.Node, namespaces: ReadonlySet<string>): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isClassLike(node)) return true;
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isElementAccessExpression(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return !namespaces.has(node.expression.getText());
  return ts.forEachChild(node, (child) => computes(child, namespaces) || undefined) ?? false;
}
