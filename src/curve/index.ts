export type { CurveKind } from '../experiment/index.ts';
export { curveAngle } from './angle.ts';
export type { Curve } from './curve.ts';
export { curve } from './curve.ts';
export type { RandomEndpoints } from './endpoints.ts';
export { endpoints } from './endpoints.ts';
export { curveLength } from './length.ts';
export { curveMeanSquare } from './mean-square.ts';
export { samplePoints } from './sample.ts';
