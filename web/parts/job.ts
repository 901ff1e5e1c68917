/** A job of the worker as a signal: its newest answer, and whether more is to come. */
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { Lane } from '../workers/lane.ts';
import type { JobName, Jobs } from '../workers/messages.ts';

export interface JobState<T> {
  /** `null` before the first answer. */
  readonly value: T | null;
  readonly busy: boolean;
  /** What went wrong, in one sentence. */
  readonly error: string | null;
}

/** Whether two inputs say the same. Files and digits are the same objects, and are not looked into. */
function same(a: unknown, b: unknown): boolean {
  if (a === b || typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) return false;
  const [entries, others] = [Object.entries(a), b as Readonly<Record<string, unknown>>];
  return (
    entries.length === Object.keys(b).length && entries.every(([name, value]) => same(value, others[name]))
  );
}

/**
 * Asks whenever the input changes; `null` asks for nothing. The answer before stays until the next is there. Parts
 * are put together by `join`.
 */
export function job<J extends JobName, T = Jobs[J]['output']>(
  name: J,
  input: () => Jobs[J]['input'] | null,
  join: (part: Jobs[J]['output'], before: T | null) => T = (part) => part as T,
): ReadonlySignal<JobState<T>> & { stop(): void } {
  const lane = new Lane();
  const answer = signal<JobState<T>>({ value: null, busy: false, error: null });
  let asked: Jobs[J]['input'] | null = null;
  const end = effect(() => {
    const next = input();
    if (same(next, asked)) return;
    asked = next;
    if (next === null) {
      lane.cancel();
      answer.value = { ...answer.peek(), busy: false };
      return;
    }
    let fresh = true;
    answer.value = { ...answer.peek(), busy: true };
    lane.ask(name, next, {
      onPart(part) {
        answer.value = { value: join(part, fresh ? null : answer.value.value), busy: true, error: null };
        fresh = false;
      },
      onEnd() {
        answer.value = { ...answer.value, busy: false };
      },
      onError(error) {
        answer.value = { value: null, busy: false, error };
      },
    });
  });
  return Object.assign(answer, {
    stop() {
      end();
      lane.cancel();
    },
  });
}
