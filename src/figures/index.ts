import { convGrowth } from './conv-growth.ts';
import type { Figure } from './figure.ts';
import { haninLength } from './hanin-length.ts';
import { haninRegions } from './hanin-regions.ts';
import { haninTraining } from './hanin-training.ts';
import { initAtlas } from './init-atlas.ts';
import { orthogonalSpectrum } from './orthogonal-spectrum.ts';
import { pascanuArrangement } from './pascanu-arrangement.ts';
import { pooleFig1 } from './poole-fig1.ts';
import { pooleFig2 } from './poole-fig2.ts';
import { pooleFig3 } from './poole-fig3.ts';
import { pooleFig4 } from './poole-fig4.ts';
import { pooleFig5 } from './poole-fig5.ts';
import { priceFig3a } from './price-fig3a.ts';
import { priceFig3b } from './price-fig3b.ts';
import { priceGrowthDepth } from './price-growth-depth.ts';
import { raghuCircle } from './raghu-circle.ts';
import { raghuDichotomies } from './raghu-dichotomies.ts';
import { raghuFig2 } from './raghu-fig2.ts';
import { raghuNoise } from './raghu-noise.ts';
import { raghuOneLayer } from './raghu-one-layer.ts';
import { raghuRegions } from './raghu-regions.ts';
import { raghuRegularisation } from './raghu-regularisation.ts';
import { raghuTraining } from './raghu-training.ts';
import { raghuTransitions } from './raghu-transitions.ts';
import { residualGrowth } from './residual-growth.ts';
import { tightness } from './tightness.ts';

export type { Check, Range } from './checks.ts';
export {
  documentDamage,
  FIGURE_SCHEMA,
  type FigureDocument,
  figureDocument,
  figureSvg,
  runFigure,
} from './document.ts';
export { type Figure, type FigureContext, type FigureDigits, SIZES, type Size } from './figure.ts';
export { type ReportFigure, reportHtml } from './report.ts';
export { VERDICT_LEGEND, verdictColumns, verdictSummary } from './verdict.ts';

/** Every figure that can be reproduced, paper by paper. */
export const figures: readonly Figure[] = [
  priceGrowthDepth,
  priceFig3a,
  priceFig3b,
  tightness,
  raghuCircle,
  raghuFig2,
  raghuTransitions,
  raghuDichotomies,
  raghuNoise,
  raghuOneLayer,
  raghuTraining,
  raghuRegularisation,
  raghuRegions,
  pooleFig1,
  pooleFig2,
  pooleFig3,
  pooleFig4,
  pooleFig5,
  pascanuArrangement,
  haninLength,
  haninRegions,
  haninTraining,
  orthogonalSpectrum,
  initAtlas,
  convGrowth,
  residualGrowth,
];
