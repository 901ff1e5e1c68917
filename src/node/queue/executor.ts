/** The executor over a queue: tasks go to whichever workers take them, on any number of machines. */
import { randomUUID } from 'node:crypto';
import type { Executor, Task } from '../../ensemble/executor.ts';
import type { LengthRecord, Subject } from '../../measure/index.ts';
import { readAnswer } from './answer.ts';
import type { QueueAddress } from './connection.ts';
import { takeLease } from './leases.ts';
import { type OpenQueue, openQueue } from './open.ts';
import { subjectText, taskText } from './task.ts';

/** Half the tasks that are in the queue at once. */
export const CONCURRENCY = 128;
/** A task is tried again so often where a worker fails, and where its answer is damaged. */
const ATTEMPTS = 3;
/** So often is looked for tasks that are in the queue no more and were never answered. */
const LOOK_MS = 5000;
/** So long after the start is asked whether there are workers. */
const LONELY_MS = 10_000;
/** An end does not wait longer for a server that does not answer. */
const CLOSE_MS = 500;

/** A task that is not answered yet. */
interface Pending {
  readonly task: Task;
  readonly text: string;
  readonly onShare: ((share: number) => void) | undefined;
  readonly resolve: (record: LengthRecord) => void;
  readonly reject: (error: Error) => void;
  /** Answers that were damaged. */
  damaged: number;
  /** Whether it was missing at the last look. */
  missing: boolean;
}

/**
 * @param tell takes notes on connections and workers.
 * @throws InputError for a queue of others; Error where the server cannot be reached.
 */
export async function queueExecutor(
  subjects: readonly Subject[],
  address: QueueAddress,
  tell: (note: string) => void,
): Promise<Executor> {
  const open = await openQueue(address, tell);
  try {
    return await QueueExecutor.open(open, subjects, tell);
  } catch (error) {
    open.close();
    throw error;
  }
}

class QueueExecutor implements Executor {
  readonly concurrency = CONCURRENCY;
  readonly kernels = 'simd128';
  readonly #open: OpenQueue;
  readonly #subjects: readonly Subject[];
  readonly #owner = randomUUID();
  readonly #pending = new Map<string, Pending>();
  readonly #timers: NodeJS.Timeout[] = [];
  #giveBack = async () => {};
  #stopListening = async () => {};
  #jobs = 0;
  /** The subject of the last task: the next is mostly of the same run. */
  #last: { run: number; text: string } | null = null;

  static async open(open: OpenQueue, subjects: readonly Subject[], tell: (note: string) => void) {
    const executor = new QueueExecutor(open, subjects);
    executor.#giveBack = await takeLease(open.redis, open.address.queue, executor.#owner);
    await executor.#listen();
    executor.#timers.push(setInterval(() => executor.#look().catch(() => {}), LOOK_MS));
    executor.#timers.push(setTimeout(() => executor.#askForWorkers(tell).catch(() => {}), LONELY_MS));
    return executor;
  }

  private constructor(open: OpenQueue, subjects: readonly Subject[]) {
    this.#open = open;
    this.#subjects = subjects;
  }

  execute(task: Task, onShare?: (share: number) => void): Promise<LengthRecord> {
    const text = taskText(task, this.#owner, this.#subjectText(task.run));
    return new Promise((resolve, reject) => {
      this.#add({ task, text, onShare, resolve, reject, damaged: 0, missing: false });
    });
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const ids = [...this.#pending.keys()];
    this.#pending.clear();
    const { queue } = this.#open;
    // Workers that are at a task see within a second that nobody waits for it.
    const leave = async () => {
      await Promise.all([this.#giveBack(), ...ids.map((id) => queue.remove(id))]);
      const { active = 0, waiting = 0 } = await queue.getJobCounts('active', 'waiting');
      // Answers of the last tasks; another run that has not read its own yet measures them again.
      if (active + waiting === 0) await queue.trimEvents(0);
      await this.#stopListening();
    };
    await Promise.race([leave().catch(() => {}), new Promise((resolve) => setTimeout(resolve, CLOSE_MS))]);
    this.#open.close();
  }

  #subjectText(run: number): string {
    if (this.#last?.run !== run) this.#last = { run, text: subjectText(this.#subjects[run]!) };
    return this.#last.text;
  }

  #add(pending: Pending): void {
    const id = `${this.#owner}-${this.#jobs++}`;
    pending.missing = false;
    this.#pending.set(id, pending);
    const options = {
      jobId: id,
      attempts: ATTEMPTS,
      backoff: 1000,
      // An answer goes with its event, and nothing stays behind.
      removeOnComplete: true,
      removeOnFail: true,
    };
    this.#open.queue.add('block', pending.text, options).catch((error: Error) => this.#fail(id, error));
  }

  async #listen(): Promise<void> {
    const { packages, address, queue, redis } = this.#open;
    // From the last event on: the first answer may come before the first event is waited for.
    const last = await redis.xrevrange(queue.toKey('events'), '+', '-', 'COUNT', 1);
    const events = new packages.bullmq.QueueEvents(address.queue, {
      connection: redis,
      lastEventId: last[0]?.[0] ?? '0-0',
    });
    this.#stopListening = () => events.close();
    events.on('error', () => {});
    events.on('completed', ({ jobId, returnvalue }) => this.#answer(jobId, returnvalue));
    events.on('failed', ({ jobId, failedReason }) => {
      const { task: { first, networks } = { first: 0, networks: 0 } } = this.#pending.get(jobId) ?? {};
      const which = `networks ${first} … ${first + networks - 1}`;
      this.#fail(jobId, new Error(`a worker could not measure ${which}: ${failedReason}`));
    });
    events.on('progress', ({ jobId, data }) => {
      if (typeof data === 'number' && data >= 0 && data <= 1) this.#pending.get(jobId)?.onShare?.(data);
    });
    await events.waitUntilReady();
  }

  #answer(id: string, answer: unknown): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    const { task, text, resolve, reject } = pending;
    // A worker that took the owner for gone has nothing to say.
    if (answer === null) {
      this.#add(pending);
      return;
    }
    try {
      resolve(readAnswer(answer, task, text));
    } catch (error) {
      if (++pending.damaged < ATTEMPTS) this.#add(pending);
      else reject(error as Error);
    }
  }

  #fail(id: string, error: Error): void {
    this.#pending.get(id)?.reject(error);
    this.#pending.delete(id);
  }

  /** Asks again for tasks that are gone without an answer at two looks, such as after a loss of data. */
  async #look(): Promise<void> {
    for (const [id, pending] of [...this.#pending]) {
      const isMissing = (await this.#open.queue.getJobState(id)) === 'unknown';
      // Answered meanwhile.
      if (this.#pending.get(id) !== pending) continue;
      if (isMissing && pending.missing) {
        this.#pending.delete(id);
        this.#add(pending);
      } else pending.missing = isMissing;
    }
  }

  async #askForWorkers(tell: (note: string) => void): Promise<void> {
    const { queue, address } = this.#open;
    if ((await queue.getWorkersCount()) > 0) return;
    tell(`redis: no worker of queue ${address.queue} yet; start some with expressivity worker --redis URL`);
  }
}
