import { describe, expect, it } from 'vitest';
import { importGraph, isBrowserSafe } from './import-graph.ts';

const source = (name: string) => new URL(`../../src/${name}`, import.meta.url);

describe('what is reachable from src/index.ts', () => {
  const graph = importGraph(source('index.ts'));

  it('is most of the system', () => {
    for (const part of [
      'experiment',
      'random',
      'curve',
      'kernels',
      'measure',
      'ensemble',
      'theory',
      'result',
      'draw',
      'run',
    ])
      expect(graph.files.filter((file) => file.includes(`/src/${part}/`))).not.toEqual([]);
  });
  it('has no built-in module and no global of Node', () => {
    expect(graph.ties).toEqual([]);
  });
  it('imports only packages that run in a browser', () => {
    expect(graph.packages).not.toEqual([]);
    expect(graph.packages.filter((name) => !isBrowserSafe(name))).toEqual([]);
  });
});

describe('the same walk from src/node.ts', () => {
  const graph = importGraph(source('node.ts'));

  it('finds built-in modules, also behind import()', () => {
    expect(graph.ties).toContainEqual(expect.stringMatching(/\/pool\.ts: node:os$/));
    expect(graph.files).toContainEqual(expect.stringMatching(/\/svg\.ts$/));
  });
  it('finds globals of Node', () => {
    expect(graph.ties).toContainEqual(expect.stringMatching(/\/staging\.ts: process$/));
  });
  it('finds packages that do not run in a browser', () => {
    expect(graph.packages.filter((name) => !isBrowserSafe(name))).toContain('piscina');
  });
});
