export { type Explanation, type ExplanationFamily, explain, explanations } from './explain/index.ts';
export { growthTheory } from './growth.ts';
export { type SampledLayer, sampledLengths } from './growth-samples.ts';
export { flatTangentGrowth } from './growth-sparse.ts';
export { type TypicalGrowth, typicalGrowth } from './growth-typical.ts';
export {
  type LengthVariation,
  lengthVariation,
  type NetworksNeededOptions,
  networksNeeded,
} from './growth-variance.ts';
export {
  type AlongCurve,
  type BoundaryCurvatureLayer,
  boundaryCurvatureByLayer,
  type CurvatureLayer,
  correlationMap,
  correlationsByLayer,
  covarianceMap,
  curvatureByLayer,
  type EdgeOfChaos,
  edgeOfChaos,
  edgesOfChaos,
  lengthMap,
  lengthMapSteps,
  lengthsByLayer,
  type MeanField,
  type MeanFieldLaw,
  meanField,
  meanFieldAlong,
  type NormalisedField,
  type NormalisedLaw,
  type NormPlace,
  type NormType,
  normalisedCorrelations,
  normalisedMeanField,
  type OwnActivation,
  type Phase,
  type PhasePoint,
  phaseDiagram,
  type ResidualFieldLayer,
  type ResidualLaw,
  residualDepthScale,
  residualMeanField,
  type ShallowOptions,
  type StartOptions,
  shallowLengthBound,
  shallowWidthNeeded,
  type TheoryActivation,
} from './meanfield/index.ts';
export { type Measurement, measureTheory } from './measures.ts';
export { polylineLoss } from './polyline-loss.ts';
export {
  gaussianBiasDensity,
  type HaninRolnickConstants,
  haninRolnickBreakpoints,
  haninRolnickRegions,
  type PatternOptions,
  type RegionBounds,
  raghuPatternUpper,
  regionBounds,
} from './regions/index.ts';
export { raghuScalingLaw } from './scaling-law.ts';
export {
  type CurveBend,
  countTheory,
  crossingRate,
  curveBend,
  type ExpectedTransitions,
  expectedBreakpoints,
  expectedTransitions,
  firstLayerTransitions,
  type JointLaw,
  sampledArcTransitions,
  sampledTransitions,
  turningAngles,
  wideTransitions,
} from './transitions/index.ts';
export type {
  CountTheory,
  GrowthTheory,
  LayerCounts,
  LayerTheory,
  MeasureTheory,
  WideTheory,
} from './types.ts';
