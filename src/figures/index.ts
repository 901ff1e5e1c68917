import type { Figure } from './figure.ts';
import { priceGrowthDepth } from './price-growth-depth.ts';

export type { Check, Range } from './checks.ts';
export { FIGURE_SCHEMA, type FigureDocument, figureDocument, figureSvg, runFigure } from './document.ts';
export { type Figure, type FigureContext, SIZES, type Size } from './figure.ts';
export { type ReportFigure, reportHtml } from './report.ts';
export { verdictColumns, verdictSummary } from './verdict.ts';

/** Every figure that can be reproduced, paper by paper. */
export const figures: readonly Figure[] = [priceGrowthDepth];
