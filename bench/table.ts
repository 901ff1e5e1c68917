/** Results of a benchmark as a table that reads the same on a terminal and in a document. */

export type Cell = string | number | null;

export interface Table {
  readonly title: string;
  /** What ran and what the columns mean, in a sentence or two. */
  readonly note: string;
  /** Build of the kernels that was timed, or what else ran. */
  readonly kernels: string;
  /** One object a row, keyed by column; the first row's keys are the columns. */
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/**
 * The table in Markdown under a header that says where its numbers come from. Numbers have three significant
 * digits.
 */
export function markdown({ title, note, kernels, rows }: Table, machine: string): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((c) => text(row[c])))];
  const body = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `### ${title}\n\n${machine}, kernels: ${kernels}. ${note}\n\n${body}\n`;
}

function text(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'string' || Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 1000 ? cell.toFixed(0) : String(Number(cell.toPrecision(3)));
}
