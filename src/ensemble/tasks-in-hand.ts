/** The tasks that an executor has in hand. */
import type { LengthRecord } from '../measure/index.ts';
import type { Executor, Task } from './executor.ts';
import type { InterruptedError } from './interrupted.ts';

export class TasksInHand {
  readonly #executor: Executor;
  readonly #working = new Set<Promise<void>>();
  readonly #aborted: Promise<never>;
  #forget = () => {};

  /** @param reason what waiting rejects with once `signal` is aborted. */
  constructor(executor: Executor, signal: AbortSignal | undefined, reason: () => InterruptedError) {
    this.#executor = executor;
    this.#aborted = new Promise<never>((_, reject) => {
      const onAbort = () => reject(reason());
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort);
      this.#forget = () => signal?.removeEventListener('abort', onAbort);
    });
    this.#aborted.catch(() => {});
  }

  get isEmpty(): boolean {
    return this.#working.size === 0;
  }

  /** Twice as many tasks as workers, so that none waits for the next. */
  get isFull(): boolean {
    return this.#working.size >= 2 * this.#executor.concurrency;
  }

  /** `onShare` hears what part of the task is done while it is in hand, `onBlock` what comes out. */
  add(task: Task, onShare: (share: number) => void, onBlock: (block: LengthRecord) => void): void {
    let working: Promise<void> | null = null;
    const ifInHand = (share: number) => {
      if (working !== null && this.#working.has(working)) onShare(share);
    };
    working = Promise.resolve(this.#executor.execute(task, ifInHand)).then((block) => {
      // One that fails stays in hand, so that the next to wait hears of it.
      onBlock(block);
      this.#working.delete(working!);
    });
    this.#working.add(working);
  }

  /** Waits until one more is done. @throws what a task or its `onBlock` does; the reason of the signal. */
  async next(): Promise<void> {
    await Promise.race([this.#aborted, ...this.#working]);
  }

  /** Nothing more is heard of any. */
  drop(): void {
    this.#forget();
    for (const working of this.#working) working.catch(() => {});
    this.#working.clear();
  }
}
