/** Whole processes, timed from outside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Ended {
  /** From spawn to exit. */
  readonly seconds: number;
  readonly stdout: string;
  /** Peak resident memory in bytes, all threads; `null` where it was not asked for. */
  readonly peakMemory: number | null;
  /** Processor time of all threads; `null` where `memory` was not asked for. */
  readonly cpuSeconds: number | null;
}

/**
 * Preloaded into a Node child: its main thread writes ru_maxrss (kibibytes) and processor time (microseconds)
 * to descriptor 3 at its end.
 */
const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads'; import { writeSync } from 'node:fs';" +
    "if (isMainThread) process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();" +
    'writeSync(3, JSON.stringify([maxRSS, userCPUTime + systemCPUTime])); });',
)}`;

/**
 * Runs Node with `args`, asking for its peak memory and processor time if `memory`: that costs a little time.
 * @throws Error if it fails.
 */
export async function runNode(args: readonly string[], { memory = false } = {}): Promise<Ended> {
  return run(process.execPath, memory ? ['--import', REPORT_USAGE, ...args] : args, { memory });
}

/** @throws Error with the child's last words if it cannot start or does not exit with 0. */
export async function run(
  command: string,
  args: readonly string[],
  { memory = false, env = process.env }: { memory?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const start = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe', memory ? 'pipe' : 'ignore'] });
  const [, stdout, stderr, extra] = child.stdio;
  const collected = Promise.all([
    text(stdout!),
    text(stderr!),
    memory ? text(extra as typeof stdout & {}) : '',
  ]);
  const [code] = (await once(child, 'exit')) as [number | null];
  const seconds = (performance.now() - start) / 1000;
  const [out, errors, usage] = await collected;
  if (code !== 0) {
    const why = errors.trim().split('\n').at(-1) || 'nothing on standard error';
    throw new Error(`${command} ${args.slice(-3).join(' ')}: expected exit code 0, got ${code}: ${why}`);
  }
  const [kibibytes, microseconds] = memory ? (JSON.parse(usage) as [number, number]) : [];
  return {
    seconds,
    stdout: out,
    peakMemory: kibibytes === undefined ? null : 1024 * kibibytes,
    cpuSeconds: microseconds === undefined ? null : microseconds / 1e6,
  };
}
