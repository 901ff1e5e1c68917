/** The kernels' whole face. Everything is a free function over byte addresses; the host owns the layout of the memory. */

export { keepColumns, keepEntries } from './columns';
export { densePoint, followRows, silentEnds, sparsePoint, splitRows, squareRows } from './crossings';
export { expandRows } from './expand';
export { gramFactor } from './gram';
export { compactImage } from './image';
export { denseLayer, sparseLayer } from './layer';
export { sumOfRoots } from './lengths';
export { drawMask } from './mask';
export { maskedRows, productTable } from './masked-gram';
export { initialise, memoryStart } from './memory';
export { denseRows } from './product-dense';
export { sparseRows } from './product-sparse';
export { fillBits, seedStream } from './random';
export { smoothValues } from './smooth';
export { tangentRows } from './tangents';
export { drawVariates } from './variates';
