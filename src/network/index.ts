export {
  ACTIVATION_NAMES,
  ACTIVATION_SYNTAX,
  ACTIVATIONS,
  type Activation,
  type ActivationCode,
  type ActivationName,
  activationCode,
  activationSyntax,
  type BentActivation,
  type Curved,
  curvedOf,
  degreeOf,
  hasKinks,
  isActivationName,
  isBounded,
  isHomogeneous,
  PIECEWISE_SYNTAX,
  type PiecewiseActivation,
  phiOf,
  piecesOf,
  SMOOTH_SYNTAX,
  type SmoothActivation,
  taylorOf,
} from './activation.ts';
export {
  ACTIVATION_PATTERN,
  type ActivationInput,
  activationOf,
  expectedActivation,
  formatActivation,
  readActivation,
} from './activation-text.ts';
export { batchOf, withBatch } from './batch.ts';
export { checkEntryLaw, checkLaw, checkNetworkSpec, checkShape, checkWidths } from './check.ts';
export {
  checkAnyNetwork,
  checkNetwork,
  isDenseNetwork,
  requireInput,
  requirePieces,
  validNetwork,
} from './check-given.ts';
export { type Acting, averaging, type BlockInSpec, type DenseInSpec, type LayerInSpec } from './complete.ts';
export { SELU, type Taylor } from './curved.ts';
export {
  type AnyLayerArrays,
  type GivenLayer,
  type GivenNetwork,
  givenNetwork,
  type LayerArrays,
  type LayerRows,
  layerArrays,
  networkOfArrays,
} from './given.ts';
export type { AnyGivenLayer, AnyGivenNetwork, GivenConv2d, GivenPool } from './given-image.ts';
export { type Isotropy, isotropyOf, meanRootFactor, meanSquareFactor } from './isotropy.ts';
export {
  isMatrixLaw,
  isStructured,
  MOST_BLOCK,
  MOST_RANK,
  NU_RANGE,
  problemOfSet,
  problemOfWeights,
} from './law.ts';
export { hasVariance, isSelfAveraging, kurtosis, momentOrder } from './law-constants.ts';
export {
  type AnyLayer,
  type AvgPoolLayer,
  type Batch,
  type BatchNormLayer,
  type Conv2dLayer,
  type DenseLayer,
  type FlattenLayer,
  type Layer,
  type LayerNormLayer,
  type LayerOf,
  type LayerType,
  type MaxPoolLayer,
  type Norm,
  PADDINGS,
  type Padding,
  type Patched,
  type ResidualLayer,
  type RmsNormLayer,
  type Shape,
  UNWEIGHTED,
} from './layer.ts';
export { bendsOf, factsOf, hasPieces, isSmooth, paddingBefore, patchedShape, sizeOf } from './layer-facts.ts';
export {
  BIAS_SCALINGS,
  type BiasScaling,
  biasSd,
  commonOf,
  defaultInputDim,
  type EntryLaw,
  everyLayer,
  fanIn,
  hasWeights,
  inputsOf,
  isDense,
  isScaleFree,
  keptWeights,
  type Law,
  type LayeredNetwork,
  largestDensity,
  layerOf,
  layerRuns,
  type Mask,
  type MatrixLaw,
  mapLayers,
  meanKept,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  requireNoBlocks,
  SCALINGS,
  type Scaling,
  type UniformNetwork,
  uniformLayers,
  uniformNetwork,
  type Weighted,
  weightDivisor,
  weightSd,
  widestLayer,
  widthsOf,
  withoutSigma,
} from './network.ts';
export { storePatch } from './patches.ts';
export { type Pieces, pieceAt, zeroThresholds } from './pieces.ts';
export { shapeOfGiven } from './shape-of-given.ts';
export { rmsSlope, type Slopes, slopeKurtosis, slopesOf } from './slopes.ts';
export {
  type Chain,
  chainOf,
  hasLinks,
  isFullyConnected,
  isParted,
  normalises,
  type Part,
  type PartedLayer,
  partAt,
} from './unfolded.ts';
