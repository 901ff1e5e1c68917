/** Exact images, regions and curvature of one network with given weights, in double precision. */
export {
  type GivenLayer,
  type GivenNetwork,
  givenNetwork,
  type LayerRows,
  requirePieces,
} from '../network/index.ts';
export { type BoundaryLayer, boundaryCurvatures, requireHessians } from './boundary/curvatures.ts';
export { type HessianOptions, hessianVector } from './boundary/hessian-vector.ts';
export {
  type BoundaryPoint,
  type BoundaryPointsOptions,
  boundaryPoints,
  pointsBetween,
  signChanges,
  spread,
} from './boundary/points.ts';
export { randomReadout, readoutOf } from './boundary/readout.ts';
export type { DecisionBoundary, DecisionLine } from './decision.ts';
export { drawImageNetwork, drawNetwork } from './draw.ts';
export { type ExactImage, type ExactImageOptions, type ExactLayer, exactImage } from './exact-image.ts';
export {
  type ExactSlice,
  type ExactSliceOptions,
  exactSlice,
  type SliceCell,
  type SliceLayer,
} from './exact-slice.ts';
export { type CurveAt, curvatureAt } from './jet.ts';
export { activationPattern } from './pattern.ts';
export { type PatternCountLayer, type PatternCounts, patternCounts } from './pattern-counts.ts';
export { type Plane, planeAlong, planeCoordinates, planeThrough, type SliceWindow } from './plane.ts';
export {
  type RegionDensity,
  type RegionDensityLayer,
  type RegionDensityOptions,
  regionDensity,
} from './region-density.ts';
export { type SmoothImageOptions, type SmoothLayer, smoothImage } from './smooth-image.ts';
export { requireTaylor } from './taylor.ts';
