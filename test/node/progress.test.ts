import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Progress } from '../../src/ensemble/index.ts';
import { progressBar } from '../../src/node/progress.ts';
import { clearStatus } from '../../src/node/status-line.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ERASE = '\u001b[K';
const CLEAR = `\r${ERASE}`;

/** Standard error that remembers what it was sent. */
function stream(isTTY: boolean, columns = 120) {
  const through = new PassThrough();
  const sent: string[] = [];
  through.on('data', (data) => sent.push(String(data)));
  return {
    stream: Object.assign(through, { isTTY, columns }) as unknown as NodeJS.WriteStream,
    sent: () => sent.join(''),
    /** What stands in the line now: each text is drawn over the one before. */
    shown: () => sent.join('').split('\r').at(-1)!.split(ERASE)[0]!,
  };
}

const halfway: Progress = {
  networks: 50,
  planned: 100,
  share: 0.5,
  run: 1,
  runs: 3,
  relativeHalfWidth: () => 0.012,
};

describe('in a terminal', () => {
  test('the first line has only what is known', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ quiet: false, title: 'density', stream: terminal });
    expect(shown()).toBe(`density ${'░'.repeat(24)} 0.0 %`);
    vi.advanceTimersByTime(500);
    bar.update({ ...halfway, networks: 0, share: 0, relativeHalfWidth: () => null });
    expect(shown()).toBe(`density ${'░'.repeat(24)} 0.0 % | 0 of 100 networks`);
    bar.stop();
    expect(shown()).toBe('');
  });

  test('share, networks, time left, interval and rate follow', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ quiet: false, title: 'density', stream: terminal });
    vi.advanceTimersByTime(10_000);
    bar.update(halfway);
    expect(shown()).toBe(
      'density ████████████░░░░░░░░░░░░ 50 % | 50 of 100 networks | 10 s left | last layer ± 1.2 % (run 2 of 3) | 5/s',
    );
    bar.stop();
  });

  test('a part of the first network has a time left and no rate', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ quiet: false, title: '', stream: terminal });
    vi.advanceTimersByTime(2000);
    bar.update({ ...halfway, networks: 0, share: 0.002, relativeHalfWidth: () => null });
    expect(shown()).toBe(`${'░'.repeat(24)} 0.2 % | 0 of 100 networks | 16 min 38 s left`);
    bar.stop();
  });

  test.for([
    [80, `${'█'.repeat(5)}${'░'.repeat(5)} 50 % | 50 of 100 networks | 10 s left`],
    [50, `${'█'.repeat(5)}${'░'.repeat(5)} 50 % | 50 of 100 networks`],
    [20, `${'█'.repeat(5)}${'░'.repeat(5)} 50 %`],
    [12, `${'█'.repeat(5)}${'░'.repeat(5)} `],
  ] as const)('in %i columns the line stays one line', ([columns, line]) => {
    const { stream: terminal, shown } = stream(true, columns);
    const bar = progressBar({ quiet: false, title: '', stream: terminal });
    vi.advanceTimersByTime(10_000);
    bar.update({ ...halfway, networks: 50 });
    expect(shown().startsWith(line)).toBe(true);
    expect(shown().length).toBeLessThan(columns);
    bar.stop();
  });

  test('the line is cleared when the work ends, when the process does, and before a message', () => {
    const listeners = process.listenerCount('exit');
    for (const end of ['stop', 'exit', 'message'] as const) {
      const { stream: terminal, sent, shown } = stream(true);
      const bar = progressBar({ quiet: false, title: '', stream: terminal });
      expect(shown()).not.toBe('');
      if (end === 'exit') process.listeners('exit').at(-1)!(0);
      else if (end === 'message') clearStatus();
      else bar.stop();
      expect(shown()).toBe('');
      bar.stop();
      expect(sent().endsWith(CLEAR)).toBe(true);
      expect(process.listenerCount('exit')).toBe(listeners);
    }
    const { stream: other, sent } = stream(true);
    const bar = progressBar({ quiet: false, title: '', stream: other });
    bar.stop();
    const before = sent();
    clearStatus();
    expect(sent()).toBe(before);
  });

  test.for([
    [59.2, '1 min 0 s'],
    [3599, '59 min 59 s'],
    [3599.5, '1 h 0 min'],
    [7140.5, '2 h 0 min'],
  ] as const)('%f seconds left are shown as %s', ([seconds, text]) => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ quiet: false, title: '', stream: terminal });
    vi.advanceTimersByTime(1000 * seconds);
    bar.update(halfway);
    expect(shown()).toContain(`| ${text} left`);
    bar.stop();
  });
});

describe('without a terminal', () => {
  const TEXT = '50 % | 50 of 100 networks';

  test('a run of less than two seconds writes nothing', () => {
    const { stream: log, sent } = stream(false);
    const bar = progressBar({ quiet: false, title: '', stream: log });
    vi.advanceTimersByTime(1999);
    bar.update(halfway);
    bar.stop();
    expect(sent()).toBe('');
  });

  test('lines come after 2, 4, 8, … seconds, and every ten minutes at least', () => {
    const { stream: log, sent } = stream(false);
    const bar = progressBar({ quiet: false, title: 'tightness', stream: log });
    const at: number[] = [];
    let lines = 0;
    for (let second = 0.5; second <= 4000; second += 0.5) {
      vi.advanceTimersByTime(500);
      bar.update(halfway);
      const now = sent().split('\n').length - 1;
      if (now > lines) at.push(second);
      lines = now;
    }
    bar.stop();
    expect(at).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1624, 2224, 2824, 3424]);
    expect(sent().split('\n')[0]).toBe(
      `progress: tightness | ${TEXT} | 2 s left | last layer ± 1.2 % (run 2 of 3) | 25/s`,
    );
  });
});

test('nothing is written where that is asked for', () => {
  for (const isTTY of [true, false]) {
    const { stream: log, sent } = stream(isTTY);
    const bar = progressBar({ quiet: true, title: '', stream: log });
    vi.advanceTimersByTime(10_000);
    bar.update(halfway);
    bar.stop();
    expect(sent()).toBe('');
  }
});
