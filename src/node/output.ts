/** Standard output, and how a document looks there. */

/** A document as it is written and printed. */
export function json(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Writes to standard output and waits until it is taken; a reader that has gone away is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error?: (Error & { code?: string }) | null) => {
      if (!error || error.code === 'EPIPE') resolve();
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
