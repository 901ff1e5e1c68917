/** Answers that are kept at most. */
const MOST = 4096;

/**
 * `f` with a memory of its latest answers. A quadrature depends on the width of a layer or on its variance
 * alone, and layers and cells repeat the same few: a deep network costs no more of them than it has different
 * layers.
 */
export function remembered<Args extends readonly number[], T>(f: (...args: Args) => T): (...args: Args) => T {
  const known = new Map<unknown, T>();
  return (...args) => {
    const key = args.length === 1 ? args[0] : args.join();
    if (!known.has(key)) {
      if (known.size >= MOST) known.clear();
      known.set(key, f(...args));
    }
    return known.get(key) as T;
  };
}
