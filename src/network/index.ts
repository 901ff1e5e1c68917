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
  type PiecewiseActivation,
  phiOf,
  piecesOf,
  type SmoothActivation,
  type Taylor,
  taylorOf,
} from './activation.ts';
export {
  ACTIVATION_PATTERN,
  type ActivationInput,
  activationOf,
  formatActivation,
  readActivation,
} from './activation-text.ts';
export { checkLaw, checkNetworkSpec, checkWidths } from './check.ts';
export { checkNetwork, requireInput, requirePieces, validNetwork } from './check-given.ts';
export {
  type GivenLayer,
  type GivenNetwork,
  givenNetwork,
  type LayerRows,
} from './given.ts';
export { problemOfSet } from './law.ts';
export {
  commonOf,
  type DenseLayer,
  everyLayer,
  fanIn,
  isScaleFree,
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
} from './network.ts';
export { type Pieces, pieceAt, zeroThresholds } from './pieces.ts';
export { shapeOfGiven } from './shape-of-given.ts';
