import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { build, expressivity, shell } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-help-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

const HELPS = [
  ...['trajectory --help', 'regions --help', 'figure --help'],
  ...['growth', 'transitions', 'meanfield', 'regions', 'explain'].map((word) => `theory ${word} --help`),
];

/** What makes an example of a command quick. */
const SMALLER: Readonly<Record<string, string>> = {
  theory: '',
  regions: '--quiet',
  figure: '--test --quiet',
  trajectory: '--networks 2 --points 4 --quiet',
};

/** The two commands that a help shows. */
async function examples(help: string): Promise<string[]> {
  const { code, stdout, stderr } = await expressivity(help.split(' '));
  expect([code, stderr]).toEqual([0, '']);
  const shown = stdout.slice(stdout.indexOf('Examples:')).split('\n').slice(1, 3);
  return shown.map((line) => /^ {2}(expressivity [^(]+)/.exec(line)?.[1] ?? '');
}

describe('help', () => {
  test('names the commands', async () => {
    const { code, stdout, stderr } = await expressivity(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    for (const word of ['trajectory', 'theory', 'regions', 'figure'])
      expect(stdout).toMatch(new RegExp(`^  ${word}`, 'm'));
  });

  test.for(HELPS)('the two examples of %s work', async (help) => {
    for (const shown of await examples(help)) {
      expect(shown).not.toBe('');
      // test/figures draws all figures.
      const example = shown.replace('figure all', 'figure poole-fig2');
      // Smaller where it draws networks, so that it is quick; the last of an option counts.
      const smaller = SMALLER[help.split(' ')[0]!]!;
      const line = example.replace(/--until-relative-ci \S+/, '--until-relative-ci 0.5');
      const sized = line === example ? `${line} ${smaller}` : `${line} --points 4 --quiet`;
      const { code, stdout, stderr } = await shell(sized, { cwd: folder });
      expect([sized, code, stderr]).toEqual([sized, 0, '']);
      expect(stdout).not.toBe('');
    }
  });
});

describe('the help of', () => {
  const helpOf = async (command: string) => (await expressivity([...command.split(' '), '--help'])).stdout;

  test.each([
    ['trajectory', ['ratio', 'growth', 'transitions', 'regions', 'Price–Tanner']],
    ['theory growth', ['ratio', 'growth', 'Price–Tanner']],
    ['theory transitions', ['transitions', 'regions']],
    ['regions', ['transitions', 'regions']],
  ])('%s explains its words and points to theory explain', async (command, words) => {
    const help = await helpOf(command);
    for (const word of words) expect(help).toMatch(new RegExp(`^  ${word} +\\S`, 'm'));
    expect(help).toContain('expressivity theory explain NAME');
  });

  test('commands that take no sweep show no lists but those of their own', async () => {
    expect(await helpOf('trajectory')).toMatch(/--width <n,…>[\s\S]*start:stop:step/);
    const lists = async (command: string) => (await helpOf(command)).match(/--\S+ <[^>]*,…>/g);
    expect(await lists('theory growth')).toEqual(['--widths <n,…>']);
    expect(await lists('regions')).toEqual(['--widths <n,…>', '--readout <b,…>']);
  });
});

test('--version', async () => {
  const outcome = await expressivity(['--version']);
  expect(outcome).toEqual({ code: 0, signal: null, stdout: `${manifest.version}\n`, stderr: '' });
});

describe('start-up loads no more than it needs', () => {
  /**
   * Packages that a command loads: those it asks for, and those of which its own files have something inside,
   * as esbuild notes there.
   */
  async function loaded(...words: string[]): Promise<string[]> {
    const watcher = join(folder, 'watcher.mjs');
    const hooks = `import { writeSync } from 'node:fs';
      export async function resolve(specifier, context, next) {
        const resolved = await next(specifier, context);
        writeSync(2, (/^[@a-z]/.test(specifier) && !specifier.includes(':') ? specifier : resolved.url) + '\\n');
        return resolved;
      }`;
    const url = `data:text/javascript,${encodeURIComponent(hooks)}`;
    writeFileSync(watcher, `import { register } from 'node:module';\nregister(${JSON.stringify(url)});\n`);
    const { code, stderr } = await expressivity(words, { env: { NODE_OPTIONS: `--import ${watcher}` } });
    expect(code).toBe(0);
    const names = stderr.split('\n').filter(Boolean);
    const inside = names
      .filter((name) => /\/dist\/node\/[^/]+\.js$/.test(name))
      .flatMap((name) => [
        ...readFileSync(new URL(name), 'utf8').matchAll(/^ *\/\/ node_modules\/((@[^/]+\/)?[^/]+)\//gm),
      ]);
    return [
      ...new Set([...names.filter((name) => !name.includes(':')), ...inside.map((match) => match[1]!)]),
    ];
  }

  test('--version', async () => {
    expect(await loaded('--version')).toEqual(['commander']);
  });
  test('theory growth', async () => {
    const packages = await loaded('theory', 'growth');
    expect(packages).toContain('zod');
    for (const heavy of ['piscina', '@observablehq/plot', 'linkedom']) {
      expect(packages).not.toContain(heavy);
    }
  });
  test('a run without a folder does not load what draws', async () => {
    const packages = await loaded('trajectory', '--width', '3', '--networks', '2', '--points', '4');
    expect(packages).toContain('piscina');
    for (const heavy of ['@observablehq/plot', 'linkedom']) expect(packages).not.toContain(heavy);
  });
});
