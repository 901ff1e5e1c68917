/** Places in JSON values: for tests that damage documents everywhere. */

export interface Place {
  /** As `data.cells[0].width`. */
  readonly name: string;
  readonly steps: readonly (string | number)[];
}

/** Every number, string, boolean and null in `value`; of a list those of its first entry. */
export function placesOf(value: unknown, steps: readonly (string | number)[]): Place[] {
  if (typeof value !== 'object' || value === null) return [{ name: nameOf(steps), steps }];
  const entries = Array.isArray(value) ? value.slice(0, 1).entries() : Object.entries(value);
  return [...entries].flatMap(([step, below]) => placesOf(below, [...steps, step]));
}

function nameOf(steps: readonly (string | number)[]): string {
  const parts = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  return parts.join('').slice(1);
}

/** A copy with another value in one place. */
export function replaced(value: unknown, [step, ...rest]: Place['steps'], by: unknown): unknown {
  if (step === undefined) return by;
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  (copy as Record<string | number, unknown>)[step] = replaced(
    (value as Record<string | number, unknown>)[step],
    rest,
    by,
  );
  return copy;
}
