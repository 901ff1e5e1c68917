/**
 * What a caller says of a picture or a chart. Apart from what draws, whose types are those of a package that is not installed with this one
 * (docs/decisions/0050-few-packages.md).
 */

export interface DrawOptions {
  /** What makes the elements: `window.document` in a browser, linkedom's in Node. */
  readonly document: Document;
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
