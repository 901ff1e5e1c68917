/**
 * What the package weighs: packages in an install, kilobytes in a page. Budgets:
 * docs/decisions/0050-few-packages.md.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { describe, expect, inject, it } from 'vitest';
import { mustRun } from './run.ts';

const consumer = inject('consumer');

describe('a production install', () => {
  it('has at most 40 packages', () => {
    const listed = mustRun(consumer, 'npm', 'ls', '--omit=dev', '--all', '--parseable').trim().split('\n');
    expect(listed.some((path) => path.endsWith('/expressivity'))).toBe(true);
    expect(listed.length).toBeLessThanOrEqual(40);
  });
  it('warns of nothing', () => {
    expect(inject('installMessages')).toBe('');
  });
});

/** A file that a bundler writes: its size by gzip, and the files that it imports, at once and later. */
interface Chunk {
  readonly size: number;
  readonly imports: readonly string[];
  readonly later: readonly string[];
}

type Chunks = ReadonlyMap<string, Chunk>;

const gzipped = (contents: string | Uint8Array) => gzipSync(contents, { level: 9 }).length;

/** A page that exports these names of the package; its own file is called `page.js`. */
const BUNDLERS: { readonly [bundler: string]: (names: string) => Promise<Chunks> } = {
  async Vite(names) {
    writeFileSync(join(consumer, 'page.js'), `export { ${names} } from 'expressivity';\n`);
    const built = await vite({
      root: consumer,
      configFile: false,
      logLevel: 'error',
      build: {
        write: false,
        rollupOptions: { input: join(consumer, 'page.js'), preserveEntrySignatures: 'strict' },
      },
    });
    const { output } = built as {
      output: {
        fileName: string;
        isEntry?: boolean;
        code?: string;
        source?: string | Uint8Array;
        imports?: string[];
        dynamicImports?: string[];
      }[];
    };
    const nameOf = (file: string) =>
      output.find(({ fileName }) => fileName === file)?.isEntry ? 'page.js' : basename(file);
    return new Map(
      output.map(({ fileName, code, source, imports = [], dynamicImports = [] }) => [
        nameOf(fileName),
        { size: gzipped((code ?? source)!), imports: imports.map(nameOf), later: dynamicImports.map(nameOf) },
      ]),
    );
  },
  async esbuild(names) {
    const { outputFiles, metafile } = await esbuild({
      stdin: {
        contents: `export { ${names} } from 'expressivity';`,
        resolveDir: consumer,
        sourcefile: 'page.js',
      },
      entryNames: 'page',
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      outdir: join(consumer, 'weighed'),
      write: false,
      metafile: true,
      logLevel: 'error',
    });
    const imported = Object.entries(metafile.outputs).map(([path, { imports }]) => {
      const of = (kind: string) => imports.filter((i) => i.kind === kind).map((i) => basename(i.path));
      return [basename(path), { imports: of('import-statement'), later: of('dynamic-import') }] as const;
    });
    const size = (name: string) => outputFiles.find(({ path }) => basename(path) === name)!.contents;
    return new Map(imported.map(([name, files]) => [name, { size: gzipped(size(name)), ...files }]));
  },
};

/** Files that the page loads, by name; of those that it imports later, the ones that it needs. */
function loaded(chunks: Chunks, needed: RegExp): Map<string, number> {
  const found = new Map<string, number>();
  const waiting = ['page.js'];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    const { size, imports, later } = chunks.get(file)!;
    found.set(file, size);
    waiting.push(...imports, ...later.filter((name) => needed.test(name)));
  }
  return found;
}

const sumOf = (sizes: ReadonlyMap<string, number>) =>
  [...sizes.values()].reduce((sum, size) => sum + size, 0);

describe('a page, compressed by gzip,', () => {
  /** In units of 1000 bytes. The kernels are those of the build that it runs. */
  it.each([
    ['Vite', 'measureTrajectory', 90],
    ['Vite', 'meanField', 20],
    ['Vite', 'regionBounds', 2],
    ['esbuild', 'measureTrajectory', 90],
    ['esbuild', 'meanField', 21],
    ['esbuild', 'regionBounds', 2],
  ])('built by %s with %s is at most %s kB', async (bundler, name, budget) => {
    const files = loaded(await BUNDLERS[bundler]!(name), /^simd128-/);
    expect(sumOf(files) / 1000, [...files].join(' ')).toBeLessThanOrEqual(budget);
  });
  it('has a worker of at most 55 kB, which measures', async () => {
    const chunks = await BUNDLERS.Vite!('measureTrajectory');
    const [worker, ...others] = [...chunks].filter(([name]) => /^worker-/.test(name));
    expect(others).toEqual([]);
    expect(worker![1].size / 1000).toBeLessThanOrEqual(55);
  });
  it('loads a build of the kernels, theory and what measures without workers when it needs them', async () => {
    const chunks = await BUNDLERS.esbuild!('measureTrajectory');
    const names = (needed: RegExp) => [...loaded(chunks, needed).keys()].map((name) => name.split('-')[0]);
    expect(names(/./)).toEqual(expect.arrayContaining(['simd128', 'relaxed', 'in', 'later']));
    expect(names(/^$/).filter((name) => !['page.js', 'chunk'].includes(name!))).toEqual([]);
  });
});

describe('a module worker built by Vite', () => {
  it('is no larger than the page that does the same', async () => {
    const measures =
      "import { measureTrajectory } from 'expressivity';\nmeasureTrajectory({ width: 8 }).then(console.log);\n";
    const starts = "new Worker(new URL('./measures.js', import.meta.url), { type: 'module' });\n";
    writeFileSync(join(consumer, 'measures.js'), measures);
    writeFileSync(join(consumer, 'starts.js'), starts);
    const size = async (input: string) => {
      const built = await vite({
        root: consumer,
        configFile: false,
        logLevel: 'error',
        worker: { format: 'es' },
        build: { write: false, rollupOptions: { input: join(consumer, input) } },
      });
      const { output } = built as {
        output: { fileName: string; code?: string; source?: string | Uint8Array }[];
      };
      const file = output.find(({ fileName }) => /measures-/.test(fileName))!;
      return (file.code ?? file.source)!.length;
    };
    const inPage = await size('measures.js');
    expect(inPage).toBeGreaterThan(100_000);
    expect(await size('starts.js')).toBeLessThan(1.05 * inPage);
  });
});
