/** The declarations in the packed package, for users who check everything. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const consumer = inject('consumer');
const typeRoot = fileURLToPath(new URL('../../node_modules/@types', import.meta.url));

/** What the compiler says of a program, with every declaration checked that it reaches. */
function complaints(name: string, text: string, types: readonly string[]): string[] {
  const file = join(consumer, name);
  writeFileSync(file, text);
  const program = ts.createProgram([file], {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [...types],
    typeRoots: [typeRoot],
  });
  return ts.getPreEmitDiagnostics(program).map(({ file: where, messageText }) => {
    const words = ts.flattenDiagnosticMessageText(messageText, ' ');
    return `${where?.fileName.slice(consumer.length)}: ${words}`;
  });
}

const PAGE = `
import { measureTrajectory, regionBounds, type ResultDocument } from 'expressivity';
import { compileKernels, loadKernels } from 'expressivity/kernels';
export const result: Promise<ResultDocument> = measureTrajectory({ width: 8, depth: 2 });
export const bound: bigint = regionBounds(2, [4, 4]).serra2018Upper;
export const kernels = compileKernels('simd128').then(loadKernels);
`;

const PROGRAM = `
import { measureTrajectory, type Panel, poolExecutor, readExperiment, runTrajectory, trajectorySvg } from 'expressivity/node';
const result = await runTrajectory(await readExperiment('experiment.json'));
const panels: readonly Panel[] = [{ title: 'all', cells: [0] }];
export const svg: string = trajectorySvg(result, { title: 'a', panels });
export const again = measureTrajectory({ width: 8, depth: 2 }, { executor: poolExecutor });
`;

describe('a strict program compiles that uses', () => {
  it('the faces for browsers, without types of Node', () => {
    expect(complaints('page-user.ts', PAGE, [])).toEqual([]);
  });
  it('the face for Node', () => {
    expect(complaints('node-user.ts', PROGRAM, ['node'])).toEqual([]);
  });
  it('nothing that is not there: the same check sees it', () => {
    const wrong =
      "import { nothing } from 'expressivity';\nexport const { mean }: { mean: number } = nothing;\n";
    expect(complaints('wrong-user.ts', wrong, [])).toEqual([expect.stringContaining('nothing')]);
  });
});

describe('the declarations', () => {
  const folder = join(consumer, 'node_modules/expressivity/dist');
  const declarations = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  );

  it('name packages that are installed, and no others', () => {
    const named = declarations.flatMap((file) =>
      ts
        .preProcessFile(readFileSync(join(folder, file), 'utf8'), true, true)
        .importedFiles.map(({ fileName }) => fileName),
    );
    const packages = named.filter((name) => !/^\.|^node:/.test(name));
    const installed = Object.keys(manifest.dependencies);
    expect(
      packages.filter((name) => !installed.some((one) => name === one || name.startsWith(`${one}/`))),
    ).toEqual([]);
    expect(packages).not.toEqual([]);
  });
  it('hold no copy of the kernels', () => {
    const kernels = readFileSync(join(folder, 'kernels/generated/simd128.js'), 'utf8');
    const piece = kernels.slice(1000, 1100);
    expect(declarations.filter((file) => readFileSync(join(folder, file), 'utf8').includes(piece))).toEqual(
      [],
    );
  });
});
