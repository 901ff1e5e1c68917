import { parseHTML } from 'linkedom';
import { type ChartOptions, type Panel, sweepChart, trajectoryChart } from '../draw/chart.ts';
import type { ResultDocument } from '../result/index.ts';

export type SvgOptions = Omit<ChartOptions, 'document'>;

/** What makes elements where there is no browser. */
export function svgDocument(): Document {
  return parseHTML('<!doctype html><html><body></body></html>').document as unknown as Document;
}

/** The figure of a result as a stand-alone SVG document. With `panels`, these and no others. */
export function trajectorySvg(
  result: ResultDocument,
  options: SvgOptions = {},
  panels?: readonly Panel[],
): string {
  const chart = { ...options, document: svgDocument() };
  return panels ? sweepChart(result, panels, chart) : trajectoryChart(result, chart);
}
