import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, cli, expressivity, listing } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-interrupt-'));
beforeAll(build);
afterAll(() => rmSync(folder, { recursive: true }));

const RUN_FILES = [
  'experiment.json',
  'networks.npz',
  'result.csv',
  'result.json',
  'trajectory.png',
  'trajectory.svg',
];
const results = (name: string) =>
  existsSync(join(folder, name))
    ? listing(join(folder, name)).filter((file) => !file.startsWith('records'))
    : [];
/** Hours of work. */
const LONG = ['trajectory', '--width', '200', '--depth', '50', '--networks', '1000000', '--points', '100'];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function sendAfter(ms: number, signal: NodeJS.Signals) {
  return (child: ChildProcess) => setTimeout(() => child.kill(signal), ms);
}

describe('an interrupt', () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s stops a long run, which says how far it came',
    async (signal) => {
      const outcome = await expressivity([...LONG, '--out', 'long'], {
        cwd: folder,
        meanwhile: sendAfter(4000, signal),
      });
      expect(outcome).toMatchObject({ code: 130, signal: null, stdout: '' });
      expect(outcome.stderr).toMatch(
        /^Worst case: ±.* of the mean length .*\nexpressivity: interrupted: \d+ of 1000000 networks were finished, (nothing was written|what was finished is in long, and --resume goes on)\n$/,
      );
      expect(results('long')).toEqual([]);
      rmSync(join(folder, 'long'), { recursive: true, force: true });
    },
  );

  test.concurrent.for([20, 100, 200, 250, 300, 350, 450, 600])(
    'after %i ms of a short run leaves all files or none',
    async (ms) => {
      const words = [
        'trajectory',
        '--width',
        '8',
        '--depth',
        '3',
        '--networks',
        '200',
        '--quiet',
        '--out',
        `at-${ms}`,
      ];
      const { code, signal, stderr } = await expressivity(words, {
        cwd: folder,
        meanwhile: sendAfter(ms, 'SIGINT'),
      });
      const made = results(`at-${ms}`);
      if (code === 0) expect(made).toEqual(RUN_FILES);
      else {
        // All or none; what is there is named.
        const kept = made.length > 0;
        if (kept) expect(made).toEqual(RUN_FILES);
        // Before the program has been read there is nobody to answer the signal.
        if (signal !== 'SIGINT') {
          expect(code).toBe(130);
          expect(stderr).toMatch(/^expressivity: interrupted: /);
          const recorded = kept || existsSync(join(folder, `at-${ms}`));
          expect(stderr).toContain(recorded ? `what was finished is in at-${ms}` : 'nothing was written');
        }
      }
    },
  );

  test('a slice is stopped while it holds the thread', async () => {
    // It takes most of a minute by itself.
    const words = [
      'regions',
      '--width',
      '400',
      '--depth',
      '2',
      '--input-dim',
      '2',
      '--sigma-b',
      '1',
      '--slice',
    ];
    const outcome = await expressivity([...words, '--out', 'slice'], {
      cwd: folder,
      meanwhile: sendAfter(3000, 'SIGINT'),
    });
    expect(outcome).toMatchObject({ code: 130, stdout: '' });
    expect(outcome.stderr).toMatch(/^expressivity: interrupted: nothing was written\n$/);
    expect(listing(folder)).not.toContain('slice');
  });

  /** Prints much to a reader that does not read, interrupted `times` times. */
  async function stuck(times: number) {
    const words = [
      'trajectory',
      '--width',
      '4',
      '--depth',
      '300',
      '--points',
      '4',
      '--networks',
      '2',
      '--json',
    ];
    const child = spawn(process.execPath, [cli, ...words]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stdout.once('readable', resolve));
    for (let i = 0; i < times; i++) {
      await pause(200);
      child.kill('SIGINT');
    }
    const code = await ended;
    child.stdout.destroy();
    return { code, stderr };
  }

  test('ends also what cannot stop', async () => {
    expect(await stuck(1)).toEqual({ code: 130, stderr: 'expressivity: interrupted: nothing was written\n' });
  });
  test('that comes twice ends it at once', async () => {
    expect(await stuck(2)).toEqual({ code: 130, stderr: '' });
  });
});

describe.skipIf(!existsSync('/usr/bin/script'))('on a terminal', () => {
  /** What a terminal was sent; `keys` are struck after a while. */
  function terminal(words: readonly string[], keys: string, ms: number): Promise<string> {
    const line = [process.execPath, cli, ...words].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qec', line, '/dev/null'], { env: { ...process.env, TERM: 'xterm' } });
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
    const strike = setTimeout(() => child.stdin.write(keys), ms);
    return new Promise((resolve) => {
      child.on('close', () => {
        clearTimeout(strike);
        resolve(shown);
      });
    });
  }
  const CLEAR = '\r\u001b[K';

  test('a run shows its progress and clears it away', async () => {
    const shown = await terminal(['trajectory', '--width', '30', '--networks', '1000'], '', 0);
    expect(shown).toMatch(/\d+ of 1000 networks \| .* left/);
    expect(shown).not.toMatch(/[░█][^\r]*\?/);
    const after = shown.slice(shown.lastIndexOf(CLEAR));
    expect(after).toContain('ratio');
    expect(after).not.toMatch(/[░█]/);
  });
  test('Ctrl-C clears the progress away', async () => {
    const shown = await terminal(LONG, '\u0003', 4000);
    expect(shown).toMatch(/[░█].* of 1000000 networks/);
    const rest = shown.slice(shown.indexOf('expressivity: interrupted'));
    expect(rest).toMatch(/^expressivity: interrupted: \d+ of 1000000 networks/);
    expect(rest).not.toMatch(/[░█]/);
    expect(shown.slice(0, -rest.length).endsWith(CLEAR)).toBe(true);
  });
  test('--quiet shows none of it', async () => {
    const shown = await terminal(['trajectory', '--width', '30', '--networks', '500', '--quiet'], '', 0);
    expect(shown).not.toContain(CLEAR);
    expect(shown).not.toContain('░');
  });
});
