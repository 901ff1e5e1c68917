export type {
  OwnActivation,
  TheoryActivation,
} from './activation.ts';
export { type AlongCurve, meanFieldAlong } from './along-curve.ts';
export { type BoundaryCurvatureLayer, boundaryCurvatureByLayer } from './boundary.ts';
export { correlationMap, correlationsByLayer, covarianceMap } from './correlation-map.ts';
export { type EdgeOfChaos, edgeOfChaos, edgesOfChaos } from './critical-line.ts';
export { type CurvatureLayer, curvatureByLayer } from './curvature.ts';
export { lengthMap, lengthMapSteps, lengthsByLayer } from './length-map.ts';
export { type MeanField, meanField, type Phase } from './mean-field.ts';
export {
  type NormalisedField,
  type NormalisedLaw,
  type NormPlace,
  type NormType,
  normalisedCorrelations,
  normalisedMeanField,
} from './normalised.ts';
export { type PhasePoint, phaseDiagram } from './phase-diagram.ts';
export {
  type ResidualFieldLayer,
  type ResidualLaw,
  residualDepthScale,
  residualMeanField,
} from './residual.ts';
export { type ShallowOptions, shallowLengthBound, shallowWidthNeeded } from './shallow.ts';
export type { MeanFieldLaw, StartOptions } from './types.ts';
