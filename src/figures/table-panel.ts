/** A table as a panel: names of rows and columns, and coloured cells with lines of text. */
import { rect, ruleY, text } from '@observablehq/plot';
import { INK, type PanelSpec } from '../draw/picture/index.ts';

export interface TableCell {
  /** Background: light, for text stands on it. */
  readonly colour: string;
  /** First line in bold. */
  readonly lines: readonly string[];
}

export interface TableSpec {
  readonly rows: readonly string[];
  /** `\n` breaks a name in two. */
  readonly columns: readonly string[];
  /** One list for each row. */
  readonly cells: readonly (readonly TableCell[])[];
}

/** Units of the picture: a line of text, and a row of two of them. */
const LINE = 11.5;
const ROW = 2 * LINE + 3;
/** Width of the names of rows beyond the margin of the panel, in columns. */
const NAMES = 0.55;

export function tablePanel({ rows, columns, cells }: TableSpec): PanelSpec {
  const boxes = cells.flatMap((row, r) =>
    row.map(({ colour }, c) => ({ x1: c, x2: c + 1, y1: -r - 1, y2: -r, colour })),
  );
  const texts = (line: number) =>
    cells.flatMap((row, r) =>
      row.map(({ lines }, c) => ({
        x: c + 0.5,
        y: -r - 0.5 + ((lines.length - 1) / 2 - line) * (LINE / ROW),
        label: lines[line] ?? '',
      })),
    );
  const heads = columns.flatMap((name, c) =>
    name
      .split('\n')
      .reverse()
      .map((label, l) => ({ x: c + 0.5, y: (0.6 + l) * (LINE / ROW), label })),
  );
  const names = rows.map((label, r) => ({ x: 0, y: -r - 0.5, label }));
  const at = { x: 'x', y: 'y', text: 'label', fill: INK } as const;
  return {
    title: '',
    x: { label: '', domain: [-NAMES, columns.length], ticks: [] },
    y: { label: '', domain: [-rows.length, 1], ticks: [] },
    series: [],
    high: ROW * (rows.length + 1),
    marks: () => [
      rect(boxes, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: 'colour',
        stroke: 'white',
        strokeWidth: 1,
      }),
      ruleY([0, -rows.length], { stroke: INK, strokeWidth: 0.8 }),
      text(texts(0), { ...at, fontWeight: 'bold' }),
      text(texts(1), at),
      text(heads, at),
      text(names, { ...at, textAnchor: 'end', dx: -5 }),
    ],
  };
}
