/** Holds the reference pages against what they describe. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { figures } from '../../src/figures/index.ts';
import * as browserFace from '../../src/index.ts';
import * as kernelsFace from '../../src/kernels.ts';
import * as nodeFace from '../../src/node.ts';
import { resultCsv } from '../../src/result/index.ts';
import { allCommands } from '../node/commands.ts';
import { documents, linkTargets, prose, readDocument, root } from './markdown.ts';

const commandLine = readDocument('docs/command-line.md');

/** Flags of every option of a command and of the commands below it. */
function flags(command: Command): string[] {
  return [...command.options.map((option) => option.flags), ...command.commands.flatMap(flags)];
}

describe('docs/command-line.md', async () => {
  const program = await allCommands();
  const all = [...new Set(flags(program))];

  it('is held against all options', () => {
    expect(all.length).toBeGreaterThan(20);
  });
  it.each(all)('describes %s', (option) => {
    // Commands that take no sweep take one value of the same.
    const texts = [option, option.replace(/>$/, ',…>')];
    const text = commandLine.replaceAll('\\|', '|');
    expect(texts.filter((flags) => text.includes(`\`${flags}\``))).not.toEqual([]);
  });
  it('gives the defaults that the help gives', () => {
    for (const option of flagsWithDefaults(program))
      expect(commandLine, option.flags).toMatch(
        new RegExp(`^\\| .*--${option.name}\\b.*\\b${option.fallback}\\b.*\\|$`, 'm'),
      );
  });
});

/** Options whose help ends in a default that is a plain value. */
function flagsWithDefaults(program: Command) {
  const found = program.commands
    .flatMap((command) => command.options)
    .flatMap((option) => {
      const fallback = /\(default: ([\w.-]+)\)$/.exec(option.description)?.[1];
      return fallback === undefined
        ? []
        : [{ flags: option.flags, name: option.name(), fallback: fallback.replaceAll('.', '\\.') }];
    });
  expect(found.length).toBeGreaterThan(10);
  return found;
}

describe.each([
  ['library', Object.keys(browserFace)],
  ['node', Object.keys(nodeFace).filter((name) => !(name in browserFace))],
  ['kernels', Object.keys(kernelsFace)],
] as const)('docs/%s.md', (page, names) => {
  const text = readDocument(`docs/${page}.md`);

  it.each(names)('names %s', (name) => {
    expect(text).toMatch(new RegExp(`\`${name}[\`(]`));
  });
});

describe('docs/formats.md', () => {
  const text = readDocument('docs/formats.md');

  it('names every column of the CSV', async () => {
    const result = await browserFace.measureTrajectory({ width: 2, depth: 1, networks: 2, points: 2 });
    const columns = resultCsv(result).split('\n')[0]!.split(',');
    expect(columns.length).toBeGreaterThan(20);
    for (const column of columns) expect(text).toContain(`\`${column}\``);
  });
  it('names every key of a result', async () => {
    const result = await browserFace.measureTrajectory({ width: 2, depth: 1, networks: 2, points: 2 });
    for (const key of [...keys(result.cells), ...Object.keys(result), ...Object.keys(result.provenance)])
      expect(text).toContain(`\`${key}\``);
  });
});

/** Every key in a JSON value. */
function keys(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(keys)];
}

describe.each(documents)('%s', (document) => {
  const text = readDocument(document);

  it('links to files that are there', () => {
    const local = linkTargets(text).filter((target) => !/^https?:/.test(target));
    const missing = local.filter(
      (target) => !existsSync(join(root, dirname(document), target.replace(/#.*$/, ''))),
    );
    expect(missing).toEqual([]);
  });
  it('names npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
  it('names source files that exist', () => {
    const named = [...prose(text).matchAll(/`((?:src|assembly|test|docs|tools)\/[\w./-]+)`/g)];
    // Made by the build, and a placeholder.
    const others = [
      'src/kernels/generated/',
      'src/numeric/generated/',
      'src/figures/ID.ts',
      'test/figures/snapshots/ID.new.svg',
    ];
    const missing = named.map((match) => match[1]!).filter((path) => !existsSync(join(root, path)));
    expect(missing.filter((path) => !others.includes(path))).toEqual([]);
  });
});

describe('docs/figures.md', () => {
  const text = readDocument('docs/figures.md');

  it.each(figures.map(({ id }) => id))('names %s', (id) => {
    expect(text).toMatch(new RegExp(`^\\|.*\`${id}\``, 'm'));
  });
});

describe('docs/compatibility.md', () => {
  it('has a row for every schema of a document that other pages name', () => {
    const schemas = (text: string) => new Set(text.match(/expressivity\/[a-z]+@\d+/g));
    const pages = ['formats', 'command-line'].map((name) => readDocument(`docs/${name}.md`));
    expect(schemas(readDocument('docs/compatibility.md'))).toEqual(schemas(pages.join('\n')));
  });
});

describe('the files around the code', () => {
  it('the figure that README links is the one that npm start draws', () => {
    const figure = figures.find(({ id }) => manifest.scripts.start.includes(id))!;
    const svg = readDocument(`docs/figures/${figure.id}.svg`);
    expect(svg).toContain(`<title>${figure.title}</title>`);
    expect(readDocument('README.md')).toContain(`(docs/figures/${figure.id}.svg)`);
  });
  it('CITATION.cff and CHANGELOG.md know the version', () => {
    expect(readDocument('CITATION.cff')).toMatch(new RegExp(`^version: ${manifest.version}$`, 'm'));
    expect(readDocument('CHANGELOG.md')).toContain(`## [${manifest.version}]`);
  });
  it('every decision is in the list', () => {
    const decisions = documents.filter((path) => /^docs\/decisions\/\d{4}-/.test(path));
    expect(decisions.length).toBeGreaterThanOrEqual(10);
    const list = linkTargets(readDocument('docs/decisions/README.md'));
    expect(list).toEqual(decisions.map((path) => path.replace('docs/decisions/', '')));
  });
});
