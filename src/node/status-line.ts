/** The last line of a terminal, redrawn during the work. */

const CLEAR = '\r\u001b[K';

/** Clears the line that is shown now, if there is one. */
let clear: (() => void) | null = null;

export interface StatusLine {
  /** Columns that a text may have: with one more, some terminals go on in the next line. */
  readonly columns: number;
  /** Draws a text in place of the last one. */
  draw(text: string): void;
  end(): void;
}

/** Takes the last line of this terminal. It is left empty however the process ends. */
export function statusLine(stream: NodeJS.WriteStream): StatusLine {
  const wipe = () => {
    stream.write(CLEAR);
  };
  clear = wipe;
  process.once('exit', wipe);
  return {
    get columns() {
      // A terminal that does not know its size says 0.
      return (stream.columns || 80) - 1;
    },
    draw: (text) => stream.write(`\r${text}\u001b[K`),
    end() {
      process.off('exit', wipe);
      if (clear === wipe) clear = null;
      wipe();
    },
  };
}

/** Every message calls this first; otherwise it would stand behind the status. */
export function clearStatus(): void {
  clear?.();
}
