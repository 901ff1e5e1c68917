/** BullMQ and its client of Redis: optional peers of the package, loaded only where a queue is asked for. */
import type * as BullMQ from 'bullmq';
import type { Redis } from 'ioredis';
import { InputError } from '../../input/faults.ts';

export type { BullMQ, Redis };

export interface QueuePackages {
  readonly bullmq: typeof BullMQ;
  readonly Redis: typeof Redis;
}

/** @throws InputError where they are not installed. */
export async function queuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis };
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const expected = 'bullmq and ioredis beside expressivity (npm install bullmq ioredis)';
    throw new InputError('--redis', expected, 'none installed');
  }
}
