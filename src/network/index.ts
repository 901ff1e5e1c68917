export {
  ACTIVATION_NAMES,
  ACTIVATION_SYNTAX,
  ACTIVATIONS,
  type Activation,
  type ActivationCode,
  type ActivationName,
  activationCode,
  activationSyntax,
  hasKinks,
  isActivationName,
  isHomogeneous,
  PIECEWISE_SYNTAX,
  type PiecewiseActivation,
  phiOf,
  piecesOf,
  SMOOTH_SYNTAX,
  type SmoothActivation,
  type Taylor,
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
export { checkLaw, checkNetworkSpec, checkShape, checkWidths } from './check.ts';
export { checkNetwork, requireInput, requirePieces, validNetwork } from './check-given.ts';
export { type Acting, averaging, type BlockInSpec, type DenseInSpec, type LayerInSpec } from './complete.ts';
export {
  type GivenLayer,
  type GivenNetwork,
  givenNetwork,
  type LayerArrays,
  type LayerRows,
  layerArrays,
  networkOfArrays,
} from './given.ts';
export { problemOfSet } from './law.ts';
export { kurtosis } from './law-constants.ts';
export {
  type AnyLayer,
  type AvgPoolLayer,
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
export { factsOf, hasPieces, isSmooth, paddingBefore, patchedShape, sizeOf } from './layer-facts.ts';
export {
  commonOf,
  defaultInputDim,
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
  mapLayers,
  meanKept,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  requireNoBlocks,
  type Scaling,
  type UniformNetwork,
  uniformLayers,
  uniformNetwork,
  type Weighted,
  weightSd,
  widestLayer,
  widthsOf,
  withoutSigma,
} from './network.ts';
export { type Pieces, pieceAt, zeroThresholds } from './pieces.ts';
export { shapeOfGiven } from './shape-of-given.ts';
export { rmsSlope, type Slopes, slopeKurtosis, slopesOf } from './slopes.ts';
export {
  type Chain,
  chainOf,
  hasLinks,
  isParted,
  normalises,
  type Part,
  type PartedLayer,
  partAt,
} from './unfolded.ts';
