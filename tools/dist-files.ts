/** Which files of dist the package reaches, and which packages they name. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly sideEffects: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** Packages that npm installs with this one. */
export const INSTALLED: ReadonlySet<string> = new Set(Object.keys(manifest.dependencies));

/** Modules that users import, their declarations, and modules that are run: the command and workers. */
export function entries(): { faces: string[]; types: string[]; programs: string[] } {
  const exported = Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [] : Object.values(target),
  );
  const paths = [...new Set(exported.map(posix.normalize))];
  return {
    faces: paths.filter((path) => path.endsWith('.js')),
    types: paths.filter((path) => path.endsWith('.d.ts')),
    programs: manifest.sideEffects.map(posix.normalize),
  };
}

/** What a module or a declaration names: packages, and files beside it, workers included. */
export function named(file: string): { packages: string[]; files: string[] } {
  const text = readFileSync(file, 'utf8');
  const imported = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const started = [...text.matchAll(/["'](\.\/[\w-]+\.js)["'], import\.meta\.url/g)].map(([, path]) => path!);
  const relative = [...imported, ...started].filter((name) => name.startsWith('.'));
  return {
    packages: imported.filter((name) => !/^\.|^node:/.test(name)),
    files: relative.map((name) => posix.join(posix.dirname(file), name)),
  };
}

/**
 * Files that are reached from some: modules (`.js`), or declarations (`.d.ts`), in which the compiler leaves
 * `.ts` of other modules as it is.
 */
export function reached(from: readonly string[], kind: '.js' | '.d.ts'): Set<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    waiting.push(...named(file).files.map((path) => path.replace(/\.[jt]s$/, kind)));
  }
  return found;
}

/** `@scope/name/file` → `@scope/name`. */
export function packageOf(name: string): string {
  return /^(@[^/]+\/)?[^/]+/.exec(name)![0];
}
