/** The kernels' whole face. Everything is a free function over byte addresses; the host owns the layout of the memory. */

export { expandRows } from './expand';
export { denseLayer, sparseLayer } from './layer';
export { sumOfRoots } from './lengths';
export { drawMask } from './mask';
export { initialise, memoryStart } from './memory';
export { fillBits, seedStream } from './random';
export { drawVariates } from './variates';
