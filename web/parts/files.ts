/** What leaves the page: files that the visitor saves, and texts that are copied. */
import { paint } from '../draw/paint.ts';
import type { Picture } from '../draw/shapes.ts';
import { svgText } from '../draw/svg.ts';

export function save(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function saveSvg(name: string, picture: Picture, title: string): void {
  save(`${name}.svg`, svgText(picture, title), 'image/svg+xml');
}

/** Three pixels for each unit: enough for print. */
export function savePng(name: string, picture: Picture): void {
  const canvas = document.createElement('canvas');
  paint(canvas, picture, 3);
  canvas.toBlob((blob) => blob && save(`${name}.png`, blob, 'image/png'), 'image/png');
}

/** The data of a view. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Rows as comma-separated values; `null` is an empty cell. */
export function csvText({ columns, rows }: Table): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
}
