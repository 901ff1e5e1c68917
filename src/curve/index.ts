export { curveAngle } from './angle.ts';
export type { Curve, CurveKind } from './curve.ts';
export { CURVE_KINDS, curve } from './curve.ts';
export type { RandomEndpoints } from './endpoints.ts';
export { endpoints } from './endpoints.ts';
export { curveLength } from './length.ts';
export { curveMeanSquare } from './meanSquare.ts';
export { samplePoints } from './sample.ts';
