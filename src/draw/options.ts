/**
 * What a caller says of a picture or a chart. Apart from what draws, whose types are those of a package that
 * is not installed with this one (docs/decisions/0050-few-packages.md).
 */
import { checkList, checkPlain, checkText, ifGiven } from '../input/check.ts';

/**
 * What a picture is laid out for: the width of a page, or of one column of a two-column page. Type is as
 * large in both.
 */
export const PICTURE_WIDTHS = ['page', 'column'] as const;
export type PictureWidth = (typeof PICTURE_WIDTHS)[number];

export interface DrawOptions {
  /** What makes the elements: `window.document` in a browser, linkedom's in Node. */
  readonly document: Document;
  /** Default `page`. */
  readonly width?: PictureWidth;
  /** Whether the title stands over the panels; it is what a screen reader says in any case. Default true. */
  readonly heading?: boolean;
  /** Text below the picture, wrapped to its width. */
  readonly caption?: string | undefined;
}

export interface ChartOptions extends Omit<DrawOptions, 'heading'> {
  readonly title?: string | undefined;
}

/** Which cells a panel shows, and which swept parameters its colours and its symbols tell apart. */
export interface Panel {
  readonly title: string;
  /** Indices into the document's cells. */
  readonly cells: readonly number[];
  readonly colour?: string | undefined;
  readonly symbol?: string | undefined;
}

/** @throws TypeError, RangeError */
export function checkPanels(panels: readonly Panel[]): void {
  checkList('panels', panels, 1);
  for (let i = 0; i < panels.length; i++) {
    const panel = panels[i]!;
    checkPlain(`panels[${i}]`, panel, ['title', 'cells', 'colour', 'symbol']);
    checkText(`panels[${i}].title`, panel.title);
    checkList(`panels[${i}].cells`, panel.cells, 1);
    ifGiven(checkText, `panels[${i}].colour`, panel.colour);
    ifGiven(checkText, `panels[${i}].symbol`, panel.symbol);
  }
}
