/** A picture: panels under a title, a key below them and a caption; as one SVG file that stands alone. */

import { echo } from '../../input/errors.ts';
import { valueFault } from '../../input/faults.ts';
import { type DrawOptions, PICTURE_WIDTHS, type PictureWidth } from '../options.ts';
import { drawHeading } from './heading.ts';
import { drawKey, type KeyItem } from './key.ts';
import { drawPanel, type PanelSpec, panelHeight } from './panel.ts';
import { composeSvg, type Part } from './svg.ts';
import { UNITS_PER_INCH } from './units.ts';

/** Inches in print. */
export const INCHES: Readonly<Record<PictureWidth, number>> = { page: 7, column: 3.3 };

export interface Picture {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
  /**
   * Panels in each row, the last number for all rows that follow; by default two on a page and one in a
   * column.
   */
  readonly rows?: Partial<Readonly<Record<PictureWidth, readonly number[]>>>;
  /** What line styles, symbols and colours mean. */
  readonly key: readonly KeyItem[];
}

const MOST_IN_A_ROW: Readonly<Record<PictureWidth, number>> = { page: 2, column: 1 };
const ROW_GAP = 12;
/** A panel alone on a page is no wider. */
const ALONE = 440;

/**
 * The text of an SVG file: own fonts, own colours, white background. @throws RangeError for an unknown width.
 */
export function drawPicture(
  picture: Picture,
  { document, width: form = 'page', heading = true, caption }: DrawOptions,
): string {
  if (!PICTURE_WIDTHS.includes(form)) throw valueFault('width', PICTURE_WIDTHS.join(' or '), echo(form));
  const { panels, key } = picture;
  const rows = picture.rows?.[form] ?? [Math.min(panels.length, MOST_IN_A_ROW[form])];
  const full = UNITS_PER_INCH * INCHES[form];
  const width = Math.max(...rows) === 1 ? Math.min(ALONE, full) : full;
  const parts: Part[] = [];
  let y = 6;
  const add = ([element, height]: [Element, number]): void => {
    parts.push({ element, x: 0, y });
    y += height + 4;
  };
  if (heading && picture.title !== '') add(drawHeading(picture.title, width, true, document));
  for (let first = 0, r = 0; first < panels.length; first += rows[Math.min(r++, rows.length - 1)]!) {
    const count = rows[Math.min(r, rows.length - 1)]!;
    const row = panels.slice(first, first + count);
    const wide = Math.floor(width / count);
    const height = Math.max(...row.map((panel) => panelHeight(panel, wide)));
    row.forEach((panel, i) => {
      parts.push({ element: drawPanel(panel, { width: wide, height }, document), x: i * wide, y });
    });
    y += height + ROW_GAP;
  }
  y += 4 - ROW_GAP;
  if (key.length > 0) add(drawKey(key, width, document));
  if (caption) add(drawHeading(caption, width, false, document));
  return composeSvg(width, y + 2, picture.title, parts);
}
