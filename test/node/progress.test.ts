import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Progress } from '../../src/ensemble/index.ts';
import { progressBar } from '../../src/node/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A terminal of 120 columns that remembers what it was sent. */
function terminal(isTTY = true) {
  const stream = new PassThrough();
  const sent: string[] = [];
  stream.on('data', (data) => sent.push(String(data)));
  const nothing = () => true;
  const tty = { isTTY, columns: 120, cursorTo: nothing, clearLine: nothing, clearScreenDown: nothing };
  return { stream: Object.assign(stream, tty) as unknown as NodeJS.WriteStream, shown: () => sent.join('') };
}

const halfway: Progress = {
  networks: 50,
  planned: 100,
  share: 0.5,
  run: 1,
  runs: 3,
  relativeHalfWidth: () => 0.012,
};

test('shows share, networks, rate, time left and the interval', async () => {
  const { stream, shown } = terminal();
  const bar = await progressBar({ quiet: false, title: 'density', stream });
  vi.advanceTimersByTime(10_000);
  bar.update(halfway);
  vi.advanceTimersByTime(500);
  bar.stop();
  expect(shown()).toContain(
    'density ████████████░░░░░░░░░░░░ 50% | 50 of 100 networks | 5.00/s | 10 s left | last layer ± 1.2 % (run 2 of 3)',
  );
});

test('does not make up an interval of one network', async () => {
  const { stream, shown } = terminal();
  const bar = await progressBar({ quiet: false, title: '', stream });
  vi.advanceTimersByTime(3_000_000);
  bar.update({ ...halfway, relativeHalfWidth: () => null });
  vi.advanceTimersByTime(500);
  bar.stop();
  expect(shown()).toContain('| 50 min 0 s left');
  expect(shown()).not.toContain('last layer');
});

test('shows the cursor again, also when the process exits in between', async () => {
  const listeners = process.listenerCount('exit');
  for (const end of ['stop', 'exit'] as const) {
    const { stream, shown } = terminal();
    const bar = await progressBar({ quiet: false, title: '', stream });
    expect(shown()).toContain('\u001b[?25l');
    expect(shown()).not.toContain('\u001b[?25h');
    if (end === 'stop') bar.stop();
    else process.listeners('exit').at(-1)!(0);
    expect(shown()).toContain('\u001b[?25h');
    expect(process.listenerCount('exit')).toBe(listeners);
  }
});

test.for([
  [59.2, '1 min 0 s'],
  [3599, '59 min 59 s'],
  [3599.5, '1 h 0 min'],
  [7140.5, '2 h 0 min'],
] as const)('%f seconds left are shown as %s', async ([seconds, text]) => {
  const { stream, shown } = terminal();
  const bar = await progressBar({ quiet: false, title: '', stream });
  vi.advanceTimersByTime(1000 * seconds);
  bar.update(halfway);
  vi.advanceTimersByTime(500);
  bar.stop();
  expect(shown()).toContain(`| ${text} left`);
});

test('is silent where it is told to be, or is not watched', async () => {
  for (const [quiet, isTTY] of [
    [true, true],
    [false, false],
  ] as const) {
    const { stream, shown } = terminal(isTTY);
    const bar = await progressBar({ quiet, title: '', stream });
    bar.update(halfway);
    bar.stop();
    expect(shown()).toBe('');
  }
});
