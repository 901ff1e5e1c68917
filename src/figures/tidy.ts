import { csvFormatRows } from 'd3-dsv';

export type Row = Readonly<Record<string, number | string | null | undefined>>;

/**
 * CSV with a header line of every name that any row has, in the order of their appearance; empty where a row
 * has none.
 */
export function tidyCsv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const text = rows.map((row) => names.map((name) => String(row[name] ?? '')));
  return `${csvFormatRows([names, ...text])}\n`;
}
