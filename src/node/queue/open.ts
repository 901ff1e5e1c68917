/** A queue as both sides open it: who asks for work, and workers. */
import { echo } from '../../input/errors.ts';
import { InputError } from '../../input/faults.ts';
import { connect, type QueueAddress } from './connection.ts';
import { isLeased } from './leases.ts';
import { type BullMQ, type QueuePackages, queuePackages, type Redis } from './packages.ts';
import { labelOf, MEASURED_BY } from './task.ts';

export interface OpenQueue {
  readonly packages: QueuePackages;
  readonly address: QueueAddress;
  readonly redis: Redis;
  readonly queue: BullMQ.Queue;
  /** Ends the connection. */
  close(): void;
}

/** Events that a queue remembers: those of some hundred tasks, with their answers. */
const EVENTS = 1000;
/** Tasks that are looked at. */
const LOOK = 1000;

/**
 * Connects and looks at what the queue holds.
 * @throws InputError where it holds tasks of another version, or other jobs; Error where the server cannot be
 * reached.
 */
export async function openQueue(address: QueueAddress, tell: (note: string) => void): Promise<OpenQueue> {
  const packages = await queuePackages();
  const { redis, close } = await connect(packages, address, tell);
  try {
    const queue = new packages.bullmq.Queue(address.queue, {
      connection: redis,
      streams: { events: { maxLen: EVENTS } },
    });
    // `connect` tells of what is lost.
    queue.on('error', () => {});
    await queue.waitUntilReady();
    await checkJobs(queue, redis, address);
    return { packages, address, redis, queue, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Refuses other jobs than those of this version. What nobody waits for any more goes. */
async function checkJobs(queue: BullMQ.Queue, redis: Redis, { queue: name }: QueueAddress): Promise<void> {
  const states = ['waiting', 'active', 'delayed', 'prioritized', 'failed', 'completed'] as const;
  for (const job of await queue.getJobs([...states], 0, LOOK - 1)) {
    const label = labelOf(job?.data);
    if (job === undefined) continue;
    if (label === null)
      throw new InputError('--queue', `a queue of expressivity, which ${echo(name)} is not`, 'other jobs');
    if (label.version === MEASURED_BY.version && label.kernelsSha256 === MEASURED_BY.kernelsSha256) continue;
    if (await isLeased(redis, name, label.owner)) {
      const [own, other] = [MEASURED_BY, label].map(
        ({ version, kernelsSha256 }) => `${version} (kernels ${kernelsSha256.slice(0, 8)})`,
      );
      throw new InputError('--queue', `tasks of version ${own} in queue ${echo(name)}`, other!);
    }
    await job.remove().catch(() => {});
  }
}
