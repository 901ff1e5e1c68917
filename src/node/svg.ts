import { parseHTML } from 'linkedom';
import { type Panel, sweepChart, trajectoryChart } from '../draw/chart.ts';
import type { ResultDocument } from '../result/index.ts';

/** What stands around the curves of a picture, and which there are. */
export interface SvgOptions {
  /** What a screen reader says, and the line above the picture. */
  readonly title?: string | undefined;
  /** Text below the picture, wrapped to its width. */
  readonly caption?: string | undefined;
  /** These panels and no others. Default: those of a rule on what is swept. */
  readonly panels?: readonly Panel[] | undefined;
}

/** What makes elements where there is no browser. */
export function svgDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
}

/** The figure of a result as a stand-alone SVG document. @throws RangeError for panels without cells or with unknown ones. */
export function trajectorySvg(result: ResultDocument, { panels, ...texts }: SvgOptions = {}): string {
  const chart = { ...texts, document: svgDocument() };
  return panels ? sweepChart(result, panels, chart) : trajectoryChart(result, chart);
}
