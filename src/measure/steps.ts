/** Work cut into short steps, between which its host reports, draws or hears a signal. */

/** Yields how much is done so far, and returns the result. */
export type Steps<T> = Generator<number, T, void>;

/** Takes all steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Multiply-adds of a step: about a millisecond. */
const STEP = 1e7;

/** How many of these parts, of `size` multiply-adds each, make a step. */
export function partsOfStep(size: number): number {
  return Math.max(1, Math.floor(STEP / size));
}

/** Steps of a part of the work, which begins where `from` is done and makes up `size` of it. */
export function* within<T>(steps: Steps<T>, from: number, size: number): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + size * step.value;
  }
}

/** Takes steps until the given milliseconds have passed, or until the last; returns the last result. */
export function stretch<Y, T>(steps: Generator<Y, T, void>, milliseconds: number): IteratorResult<Y, T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const step = steps.next();
    if (step.done || performance.now() >= end) return step;
  }
}
