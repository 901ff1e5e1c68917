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
export { checkLaw, checkNetworkSpec, checkWidths } from './check.ts';
export { checkNetwork, requireInput, requirePieces, validNetwork } from './check-given.ts';
export { SELU, type Taylor } from './curved.ts';
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
  commonOf,
  type DenseLayer,
  defaultInputDim,
  everyLayer,
  fanIn,
  hasWeights,
  isScaleFree,
  keptWeights,
  type Law,
  type Layer,
  type LayeredNetwork,
  largestDensity,
  layerOf,
  layerRuns,
  mapLayers,
  meanKept,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
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
