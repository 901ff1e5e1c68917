export { autoDraw, type Draw } from './draw-rule.ts';
export { ExactWorkspace } from './exact/workspace.ts';
export { Workspace } from './measure.ts';
export { measureOrder } from './measured.ts';
export { requireMemory, workspaceBytes } from './memory.ts';
export { type NetworkMeasurer, openWorkspace } from './open.ts';
export { emptyRecord, type LengthRecord, type MeasuredValues } from './record.ts';
export type { Subject } from './subject.ts';
export { TangentWorkspace } from './tangent.ts';
