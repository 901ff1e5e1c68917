import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { publint } from 'publint';
import { describe, expect, inject, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { importGraph, isBrowserSafe } from './import-graph.ts';
import { type Outcome, run } from './run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const consumer = inject('consumer');
const installed = join(consumer, 'node_modules/expressivity');

describe('the files', () => {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));

  it('are those of a package, and no others', () => {
    const top = [...new Set(files.map((file) => file.split('/')[0]))].sort();
    const texts = ['CHANGELOG.md', 'CITATION.cff', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'package.json'];
    expect(top).toEqual([...texts, 'bench', 'data', 'dist', 'docs', 'examples'].sort());
    expect(files.filter((file) => file.startsWith('bench/'))).toEqual(['bench/README.md']);
  });
  it('include everything that the documents link to', () => {
    const documents = ['README.md', ...files.filter((file) => /^docs\/[\w-]+\.md$/.test(file))];
    const linked = documents.flatMap((document) =>
      [...readFileSync(join(installed, document), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(
        ([, to]) => posix.join(posix.dirname(document), to!),
      ),
    );
    expect(linked.length).toBeGreaterThan(20);
    expect(linked.filter((path) => !files.includes(path))).toEqual([]);
  });
  it('are compiled: modules, their types, the schema, the licences of what is inside', () => {
    const others = files.filter(
      (file) => /^dist\/(?!page\/)/.test(file) && !file.endsWith('.js') && !file.endsWith('.d.ts'),
    );
    expect(others.sort()).toEqual(['dist/LICENSES.txt', 'dist/experiment.schema.json']);
  });
  it('include the page with the licences of what is inside, 1,000 kB at most', () => {
    const page = files.filter((file) => file.startsWith('dist/page/'));
    expect(page).toContain('dist/page/index.html');
    const licences = readFileSync(join(installed, 'dist/page/LICENSES.txt'), 'utf8');
    for (const name of ['preact', '@preact/signals', 'd3-scale'])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
    const size = page.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
    expect(size).toBeLessThan(1_000_000);
  });
  it('include the licence of every package that is inside', () => {
    const sections = readFileSync(join(installed, 'dist/LICENSES.txt'), 'utf8').split(/\n-{80}\n/);
    expect(sections.pop()).toMatch(/^\s*Bundled license information:.*Copyright.*Sun Microsystems/s);
    for (const section of sections) expect(section).toMatch(/^\s*\S+ \d.* \(.+\)\n/);
    expect(sections.join()).toMatch(/^zod \d/m);
    expect(sections.join()).toMatch(/^@stdlib\/math-base-special-exp \d/m);
    for (const section of sections) expect(section).toMatch(/copyright|licen[cs]e[^)]/i);
    expect(Math.min(...sections.map((section) => section.length))).toBeGreaterThan(500);
  });
  it('include the digits with their origin', () => {
    expect(files.filter((file) => file.startsWith('data/')).sort()).toEqual([
      'data/README.md',
      'data/mnist-sample-images-idx3-ubyte.gz',
      'data/mnist-sample-labels-idx1-ubyte.gz',
      'data/trained-digits.safetensors',
    ]);
  });
});

describe('the manifest', () => {
  it('satisfies publint, suggestions included', async () => {
    const { buffer } = readFileSync(inject('tarball'));
    const { messages } = await publint({ strict: true, pack: { tarball: buffer } });
    expect(messages).toEqual([]);
  });
  it('leads every resolver to the types (attw)', () => {
    const options = ['--profile', 'esm-only', '--no-definitely-typed', '--no-color'];
    const untyped = ['--exclude-entrypoints', 'experiment.schema.json', 'package.json'];
    const attw = run(root, 'node_modules/.bin/attw', inject('tarball'), ...options, ...untyped);
    expect(attw.status, attw.stdout).toBe(0);
    expect(attw.stdout).toContain('"expressivity/node"');
    expect(attw.stdout).toContain('"expressivity/kernels"');
  });
});

