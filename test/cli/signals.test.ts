/**
 * Every signal in the middle of everything that takes long. What takes long is far from its end where the
 * signal comes.
 */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npy, zip } from '../node/fixtures.ts';
import { build, expressivity, listing } from './expressivity.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-signals-'));
const BIG = ['big.csv', 'big.json', 'big.npy', 'big.npz'];

/** Some seconds of reading each. */
function writeBigFiles(): void {
  const row = new Array(1000).fill('0.5').join();
  writeFileSync(join(folder, 'big.csv'), `${row}\n`.repeat(20_000));
  const layer = `{"weights": [${new Array(1000).fill(`[${row}]`).join()}]}`;
  writeFileSync(join(folder, 'big.json'), `{"layers": [${new Array(30).fill(layer).join()}]}`);
  const matrix = npy('|i1', '(8192, 8192)', new Int8Array(2 ** 26));
  writeFileSync(join(folder, 'big.npy'), matrix);
  writeFileSync(join(folder, 'big.npz'), zip([{ name: 'W1.npy', content: matrix }]));
}

beforeAll(async () => {
  await build();
  writeBigFiles();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** For machines that do much else. */
const PATIENT = { timeout: 600_000 };

/**
 * Loading the command takes a third of it. Not the time on the clock: that depends on what else the machine
 * does.
 */
const CPU_SECONDS = 0.8;
/** As `/proc` counts. */
const TICKS = 100;

/** CPU time of a process so far in seconds; where there is no `/proc`, the time on the clock. */
function cpuSeconds({ pid }: ChildProcess, since: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return (performance.now() - since) / 1000;
  }
}

/** Sends the signal once the process has computed for a while. */
function sendAmid(signal: NodeJS.Signals) {
  return (child: ChildProcess): void => {
    const since = performance.now();
    const timer = setInterval(() => {
      if (cpuSeconds(child, since) < CPU_SECONDS) return;
      clearInterval(timer);
      child.kill(signal);
    }, 20);
    child.on('exit', () => clearInterval(timer));
  };
}

const points = (file: string) => ['trajectory', '--curve', 'polyline', '--endpoints', file];

/** No other command of `theory` can take longer than a second: their input is bounded. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  trajectory: ['trajectory', '--width', '200', '--depth', '50', '--networks', '1000000'],
  'trajectory --save-curve': ['trajectory', '--width', '2000', '--depth', '100', '--save-curve', '100'],
  'theory growth': ['theory', 'growth', '--depth', '100000', '--activation', 'tanh'],
  'theory regions': ['theory', 'regions', '--widths', new Array(10).fill(10_000).join()],
  'theory meanfield': ['theory', 'meanfield', '--simulate', '--width', '2000', '--networks', '1000'],
  regions: ['regions', '--width', '3000', '--depth', '10'],
  'regions --slice': ['regions', '--slice', '--width', '800', '--depth', '2', '--input-dim', '2'],
  'regions --boundary': ['regions', '--boundary', '--activation', 'tanh', '--width', '2000'],
  'a figure of networks': ['figure', 'price-growth-depth', '--full'],
  'a figure without': ['figure', 'raghu-dichotomies', '--full'],
  'all figures': ['figure', 'all', '--full'],
  'a figure from a file': ['figure', 'raghu-circle', '--from', 'big.json'],
  'points of .csv': [...points('big.csv')],
  'points of .npy': [...points('big.npy')],
  'a network of .json': ['regions', '--network-file', 'big.json'],
  'a network of .npz': ['regions', '--network-file', 'big.npz'],
};

const LINE =
  /^(?:(?:Worst case|\d+ of \d+|big\.npz): .*\n)*expressivity: interrupted: (\d+ of \d+ networks were finished, )?(nothing was written|what was finished is in trajectory SIG\w+, and --resume goes on)\n$/;

describe.each(Object.entries(COMMANDS))('%s', (name, words) => {
  const writes = words[0] !== 'theory';

  test('ends by every signal and leaves nothing', PATIENT, async () => {
    const [interrupted, ...ended] = await Promise.all(
      (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) =>
        expressivity(writes ? [...words, '--out', `${name} ${signal}`] : words, {
          cwd: folder,
          meanwhile: sendAmid(signal),
        }),
      ),
    );
    const withLine = { code: 130, signal: null, stdout: '', stderr: expect.stringMatching(LINE) };
    expect(interrupted).toEqual(withLine);
    // Where one computation holds the thread nobody can write the line (docs/decisions/0037).
    for (const [i, signal] of (['SIGTERM', 'SIGHUP'] as const).entries()) {
      const bySignal = {
        code: null,
        signal,
        stdout: '',
        stderr: expect.stringMatching(/^(\d+ of \d+: .*\n)*$/),
      };
      expect([withLine, bySignal]).toContainEqual(ended[i]);
    }
    // What was measured stays, for --resume.
    if (name === 'trajectory')
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
        rmSync(join(folder, `${name} ${signal}`), { recursive: true, force: true });
    expect(listing(folder)).toEqual(BIG);
  });
});

test('what kill -9 leaves in a folder is removed by the next run into it', PATIENT, async () => {
  const there = join(folder, 'killed');
  const RUN = ['experiment.json', 'result.csv', 'result.json', 'trajectory.png', 'trajectory.svg'];
  // Another experiment's records would be refused.
  const forget = () => rmSync(join(there, 'records'), { recursive: true, force: true });
  const small = ['trajectory', '--width', '2', '--networks', '1', '--out', 'killed'];
  // Many megabytes of results.
  const large = [...small, '--depth', '100', '--sigma-w', '0.01:2:0.01'];
  const left = () => readdirSync(there).filter((name) => name.startsWith('.writing-'));
  const isWriting = () =>
    existsSync(there) && left().some((name) => existsSync(join(there, name, 'result.json')));
  const contents = () => RUN.map((name) => readFileSync(join(there, name), 'utf8'));
  let before: string[];
  // Once more where it was killed too late, with all files in their places.
  do {
    forget();
    await expressivity(small, { cwd: folder });
    before = contents();
    forget();
    await expressivity(large, {
      cwd: folder,
      meanwhile: (child) => {
        const timer = setInterval(() => isWriting() && child.kill('SIGKILL'), 2);
        child.on('exit', () => clearInterval(timer));
      },
    });
  } while (left().length === 0);
  expect(contents()).toEqual(before);

  forget();
  expect(await expressivity(small, { cwd: folder })).toMatchObject({ code: 0 });
  forget();
  expect(listing(there)).toEqual([...RUN, 'networks.npz'].sort());
});
