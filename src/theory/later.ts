/** Theory that few experiments take, in one module of its own (`tools/bundle-later.ts`). */
export { BENT } from './bent-growth.ts';
export { knowsAlong, meanFieldAlong } from './meanfield/along-curve.ts';
export { fixedPointRadius } from './meanfield/fixed-point-radius.ts';