describe('the library', () => {
  const faces = run(consumer, 'node', 'faces.js');

  it('has three entries, and one is part of another', () => {
    expect(faces).toMatchObject({ status: 0, stderr: '' });
    const { browser, node, kernels } = JSON.parse(faces.stdout);
    expect(browser).toEqual(expect.arrayContaining(['measureTrajectory', 'parseExperiment', 'growthTheory']));
    expect(node).toEqual(expect.arrayContaining([...browser, 'runTrajectory', 'writeRunFolder']));
    expect(kernels).toEqual(expect.arrayContaining(['Arena', 'compileKernels', 'kernelBytes']));
  });
  it('publishes the schema of experiments', () => {
    const { schema } = JSON.parse(faces.stdout);
    expect(schema).toMatchObject({ $schema: expect.any(String), properties: { density: expect.anything() } });
  });
  it.each(['kernels', 'browser/worker'])('has %s without Node and without packages', (name) => {
    const graph = importGraph(pathToFileURL(join(installed, `dist/${name}.js`)));
    expect(graph.files.length).toBeGreaterThan(10);
    expect({ ties: graph.ties, packages: graph.packages }).toEqual({ ties: [], packages: [] });
  });
  it('has a face without Node, as it is shipped', () => {
    const graph = importGraph(pathToFileURL(join(installed, 'dist/index.js')));
    expect(graph.files.length).toBeGreaterThan(20);
    expect(graph.ties).toEqual([]);
    expect(graph.packages.filter((name) => !isBrowserSafe(name))).toEqual([]);
  });
});

describe('the command', () => {
  const expressivity = (...args: readonly string[]): Outcome =>
    run(consumer, 'node_modules/.bin/expressivity', ...args);
  const small = ['trajectory', '--depth', '2', '--points', '10'];

  it('tells its version', () => {
    expect(expressivity('--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });
  it('is found by npx', () => {
    expect(run(consumer, 'npx', '--no-install', 'expressivity', '--version')).toMatchObject({
      status: 0,
      stdout: `${manifest.version}\n`,
    });
  });
  it('prints one JSON document', () => {
    const { status, stdout, stderr } = expressivity(...small, '--width', '8', '--networks', '4', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { schema, cells, provenance } = JSON.parse(stdout);
    expect(schema).toBe('expressivity/result@1');
    expect(provenance.version).toBe(manifest.version);
    expect(cells).toMatchObject([
      {
        networks: 4,
        layers: [
          { layer: 1, width: 8 },
          { layer: 2, width: 8 },
        ],
      },
    ]);
  });
  it('fills a run folder from the digits that it brings along', () => {
    const digits = ['--endpoints', 'mnist:3,8', '--width', '20', '--networks', '2', '--out', 'run'];
    const { status, stdout, stderr } = expressivity(...small, ...digits);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('ratio');
    expect(readdirSync(join(consumer, 'run')).sort()).toEqual([
      'experiment.json',
      'networks.npz',
      'records',
      'result.csv',
      'result.json',
      'trajectory.png',
      'trajectory.svg',
    ]);
    const { cells } = JSON.parse(readFileSync(join(consumer, 'run/result.json'), 'utf8'));
    expect(cells[0].input.length).toBeGreaterThan(1);
  });
  it('says in one line what a queue needs, which is not installed with it', () => {
    for (const command of ['worker', 'trajectory'])
      expect(expressivity(command, '--redis', 'redis://127.0.0.1:1')).toEqual({
        status: 2,
        stdout: '',
        stderr:
          'expressivity: --redis: expected bullmq and ioredis beside expressivity (npm install bullmq ioredis), got none installed\n',
      });
  });
  it('answers wrong input with one line and exit code 2', () => {
    const { status, stdout, stderr } = expressivity('trajectory', '--density', '-0.1', '--out', 'wrong');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^expressivity: .*density.*expected.*got.*-0\.1.*\n$/);
    expect(readdirSync(consumer)).not.toContain('wrong');
  });
});
