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

/**
 * Files that a page with these names of the package loads, by name, with their compressed sizes. `dynamic`:
 * those that it imports later, too.
 */
async function loadedFiles(names: string, dynamic: RegExp): Promise<Map<string, number>> {
  const { outputFiles, metafile } = await esbuild({
    stdin: { contents: `export { ${names} } from 'expressivity';`, resolveDir: consumer },
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
  const sizes = new Map(
    outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents, { level: 9 }).length]),
  );
  const imports = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output.imports]),
  );
  const loaded = new Map<string, number>();
  const waiting = ['stdin.js'];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.set(file, sizes.get(file)!);
    for (const { path, kind } of imports.get(file)!)
      if (kind === 'import-statement' || dynamic.test(basename(path))) waiting.push(basename(path));
  }
  return loaded;
}

describe('a page, compressed by gzip,', () => {
  /** In units of 1000 bytes. The kernels are those of the build that it runs. */
  it.each([
    ['measureTrajectory', 122],
    ['meanField', 21],
    ['regionBounds', 2],
  ])('with %s is at most %s kB', async (name, budget) => {
    const loaded = await loadedFiles(name, /^simd128-/);
    const total = [...loaded.values()].reduce((sum, size) => sum + size, 0);
    expect(total / 1000, [...loaded].join(' ')).toBeLessThanOrEqual(budget);
  });
  it('loads a build of the kernels when it needs that build', async () => {
    const file = (name: RegExp) => [expect.stringMatching(name), expect.any(Number)];
    const all = [...(await loadedFiles('measureTrajectory', /./))];
    expect(all).toContainEqual(file(/^simd128-/));
    expect(all).toContainEqual(file(/^relaxed-/));
    expect([...(await loadedFiles('measureTrajectory', /^$/))].map(([name]) => name)).toEqual(['stdin.js']);
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
    expect(await size('starts.js')).toBeLessThan(1.02 * inPage);
  });
});
