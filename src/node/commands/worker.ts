/** `expressivity worker`: measures networks for runs of other processes, over a queue. */
import type { Command } from 'commander';
import type { CommandOptions } from '../command-options.ts';
import { StoppedError } from '../interrupt.ts';
import { defaultThreads } from '../pool.ts';
import { addQueueOptions, requiredQueue } from '../queue-options.ts';
import { threadsOf } from '../run-settings.ts';

const EXAMPLES = `
Examples:
  expressivity worker --redis redis://127.0.0.1:6379
  expressivity worker --redis rediss://user:password@redis.example.org:6380 --threads 8
`;
/** A line says so often what was done. */
const LINE_MS = 60_000;

export function workerCommand(command: Command, signal: AbortSignal): void {
  addQueueOptions(
    command,
    'Redis server of the queue; the URL holds user and password, and rediss: means TLS',
  )
    .option('--threads <n>', 'worker threads; they change no digit (default: all of the machine)')
    .option('--quiet', 'no notes on standard error')
    .addHelpText('after', EXAMPLES)
    .action((options) => worker(options, signal));
}

async function worker(options: CommandOptions, signal: AbortSignal): Promise<void> {
  const { threads = defaultThreads() } = threadsOf(options);
  const address = requiredQueue(options);
  const { serveQueue } = await import('../queue/serve.ts');
  const tell = (note: string) => {
    if (options.quiet !== true) process.stderr.write(`${note}\n`);
  };
  let last = Number.NEGATIVE_INFINITY;
  const served = await serveQueue(address, {
    threads,
    signal,
    tell,
    onServed({ tasks, networks, underWay }) {
      const now = performance.now();
      if (now - last < LINE_MS) return;
      const of = `queue ${address.queue} at ${address.server}`;
      tell(
        last < 0
          ? `worker: ${threads} threads take tasks of ${of}`
          : `worker: ${tasks} tasks, ${networks} networks measured, ${underWay} under way`,
      );
      last = now;
    },
  });
  const { tasks, networks } = served;
  throw new StoppedError(`stopped: ${tasks} tasks, ${networks} networks were measured`);
}
