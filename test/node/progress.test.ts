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
  parameters: { density: 0.1, sigmaW: 2 },
  relativeHalfWidth: () => 0.012,
};

describe('in a terminal', () => {
  test('the first line has only what is known', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ mode: 'auto', title: 'density', stream: terminal });
    expect(shown()).toBe(`density ${'░'.repeat(24)} 0.0 %`);
    vi.advanceTimersByTime(500);
    bar.update({ ...halfway, networks: 0, share: 0, runs: 1, relativeHalfWidth: () => null });
    expect(shown()).toBe(`density ${'░'.repeat(24)} 0.0 % | 0 of 100 networks`);
    bar.stop();
    expect(shown()).toBe('');
  });

  test('share, networks, time left, interval and rate follow', () => {
    const { stream: terminal, shown } = stream(true, 150);
    const bar = progressBar({ mode: 'auto', title: 'density', stream: terminal });
    vi.advanceTimersByTime(10_000);
    bar.update(halfway);
    expect(shown()).toBe(
      'density ████████████░░░░░░░░░░░░ 50 % | 50 of 100 networks | 10 s left | density 0.1, sigma-w 2 (run 2 of 3): last layer ± 1.2 % | 5/s',
    );
    bar.stop();
  });

  test.for([
    [{ runs: 1, run: 0, parameters: {} }, 0.012, '| 10 s left | last layer ± 1.2 % | 5/s'],
    [{ runs: 1, run: 0, parameters: {} }, null, '| 10 s left | 5/s'],
    [{ parameters: {} }, 0.012, '| 10 s left | last layer ± 1.2 % (run 2 of 3) | 5/s'],
    [{}, null, '| 10 s left | density 0.1, sigma-w 2 (run 2 of 3) | 5/s'],
  ] as const)('the cell is named where there are several: %j, ± %f', ([changes, half, parts]) => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ mode: 'auto', title: '', stream: terminal });
    vi.advanceTimersByTime(10_000);
    bar.update({ ...halfway, ...changes, relativeHalfWidth: () => half });
    expect(shown()).toContain(`50 of 100 networks ${parts}`);
    bar.stop();
  });

  test('time left and rate are those of what was measured since the start', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ mode: 'auto', title: '', stream: terminal });
    vi.advanceTimersByTime(10_000);
    bar.update({ ...halfway, runs: 1, before: { networks: 40, share: 0.25 } });
    expect(shown()).toContain('50 of 100 networks | 20 s left | last layer ± 1.2 % | 1/s');
    bar.stop();
  });

  test('a part of the first network has a time left and no rate', () => {
    const { stream: terminal, shown } = stream(true);
    const bar = progressBar({ mode: 'auto', title: '', stream: terminal });
    vi.advanceTimersByTime(2000);
    bar.update({ ...halfway, networks: 0, share: 0.002, runs: 1, relativeHalfWidth: () => null });
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
    const bar = progressBar({ mode: 'auto', title: '', stream: terminal });
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
      const bar = progressBar({ mode: 'auto', title: '', stream: terminal });
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
    const bar = progressBar({ mode: 'auto', title: '', stream: other });
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
    const bar = progressBar({ mode: 'auto', title: '', stream: terminal });
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
    const bar = progressBar({ mode: 'auto', title: '', stream: log });
    vi.advanceTimersByTime(1999);
    bar.update(halfway);
    bar.stop();
    expect(sent()).toBe('');
  });

  test('lines come after 2, 4, 8, … seconds, and every minute at least', () => {
    const { stream: log, sent } = stream(false);
    const bar = progressBar({ mode: 'auto', title: 'tightness', stream: log });
    const at: number[] = [];
    let lines = 0;
    for (let second = 0.5; second <= 400; second += 0.5) {
      vi.advanceTimersByTime(500);
      bar.update(halfway);
      const now = sent().split('\n').length - 1;
      if (now > lines) at.push(second);
      lines = now;
    }
    bar.stop();
    expect(at).toEqual([2, 4, 8, 16, 32, 64, 124, 184, 244, 304, 364]);
    expect(sent().split('\n')[0]).toBe(
      `progress: tightness | ${TEXT} | 2 s left | density 0.1, sigma-w 2 (run 2 of 3): last layer ± 1.2 % | 25/s`,
    );
  });
});

describe('for programs', () => {
  test('one JSON object a line: the first state, one a second, the last', () => {
    for (const isTTY of [true, false]) {
      const { stream: log, sent } = stream(isTTY);
      const bar = progressBar({ mode: 'json', title: 'tightness', stream: log });
      bar.update({ ...halfway, networks: 0, share: 0, relativeHalfWidth: () => null });
      for (let step = 1; step <= 25; step++) {
        vi.advanceTimersByTime(100);
        bar.update({ ...halfway, networks: step, share: step / 25, relativeHalfWidth: () => 1 / step });
      }
      bar.stop();
      const lines = sent()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ networks }) => networks)).toEqual([0, 10, 20, 25]);
      const shared = { schema: 'expressivity/progress@1', title: 'tightness', planned: 100, run: 1, runs: 3 };
      expect(lines[0]).toEqual({
        ...shared,
        networks: 0,
        share: 0,
        seconds: 0,
        secondsLeft: null,
        networksPerSecond: null,
        parameters: { density: 0.1, sigmaW: 2 },
        relativeHalfWidth: null,
      });
      expect(lines[1]).toEqual({
        ...shared,
        networks: 10,
        share: 0.4,
        seconds: 1,
        secondsLeft: 1.5,
        networksPerSecond: 10,
        parameters: { density: 0.1, sigmaW: 2 },
        relativeHalfWidth: 0.1,
      });
    }
  });
  test('a state is told once, and none where there was none', () => {
    const { stream: log, sent } = stream(false);
    progressBar({ mode: 'json', title: '', stream: log }).stop();
    expect(sent()).toBe('');
    const bar = progressBar({ mode: 'json', title: '', stream: log });
    bar.update(halfway);
    bar.stop();
    expect(sent().split('\n').length).toBe(2);
    expect(JSON.parse(sent())).not.toHaveProperty('title');
  });
});

test('nothing is written where that is asked for', () => {
  for (const isTTY of [true, false]) {
    const { stream: log, sent } = stream(isTTY);
    const bar = progressBar({ mode: 'none', title: '', stream: log });
    vi.advanceTimersByTime(10_000);
    bar.update(halfway);
    bar.stop();
    expect(sent()).toBe('');
  }
});
