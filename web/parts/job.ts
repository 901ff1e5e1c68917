/** A job of the worker as signals: its newest answer, and whether more is to come. */
import { batch, effect, type ReadonlySignal, signal } from '@preact/signals';
import { Lane } from '../workers/lane.ts';
import type { JobError, JobName, Jobs } from '../workers/messages.ts';

/** Signals of their own: a picture is not made again because a job has begun. */
export interface JobState<T> {
  /** `null` before the first answer. */
  readonly value: ReadonlySignal<T | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly error: ReadonlySignal<JobError | null>;
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
): JobState<T> & { stop(): void } {
  const lane = new Lane();
  const value = signal<T | null>(null);
  const busy = signal(false);
  const error = signal<JobError | null>(null);
  let asked: Jobs[J]['input'] | null = null;
  const end = effect(() => {
    const next = input();
    if (same(next, asked)) return;
    asked = next;
    if (next === null) {
      lane.cancel();
      busy.value = false;
      return;
    }
    let fresh = true;
    busy.value = true;
    lane.ask(name, next, {
      onPart(part) {
        batch(() => {
          value.value = join(part, fresh ? null : value.value);
          busy.value = true;
          error.value = null;
        });
        fresh = false;
      },
      onEnd() {
        busy.value = false;
      },
      onError(wrong) {
        batch(() => {
          value.value = null;
          busy.value = false;
          error.value = wrong;
        });
      },
    });
  });
  return {
    value,
    busy,
    error,
    stop() {
      end();
      lane.cancel();
    },
  };
}
