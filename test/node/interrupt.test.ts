/** When a signal is heard. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const INTERRUPT = new URL('../../src/node/interrupt.ts', import.meta.url);

/**
 * What a process prints that reads a file, is interrupted while it looks at what it read, and then wants to
 * compute.
 */
async function interruptedAmidReading(signal: NodeJS.Signals): Promise<string> {
  const program = `
    import { readFile } from 'node:fs';
    import { interruptible, interruptSignal } from '${INTERRUPT.href}';
    interruptSignal(() => {});
    readFile('${fileURLToPath(INTERRUPT)}', () => {
      process.kill(process.pid, '${signal}');
      interruptible(() => 'computed').then(console.log, ({ name }) => console.log(name));
    });`;
  const words = ['--import', 'tsx', '--input-type=module', '--eval', program];
  return (await promisify(execFile)(process.execPath, words)).stdout.trim();
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s amid a callback is heard before work begins',
  async (signal) => {
    expect(await interruptedAmidReading(signal)).toBe('AbortError');
  },
);
