/** Values of --redis and --queue. */
import type { Command } from 'commander';
import type { Experiment } from '../experiment/index.ts';
import { InputError } from '../input/faults.ts';
import type { CommandOptions } from './command-options.ts';
import { refuseBeside, refuseWithout } from './no-effect.ts';
import { type QueueAddress, queueAddress } from './queue/connection.ts';

/** Adds --redis and --queue; `help`: what is done over the queue. Returns the same command. */
export function addQueueOptions(command: Command, help: string): Command {
  return command
    .option('--redis <url>', help)
    .option('--queue <name>', 'name of the queue on that server (default: expressivity)');
}

/** The queue of a run, or null where none is asked for. @throws InputError */
export function queueOf(options: CommandOptions, { networkFile }: Experiment): QueueAddress | null {
  const { redis, queue, kernels = 'auto' } = options;
  if (redis === undefined) {
    refuseWithout(options, ['queue'], '--redis');
    return null;
  }
  refuseBeside(options, ['threads'], '--redis, whose workers have their own');
  if (kernels === 'relaxed' || kernels === 'turbo')
    throw new InputError('--kernels', 'simd128 with --redis, the same digits on every machine', kernels);
  if (networkFile !== null)
    throw new InputError('--redis', 'drawn networks (a queue carries no files)', 'a networkFile');
  return queueAddress(String(redis), queue as string | undefined);
}

/** The queue that must be named. @throws InputError */
export function requiredQueue({ redis, queue }: CommandOptions): QueueAddress {
  if (redis === undefined) throw new InputError('--redis', 'the URL of a Redis server', 'none');
  return queueAddress(String(redis), queue as string | undefined);
}
