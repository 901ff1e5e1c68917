export { measureOrder } from './areas/curve.ts';
export { autoDraw, type Draw, whyNotByLaw } from './draw-rule.ts';
export {
  hasChords,
  hasEnergies,
  type ImageName,
  type Stretch,
  type Stretches,
  stretches,
  stretchesOf,
} from './energies.ts';
export { hasExactImage, isFollowed, whyNotExact } from './estimator-rule.ts';
export { expectedKnots } from './exact/expected-knots.ts';
export { requireKnots } from './exact/memory.ts';
export { ExactWorkspace } from './exact/workspace.ts';
export { Workspace } from './measure.ts';
export { requireCurveMemory, requireMemory, workspaceBytes } from './memory.ts';
export { type NetworkMeasurer, openWorkspace } from './open.ts';
export { requireRange } from './range.ts';
export {
  type Energies,
  type ExpectedCounts,
  emptyRecord,
  type LengthRecord,
  type MeasuredValues,
} from './record.ts';
export { type Scale, times } from './scale.ts';
export type { Subject } from './subject.ts';
export { TangentWorkspace } from './tangent.ts';
