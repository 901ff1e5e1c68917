/** Runs the code in README and docs/ as a reader would, and compares the results printed there. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../src/experiment/index.ts';
import { posterExperiment } from '../../src/figures/price-growth-depth.ts';
import { trainingField } from '../../src/node/training/field.ts';
import { formatNumber } from '../../src/result/format.ts';
import type { ResultDocument } from '../../src/result/index.ts';
import { isStale } from '../package/built.ts';
import { hasModule, PYTHON_SOURCES, python, pythonRequired } from '../package/python.ts';
import { mustRun, type Outcome, onPath, run } from '../package/run.ts';
import { type Block, documents, fencedBlocks, readDocument, root } from './markdown.ts';

/** Blocks are run, checked as data, compared with what the block above printed, or (bibtex) only read. */
// `mermaid` is compared with the imports by test/structure/imports.test.ts.
const LANGUAGES = ['sh', 'js', 'python', 'r', 'julia', 'json', 'text', 'bibtex', 'mermaid', 'html'];

/** Modules of blocks in Python that the tests do not need otherwise. */
const EXTRA = ['torch', 'matplotlib'];
const PROGRAMS: Readonly<Record<string, readonly [string | null, string]>> = {
  js: [process.execPath, 'snippet.mjs'],
  sh: ['sh', 'snippet.sh'],
  python: [python, 'snippet.py'],
  r: [onPath('Rscript'), 'snippet.R'],
  julia: [onPath('julia'), 'snippet.jl'],
};

/** R and Julia are run where they are; nothing else may be missing in CI. */
function isMissing({ language, text }: Block): boolean {
  if (language === 'r' || language === 'julia') return PROGRAMS[language]![0] === null;
  if (language !== 'python' || pythonRequired) return false;
  return python === null || EXTRA.some((name) => text.includes(`import ${name}`) && !hasModule(name));
}

const isRun = ({ language, text }: Block) =>
  language === 'sh' ? /^expressivity /m.test(text) : Object.hasOwn(PROGRAMS, language);

beforeAll(() => {
  if (isStale(root)) mustRun(root, 'npm', 'run', 'build');
});

/** A project with the package installed and the command on its path. */
function project(): { folder: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'expressivity-docs-'));
  const bin = join(folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/expressivity'), 'dir');
  const command = join(bin, 'expressivity');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/node/cli.js')}" "$@"\n`);
  chmodSync(command, 0o755);
  return { folder, path: [bin, process.env.PATH].join(delimiter) };
}

describe.each(documents)('%s', (document) => {
  const blocks = fencedBlocks(readDocument(document));
  const { folder, path } = project();
  afterAll(() => rmSync(folder, { recursive: true }));

  function execute({ language, text }: Block): Outcome {
    const [program, file] = PROGRAMS[language]!;
    writeFileSync(join(folder, file), text);
    const options = language === 'sh' ? ['-eu'] : [];
    // WebAssembly draws a PNG of the wheel in seconds, and test/package/python.test.ts has one.
    const inPython = [`PYTHONPATH=${PYTHON_SOURCES}`, 'PYTHONDONTWRITEBYTECODE=1', 'EXPRESSIVITY_PNG=no'];
    const environment = [`PATH=${path}`, ...(language === 'python' ? inPython : [])];
    return run(folder, 'env', ...environment, program!, ...options, file);
  }

  it('has only blocks that are looked at', () => {
    expect(blocks.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  });

  for (const [i, block] of blocks.entries()) {
    if (isRun(block)) {
      it.skipIf(isMissing(block))(`line ${block.line} runs`, () => {
        const { status, stdout, stderr } = execute(block);
        expect({
          status,
          stderr: stderr.replace(/^(wrote |Worst case: |absolute\.json: |Circle: |progress: ).*\n/gm, ''),
        }).toEqual({
          status: 0,
          stderr: '',
        });
        const next = blocks[i + 1];
        if (next?.language === 'text' && next.follows) expect(stdout).toBe(next.text);
      });
    }
    if (block.language === 'json') {
      it(`line ${block.line} is an experiment`, () => {
        // What trains has the field of `train` beside those of experiments.
        const { training, ...experiment } = JSON.parse(block.text);
        const parsed = parseExperiment(experiment);
        if (training !== undefined) trainingField(training, 1, parsed);
        expect(parsed).toMatchObject({
          schema: 'expressivity/experiment@1',
        });
      });
    }
  }
});

it('docs/figures.md shows the rows that npm start prints: a cell is the same alone and in its figure', () => {
  const { folder, path } = project();
  try {
    const [, start] = /^check +measured.*\n((?:mean growth, α = 0\.1.*\n)+)/m.exec(
      readDocument('docs/figures.md'),
    )!;
    const experiment = { ...posterExperiment('quick'), density: 0.1, sigmaW: 2 };
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(experiment));
    const words = ['expressivity', 'trajectory', 'rows.json', '--json'];
    const { cells } = JSON.parse(run(folder, 'env', `PATH=${path}`, ...words).stdout) as ResultDocument;
    const rows = cells.map(({ parameters, meanGrowth: { estimate } }) => [
      `mean growth, α = 0.1, ${parameters.weights}`,
      `${formatNumber(estimate.mean!, 5)} ± ${formatNumber(estimate.sem!, 2)}`,
    ]);
    const shown = start!.trim().split('\n');
    expect(shown.map((row) => row.split(/ {2,}/).slice(0, 2))).toEqual(rows);
    expect(rows.length).toBe(3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('README has five numbered examples that run: of the command, in Python and in JavaScript', () => {
  const blocks = fencedBlocks(readDocument('README.md')).filter(isRun);
  const numbers = blocks.flatMap(({ text }) => text.match(/^(?:#|\/\/) \d(?=\. )/gm) ?? []);
  expect(numbers).toEqual(['# 1', '# 2', '# 3', '# 4', '// 5']);
  expect(blocks.map(({ language }) => language)).toEqual(['sh', 'python', 'js']);
});
