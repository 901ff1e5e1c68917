import { parseHTML } from 'linkedom';
import { type Panel, sweepChart, trajectoryChart } from '../draw/chart.ts';
import { checkPanels } from '../draw/options.ts';
import { checkPlain, checkText, ifGiven } from '../input/check.ts';
import { checkCells } from '../result/check.ts';
import type { ResultDocument } from '../result/index.ts';

/** Texts and panels of a picture. */
export interface SvgOptions {
  /** The line above the picture, and the text for screen readers. */
  readonly title?: string | undefined;
  /** Text below the picture, wrapped to its width. */
  readonly caption?: string | undefined;
  /** Only these panels. Default: a rule on the swept parameters chooses them. */
  readonly panels?: readonly Panel[] | undefined;
}

export const SVG_OPTIONS: readonly string[] = ['title', 'caption', 'panels'];

/** @throws TypeError, RangeError */
export function checkSvgOptions({ title, caption, panels }: SvgOptions): void {
  ifGiven(checkText, 'title', title);
  ifGiven(checkText, 'caption', caption);
  if (panels !== undefined) checkPanels(panels);
}

/** What makes elements where there is no browser. */
export function svgDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
}

/**
 * The figure of a result as a stand-alone SVG document. @throws TypeError, RangeError for an invalid result,
 * for wrong options and for unknown cells.
 */
export function trajectorySvg(result: ResultDocument, options: SvgOptions = {}): string {
  checkCells(result);
  checkPlain('options', options, SVG_OPTIONS);
  checkSvgOptions(options);
  const { panels, ...texts } = options;
  const chart = { ...texts, document: svgDocument() };
  return panels ? sweepChart(result, panels, chart) : trajectoryChart(result, chart);
}
