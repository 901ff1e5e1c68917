/** A picture: panels under a title, a key below them and a caption; as one SVG file that stands alone. */
import type { DrawOptions } from '../options.ts';
import { drawHeading } from './heading.ts';
import { drawKey, type KeyItem } from './key.ts';
import { drawPanel, type PanelSpec } from './panel.ts';
import { composeSvg, type Part } from './svg.ts';

export interface Picture {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
  /** Panels side by side; by default at most two, so that the text can be read in a printed column. */
  readonly columns?: number;
  /** Pixels of one panel. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What line styles, symbols and colours mean. */
  readonly key: readonly KeyItem[];
}

const MOST_PANELS_IN_A_ROW = 2;
const ROW_GAP = 12;
const ALONE = { width: 440, height: 330 };
const BESIDE = { width: 350, height: 330 };

/** The text of an SVG file: own fonts, own colours, white background. */
export function drawPicture(picture: Picture, { document, heading = true, caption }: DrawOptions): string {
  const columns = picture.columns ?? Math.min(picture.panels.length, MOST_PANELS_IN_A_ROW);
  const size = picture.size ?? (columns === 1 ? ALONE : BESIDE);
  const width = columns * size.width;
  const parts: Part[] = [];
  let y = 6;
  const add = ([element, height]: [Element, number]): void => {
    parts.push({ element, x: 0, y });
    y += height + 4;
  };
  if (heading && picture.title !== '') add(drawHeading(picture.title, width, true, document));
  picture.panels.forEach((panel, i) => {
    const element = drawPanel(panel, size, document);
    const [column, row] = [i % columns, Math.floor(i / columns)];
    parts.push({ element, x: column * size.width, y: y + row * (size.height + ROW_GAP) });
  });
  y += Math.ceil(picture.panels.length / columns) * (size.height + ROW_GAP) - ROW_GAP + 4;
  if (picture.key.length > 0) add(drawKey(picture.key, width, document));
  if (caption) add(drawHeading(caption, width, false, document));
  return composeSvg(width, y + 2, picture.title, parts);
}
