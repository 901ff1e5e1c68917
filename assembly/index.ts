/**
 * The kernels' whole face. Everything is a free function over byte addresses; the host owns the layout of the
 * memory.
 */

export { keepColumns, keepEntries } from './columns';
export { followRows } from './crossings';
export { smoothValues } from './curved';
export { expandRows } from './expand';
export { gramFactor } from './gram';
export { compactImage } from './image';
export { denseLayer, sparseLayer } from './layer';
export { sumOfQuotients, sumOfRoots } from './lengths';
export { drawMask } from './mask';
export { maskedRows, productTable } from './masked-gram';
export { initialise, memoryStart } from './memory';
export { normaliseJets, normaliseSteps } from './normalise';
export { patchRows } from './patches';
export { densePoint, sparsePoint } from './points';
export { largestMagnitude, preActivations } from './pre-activations';
export { denseRows } from './product-dense';
export { sparseRows } from './product-sparse';
export { radialSteps } from './radial';
export { fillBits, seedStream } from './random';
export {
  adamStep,
  addPixels,
  addRow,
  gatherPixels,
  straightValues,
  sumColumns,
  timesInto,
  turnRows,
} from './samples';
export { centreRows, krylovSpace } from './scatter';
export { silentEnds } from './silent';
export { splitRows, squareRows } from './split';
export { tangentRows } from './tangents';
export { drawVariates } from './variates';
