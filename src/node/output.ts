/** Standard output, and how a document looks there. */

import { hearSignals } from './interrupt.ts';
import { jsonPieces } from './json.ts';
import { longer } from './pieces.ts';

/** A document as it is written and printed, piece by piece; `levels` as for `jsonPieces`. */
export function* json(document: object, levels?: number): Generator<string> {
  yield* longer(jsonPieces(document, levels));
  yield '\n';
}

/**
 * Writes to standard output, each piece once the one before is taken. A reader that has gone away is no
 * error.
 * @throws Error if standard output cannot be written to; what interrupts it.
 */
export async function print(text: string | Iterable<string>): Promise<void> {
  for (const piece of typeof text === 'string' ? [text] : text) {
    // Files and pipes take a piece without a turn of the event loop, and signals are heard only in one.
    await hearSignals();
    if (!(await taken(piece))) return;
  }
}

/** Whether there is a reader to take it. */
function taken(piece: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(piece, (error?: (Error & { code?: string }) | null) => {
      if (!error || error.code === 'EPIPE') resolve(!error);
      else reject(new Error(`standard output: expected to be written to, got ${error.message}`));
    });
  });
}

/** Width and colours of a table on standard output. */
export function tableOptions(): { color: boolean; width?: number } {
  const { isTTY, columns } = process.stdout;
  return {
    color: isTTY === true && process.env.NO_COLOR === undefined,
    ...(columns ? { width: columns } : {}),
  };
}
