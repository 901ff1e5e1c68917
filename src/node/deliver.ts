/** Results on their way out: into a folder first, then onto standard output. */
import { resultsAreIn } from './interrupt.ts';
import { print } from './output.ts';

export interface Delivery {
  /** The folder, if there is one. */
  readonly out: string | null;
  /** Writes it and returns the paths. */
  readonly write: (out: string) => Promise<string[]>;
  /** What is printed. */
  readonly text: () => Promise<string | Iterable<string>>;
  readonly signal: AbortSignal;
}

/**
 * Writes, then prints. Either is done though the other fails.
 * @returns the paths written.
 * @throws Error saying what failed, and where the results are if they are anywhere; what interrupts it.
 */
export async function deliver({ out, write, text, signal }: Delivery): Promise<string[]> {
  const written = await attempt(async () => {
    if (out === null) return [];
    const paths = await write(out);
    resultsAreIn(out);
    return paths;
  });
  signal.throwIfAborted();
  const printed = await attempt(async () => print(await text()));
  signal.throwIfAborted();
  const failures = [written, printed].flatMap(({ error }) => error ?? []);
  if (failures.length === 0) return written.value!;
  const where = out !== null && !written.error ? `; the results are in ${out}` : '';
  throw new Error(`${failures.map(({ message }) => message).join('; ')}${where}`, { cause: failures[0] });
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value?: T; error?: Error }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: error as Error };
  }
}
