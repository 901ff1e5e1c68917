/**
 * Whoever asks for work says now and then that it still wants it: a key of Redis that expires. Workers drop
 * the tasks of those that are gone, so that an end of any kind leaves nothing behind.
 */
import type { Redis } from './packages.ts';

/** A process that is silent for so long is gone. */
const LEASE_MS = 60_000;
const RENEW_MS = 10_000;
/** A worker asks so often about those whose tasks it works on. */
const ASK_MS = 1000;

const keyOf = (queue: string, owner: string) => `expressivity:${queue}:owner:${owner}`;

/** Takes a lease and renews it until it is given back. */
export async function takeLease(redis: Redis, queue: string, owner: string): Promise<() => Promise<void>> {
  const renew = () => redis.set(keyOf(queue, owner), '1', 'PX', LEASE_MS);
  await renew();
  const timer = setInterval(() => renew().catch(() => {}), RENEW_MS);
  return async () => {
    clearInterval(timer);
    await redis.del(keyOf(queue, owner));
  };
}

export async function isLeased(redis: Redis, queue: string, owner: string): Promise<boolean> {
  return (await redis.exists(keyOf(queue, owner))) === 1;
}

/** Tasks under way, which are stopped when their owner is gone. */
export class WatchedTasks {
  readonly #stops = new Map<Int32Array, string>();
  readonly #timer: NodeJS.Timeout;

  constructor(redis: Redis, queue: string) {
    const look = async () => {
      for (const owner of new Set(this.#stops.values()))
        if (!(await isLeased(redis, queue, owner))) this.#stop(owner);
    };
    this.#timer = setInterval(() => look().catch(() => {}), ASK_MS);
  }

  #stop(gone: string): void {
    for (const [stop, owner] of this.#stops) if (owner === gone) Atomics.store(stop, 0, 1);
  }

  /** Calls `work` with what is set when the owner is gone. */
  async during<T>(owner: string, work: (stop: Int32Array) => Promise<T>): Promise<T> {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    this.#stops.set(stop, owner);
    try {
      return await work(stop);
    } finally {
      this.#stops.delete(stop);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
