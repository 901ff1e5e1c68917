import type { InterruptedError } from './interrupted.ts';

/** A promise that rejects when the signal is aborted, and the way to stop listening. */
export function abortion(signal: AbortSignal | undefined, reason: () => InterruptedError) {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(reason());
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort);
  });
  aborted.catch(() => {});
  return { aborted, forget: () => signal?.removeEventListener('abort', onAbort) };
}
