/** A worker of a queue: takes tasks and measures them in its threads. */
import type { Worker } from 'bullmq';
import { isFault } from '../../input/faults.ts';
import { startThreads, type Threads } from '../pool.ts';
import { type Answer, answerOf } from './answer.ts';
import type { QueueAddress } from './connection.ts';
import { isLeased, WatchedTasks } from './leases.ts';
import { type OpenQueue, openQueue } from './open.ts';
import type { BullMQ } from './packages.ts';
import { type QueuedTask, readTask } from './task.ts';

/** What a worker has done so far. */
export interface Served {
  tasks: number;
  networks: number;
  underWay: number;
}

export interface ServeOptions {
  readonly threads: number;
  /** Ends the worker; tasks under way go back into the queue. */
  readonly signal: AbortSignal;
  /** Takes notes on the connection. */
  readonly tell: (note: string) => void;
  /** Called when the worker takes tasks, and after every task. */
  readonly onServed: (served: Served) => void;
}

/**
 * A task whose worker is silent for so long is run again. The main thread renews locks and does nothing else
 * that lasts, for threads measure.
 */
const LOCK_MS = 15_000;
const STALLED_MS = 10_000;
/** A task is given up after it has ended this many workers. */
const MOST_STALLED = 3;

/**
 * Serves until `signal` is aborted.
 * @throws InputError for a queue of others; Error where the server cannot be reached; WorkerError if a thread
 * dies.
 */
export async function serveQueue(address: QueueAddress, options: ServeOptions): Promise<Served> {
  const { threads: count, signal, tell, onServed } = options;
  const open = await openQueue(address, tell);
  const threads = await startThreads([], 'simd128', count).catch((error: Error) => {
    open.close();
    throw error;
  });
  const served: Served = { tasks: 0, networks: 0, underWay: 0 };
  const watched = new WatchedTasks(open.redis, address.queue);
  const processor = new Processor(open, threads, watched, signal);
  const worker: Worker = new open.packages.bullmq.Worker(
    address.queue,
    async (job, token) => {
      served.underWay++;
      try {
        const [networks, answer] = await processor.process(job, token);
        served.tasks++;
        served.networks += networks;
        return answer;
      } finally {
        served.underWay--;
        onServed(served);
      }
    },
    {
      connection: open.redis,
      // Some tasks wait in this process, so that no thread waits for the next.
      concurrency: count + Math.ceil(count / 4),
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: MOST_STALLED,
    },
  );
  // Connections come back, and a task whose lock was lost is measured again.
  worker.on('error', () => {});
  try {
    await worker.waitUntilReady();
    onServed(served);
    await Promise.race([aborted(signal), processor.failed]);
    return served;
  } finally {
    watched.close();
    await Promise.race([worker.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
    open.close();
    await threads.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

class Processor {
  /** Rejects once the threads can measure no more. */
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => {};
  readonly #open: OpenQueue;
  readonly #threads: Threads;
  readonly #watched: WatchedTasks;
  readonly #signal: AbortSignal;

  constructor(open: OpenQueue, threads: Threads, watched: WatchedTasks, signal: AbortSignal) {
    this.#open = open;
    this.#threads = threads;
    this.#watched = watched;
    this.#signal = signal;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
  }

  /** The number of networks measured, and the answer; null for who is gone. */
  async process(job: BullMQ.Job, token: string | undefined): Promise<[number, Answer | null]> {
    const { bullmq } = this.#open.packages;
    const task = readOr(job.data, (message) => new bullmq.UnrecoverableError(message));
    if (!(await isLeased(this.#open.redis, this.#open.address.queue, task.owner))) return [0, null];
    const work = this.#watched.during(task.owner, (stop) => this.#measure(job, task, stop));
    work.catch(() => {});
    const answer = await Promise.race([work, aborted(this.#signal)]);
    if (answer !== undefined) return answer;
    await job.moveToWait(token);
    throw new bullmq.WaitingError();
  }

  async #measure(job: BullMQ.Job, task: QueuedTask, stop: Int32Array): Promise<[number, Answer | null]> {
    const { run, first, networks, subject, subjectKey } = task;
    const order = { task: { run: 0, first, networks }, brought: { key: subjectKey, subject, stop } };
    try {
      const record = await this.#threads.measure(order, (share) => {
        job.updateProgress(share).catch(() => {});
      });
      return [networks, answerOf(record, run, job.data)];
    } catch (error) {
      if (Atomics.load(stop, 0) !== 0) return [0, null];
      if ((error as Error).name === 'WorkerError') this.#fail(error as Error);
      // Other workers would say the same.
      if (isFault(error)) throw new this.#open.packages.bullmq.UnrecoverableError((error as Error).message);
      throw error;
    }
  }
}

function readOr(text: unknown, failure: (message: string) => Error): QueuedTask {
  try {
    return readTask(text);
  } catch (error) {
    throw failure((error as Error).message);
  }
}
